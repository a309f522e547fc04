"""Names as of their day: what a thing was called before the name that it has now."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from facts.models.partial_date import PartialDateField, interval_is_sound


class Renamed(models.Model):
    """Something that may have had another name. The present one holds from the last day of `renamed_on`."""

    former_name = models.CharField(
        _("former name"), max_length=200, blank=True,
        help_text=_("The name before the present one, which answers as of earlier days give."),
    )  # fmt: skip
    former_native_name = models.CharField(_("former native name"), max_length=200, blank=True)
    renamed_on = PartialDateField(_("renamed"), optional=True)
    renamed_on_last: date | None  # a column that `renamed_on` adds

    class Meta:
        abstract = True

    def name_on(self, day: date | None) -> tuple[str, str]:
        """Its name and native name on a day; the present ones where none is given."""
        row: Any = self
        if day is None or row.renamed_on_last is None or row.renamed_on_last <= day:
            return row.name, row.native_name
        return row.former_name, row.former_native_name


def renamed_constraints(prefix: str) -> list[models.BaseConstraint]:
    """A former name stands with the day on which it was given up, or not at all."""
    return [
        interval_is_sound(prefix, "renamed_on", optional=True),
        models.CheckConstraint(
            name=f"{prefix}_renamed_on_a_day",
            condition=Q(renamed_on_first__isnull=True, former_name="", former_native_name="")
            | Q(renamed_on_first__isnull=False) & ~Q(former_name=""),
            violation_error_message=_("A former name and the day of the new one stand together."),
        ),
    ]


def name_then(name: str, day: date | None, path: str = "") -> Any:
    """The column `name` or `native_name`, as of a day, for a query; `path` leads to the thing, as in `other__`."""
    if day is None:
        return F(f"{path}{name}")
    return Case(
        When(Q(**{f"{path}renamed_on_last__gt": day}), then=F(f"{path}former_{name}")),
        default=F(f"{path}{name}"),
        output_field=models.CharField(),
    )


def bear_names_of(rows: Any, day: date, seen: set[int] | None = None) -> None:
    """Gives rows, and what was read with them, the names of a day. Such rows are for reading: nobody saves them."""
    seen = set() if seen is None else seen
    for row in rows:
        if not isinstance(row, models.Model) or id(row) in seen:
            continue
        seen.add(id(row))
        if isinstance(row, Renamed):
            row.name, row.native_name = row.name_on(day)  # type: ignore[attr-defined]  # every such noun has both
        bear_names_of(row._state.fields_cache.values(), day, seen)
        told = row.__dict__
        beside = [value for value in told.values() if isinstance(value, list)]  # read beside it, under a name
        beside += [found._result_cache for found in told.get("_prefetched_objects_cache", {}).values()]
        for others in beside:
            bear_names_of(others or (), day, seen)
