"""Milestones: dated events other than filings and money."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound


class MilestoneQuerySet(FactQuerySet):
    search_paths = ("title", "summary", "project__name", "project__native_name")

    def with_project(self) -> Self:
        return self.select_related("project")

    def with_slug_of_project(self, slug: str) -> Self:
        """Milestones of a project, those it shares with another included; all where none is named."""
        if not slug:
            return self
        also = self.model.projects_also.through.objects.filter(project__slug=slug).values("milestone")
        return self.filter(models.Q(project__slug=slug) | models.Q(pk__in=also))

    def newest_first(self) -> Self:
        return self.order_by("-on_last", "-on_first", "id")

    def between(self, first: date | None, last: date | None) -> Self:
        """Milestones that can have happened from one day to another; an end that is not given is open."""
        rows = self.filter(on_last__gte=first) if first else self
        return rows.filter(on_first__lte=last) if last else rows


class Milestone(Fact):
    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("announcement")
        HARDWARE_DELIVERY = "hardware_delivery", _("hardware delivery")
        TEST = "test", _("test")
        LAUNCH = "launch", _("launch")
        FIRST_LIGHT = "first_light", _("first light")
        IN_ORBIT_DEMO = "in_orbit_demo", _("in-orbit demonstration")
        MODEL_TRAINED = "model_trained_in_orbit", _("model trained in orbit")
        INFERENCE = "inference_in_orbit", _("inference in orbit")
        PARTNERSHIP = "partnership", _("partnership")
        ORDER = "order", _("order")
        FAILURE = "failure", _("failure")
        SETBACK = "setback", _("setback")

    project = models.ForeignKey(
        "projects.Project", models.CASCADE, null=True, blank=True, related_name="milestones"
    )
    projects_also = models.ManyToManyField("projects.Project", blank=True, related_name="milestones_also")
    country = models.CharField(_("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True)
    kind = models.CharField(_("kind"), max_length=22, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    on = PartialDateField(_("on"))

    objects = MilestoneQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["-on_first", "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("milestone", "on"),
            models.CheckConstraint(
                name="milestone_country_known", condition=models.Q(country__in=list(COUNTRIES))
            ),
        ]

    def __str__(self) -> str:
        return self.title
