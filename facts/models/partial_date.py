"""A stated date on a model: three columns, one value."""

from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.dates import PRECISIONS, PartialDate

PRECISION_CHOICES = [
    ("day", _("day")),
    ("month", _("month")),
    ("quarter", _("quarter")),
    ("half", _("half year")),
    ("year", _("year")),
]


# The same few intervals are read again and again.
_interval = lru_cache(maxsize=65_536)(PartialDate)


class PartialDateField:
    """Adds `<name>_first`, `<name>_last` and `<name>_precision`, and `<name>` as a PartialDate.

    The interval holds every day that the statement can mean; charts and comparisons use its
    ends, never a false day. An optional date is wholly empty or wholly set.
    """

    def __init__(self, verbose_name: Any, *, optional: bool = False) -> None:
        self.verbose_name = verbose_name
        self.optional = optional

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        self.name = name
        self.columns = (f"{name}_first", f"{name}_last", f"{name}_precision")
        self.short_description, self.admin_order_field = self.verbose_name, f"{name}_first"
        empty: dict[str, Any] = {"null": True, "blank": True} if self.optional else {}
        label = self.verbose_name
        cls.add_to_class(
            f"{name}_first", models.DateField(_("%s: first day") % label, db_index=True, **empty)
        )
        cls.add_to_class(f"{name}_last", models.DateField(_("%s: last day") % label, **empty))
        cls.add_to_class(
            f"{name}_precision",
            models.CharField(
                _("%s: precision") % label,
                max_length=7,
                choices=PRECISION_CHOICES,
                blank=self.optional,
                default="" if self.optional else "day",
            ),
        )
        setattr(cls, name, self)

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        told = instance.__dict__
        first, last, precision = self.columns
        try:
            return None if told[first] is None else _interval(told[first], told[last], told[precision])
        except KeyError:  # columns that were not read yet
            values = [getattr(instance, column) for column in self.columns]
            return None if values[0] is None else _interval(*values)

    def __set__(self, instance: models.Model, value: PartialDate | None) -> None:
        setattr(instance, f"{self.name}_first", value.first if value else None)
        setattr(instance, f"{self.name}_last", value.last if value else None)
        setattr(instance, f"{self.name}_precision", value.precision if value else "")


def interval_is_sound(prefix: str, name: str, *, optional: bool = False) -> models.CheckConstraint:
    """The database's own rule for a stated date: known precision, first day not after the last."""
    sound = models.Q(
        **{
            f"{name}_first__lte": models.F(f"{name}_last"),
            f"{name}_precision__in": PRECISIONS,
            f"{name}_first__isnull": False,
            f"{name}_last__isnull": False,
        }
    )
    if optional:
        sound |= models.Q(
            **{f"{name}_first__isnull": True, f"{name}_last__isnull": True, f"{name}_precision": ""}
        )
    return models.CheckConstraint(name=f"{prefix}_{name}_interval", condition=sound)
