"""Status changes: a project's steps on the ladder, each dated and sourced."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.dates import AsOf
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound


class Status(models.TextChoices):
    """The ladder, in order: from an idea to its end."""

    CONCEPT = "concept", _("concept")
    ANNOUNCED = "announced", _("announced")
    FILED = "filed", _("filed")
    FUNDED = "funded", _("funded")
    LICENSED = "licensed", _("licensed")
    IN_DEVELOPMENT = "in_development", _("in development")
    LAUNCHED = "launched", _("launched")
    OPERATIONAL = "operational", _("operational")
    DEGRADED = "degraded", _("degraded")
    RETIRED = "retired", _("retired")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")


LADDER = tuple(Status.values)


class StatusChangeQuerySet(FactQuerySet):
    country_path = "project__country"
    search_paths = ("project__name", "project__native_name", "note")

    def happened_by(self, as_of: AsOf | None = None) -> Self:
        """Steps taken and known by that day."""
        return self if as_of is None else self.known_by(as_of).filter(on_first__lte=as_of.day)


class StatusChange(Fact):
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="status_changes")
    status = models.CharField(_("status"), max_length=14, choices=Status.choices)
    on = PartialDateField(_("on"))

    objects = StatusChangeQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["on_first", "id"]
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("statuschange", "on"),
            models.CheckConstraint(name="statuschange_status_known", condition=models.Q(status__in=LADDER)),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.get_status_display()} ({self.on})"
