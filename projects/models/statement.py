"""Statements: a quantity as it was stated, once per statement, never averaged."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.units import QUANTITIES, UNITS, units_of
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound


class StatementQuerySet(FactQuerySet):
    search_paths = ("quantity", "project__name", "spacecraft__name", "note")

    def for_country(self, code: str | None) -> Self:
        """Statements on projects or spacecraft of one country."""
        if not code:
            return self
        return self.filter(Q(project__country=code) | Q(spacecraft__country=code))

    def of_project(self, project: models.Model) -> Self:
        """Statements on a project, or on one of its spacecraft."""
        return self.filter(Q(project=project) | Q(spacecraft__project=project))

    def with_subject(self) -> Self:
        """Statements with the project or spacecraft they are about, in one query."""
        return self.select_related("project", "spacecraft", "spacecraft__project")


def _unit_fits() -> Q:
    """The unit is one of those in which the quantity can be stated (see `common.units`)."""
    fits = Q()
    for quantity in QUANTITIES:
        fits |= Q(quantity=quantity, unit__in=units_of(quantity))
    return fits


class Statement(Fact):
    """A value, its unit and qualifier as stated; `value_max` closes a range."""

    class Qualifier(models.TextChoices):
        UP_TO = "up_to", _("up to")
        MEASURED = "measured", _("measured")
        TARGET = "target", _("target")
        MEAN = "mean", _("mean")
        TOTAL = "total", _("total")
        NOMINAL = "nominal", _("nominal")

    class Precision(models.TextChoices):
        INT8 = "INT8", "INT8"
        FP8 = "FP8", "FP8"
        FP16 = "FP16", "FP16"
        FP32 = "FP32", "FP32"
        FP64 = "FP64", "FP64"
        UNKNOWN = "unknown", _("number format unknown")
        NOT_APPLICABLE = "not_applicable", _("not applicable")

    project = models.ForeignKey(
        "projects.Project", models.CASCADE, null=True, blank=True, related_name="statements"
    )
    spacecraft = models.ForeignKey(
        "launches.Spacecraft", models.CASCADE, null=True, blank=True, related_name="statements"
    )
    quantity = models.SlugField(
        _("quantity"), max_length=40, choices=[(word, known.name) for word, known in QUANTITIES.items()]
    )
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    value_max = models.DecimalField(
        _("highest value"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=24, choices=[(word, word) for word in UNITS])
    qualifier = models.CharField(_("qualifier"), max_length=8, choices=Qualifier.choices)
    precision = models.CharField(
        _("number format"), max_length=14, choices=Precision.choices, default=Precision.NOT_APPLICABLE
    )
    part = models.SlugField(
        _("part of the plan"), max_length=40, blank=True,
        help_text=_("Where the source states a plan in parts that add up: one word for the part of this figure."),
    )  # fmt: skip
    stated_on = PartialDateField(_("stated on"))

    objects = StatementQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["quantity", "stated_on_first", "id"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("statement", "stated_on"),
            models.CheckConstraint(
                name="statement_one_subject",
                condition=Q(project__isnull=True, spacecraft__isnull=False)
                | Q(project__isnull=False, spacecraft__isnull=True),
                violation_error_message=_(
                    "A statement is about one project or one spacecraft: choose exactly one."
                ),
            ),
            models.CheckConstraint(
                name="statement_unit_of_quantity",
                condition=_unit_fits(),
                violation_error_message=_(
                    "This quantity cannot be stated in this unit: the closed list is in docs/ledger.md."
                ),
            ),
            models.CheckConstraint(
                name="statement_value_positive",
                condition=Q(value__gt=0),
                violation_error_message=_("A value is more than zero."),
            ),
            models.CheckConstraint(
                name="statement_range_in_order",
                condition=Q(value_max__isnull=True) | Q(value_max__gte=models.F("value")),
                violation_error_message=_("The highest value is less than the value: swap them."),
            ),
        ]

    @property
    def country(self) -> str:
        subject = self.project or self.spacecraft
        assert subject is not None  # a constraint: one of the two
        return str(subject.country)

    def __str__(self) -> str:
        return f"{self.quantity} {self.value.normalize():f} {self.unit}"
