"""Targets: every promised date, each time it was stated. Rows are added, never overwritten."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.dates import Precision
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound


class TargetQuerySet(FactQuerySet):
    country_path = "project__country"
    search_paths = ("text", "project__name", "project__native_name")

    def with_replacement(self) -> Self:
        """Targets with project and the statement that replaced each, in one query."""
        return self.select_related("project", "superseded_by")

    def due_after(self, day: date) -> Self:
        """Targets whose last possible day is still ahead on that day."""
        return self.filter(due_last__gt=day)


def _stated_once() -> list[models.UniqueConstraint]:
    """One speaker gives one date for one promise once a day; none named is the project's lead."""
    said = ["project", "promise", "bound", "stated_on_first", "stated_on_last", "due_first", "due_last"]
    message = _(
        "This promise was entered already, as stated on that day for that date: add the source to it."
    )
    return [
        models.UniqueConstraint(
            name=name, fields=fields, condition=condition, violation_error_message=message
        )
        for name, fields, condition in (
            ("target_once_of_lead", said, models.Q(speaker__isnull=True)),
            ("target_once_of_speaker", [*said, "speaker"], models.Q(speaker__isnull=False)),
        )
    ]


class Target(Fact):
    """One statement of one promised date.

    `due` is the interval promised. `bound` says what kind of promise it is: "by" can be met or
    missed; "not earlier than" cannot be missed. What became of it is computed from dates (see
    `metrics.outcomes`): `outcome_on`, the day it came true; `not_met_on`, a day on which it was
    found that it had not, or could not; `superseded_by`, a later promise in its place; `searched_on`,
    the last day up to which a report was looked for in vain. `speaker` is who promised, where that is not
    the project's lead; `compute` whether what is promised carries a computer.
    """

    class Milestone(models.TextChoices):
        FIRST_LAUNCH = "first_launch", _("first launch")
        FIRST_PROTOTYPE = "first_prototype", _("first prototype")
        OPERATIONAL = "operational", _("operational")
        FULL_CONSTELLATION = "full_constellation", _("full constellation")
        OTHER = "other", _("other")

    class Bound(models.TextChoices):
        BY = "by", _("by")
        NOT_EARLIER = "not_earlier", _("not earlier than")

    class Compute(models.TextChoices):
        YES = "yes", _("carries a computer")
        NO = "no", _("carries none")
        UNKNOWN = "unknown", _("not stated")

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="targets")
    speaker = models.ForeignKey(
        "projects.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("speaker"),
        help_text=_("Who promised it. Left empty: the project's lead."),
    )
    milestone = models.CharField(_("milestone"), max_length=18, choices=Milestone.choices)
    promise = models.SlugField(
        _("promise"),
        max_length=80,
        help_text=_("One word for what is promised: restatements of one promise share it."),
    )
    text = models.CharField(_("as stated"), max_length=300)
    stated_on = PartialDateField(_("stated on"))
    due = PartialDateField(_("due"))
    bound = models.CharField(_("bound"), max_length=11, choices=Bound.choices, default=Bound.BY)
    compute = models.CharField(
        _("compute promised"),
        max_length=7,
        choices=Compute.choices,
        default=Compute.UNKNOWN,
        help_text=_("Whether what is promised carries a computer; one that carries none stands apart."),
    )
    outcome_on = PartialDateField(_("came true on"), optional=True)
    not_met_on = PartialDateField(_("found unmet on"), optional=True)
    searched_on = models.DateField(
        _("looked for by"),
        null=True,
        blank=True,
        help_text=_("The last day up to which a report of the outcome was looked for, and none was found."),
    )
    # Columns of the dates above, which figures over many rows read.
    stated_on_first: date
    stated_on_last: date
    stated_on_precision: Precision
    due_first: date
    due_last: date
    due_precision: Precision
    outcome_on_first: date | None
    outcome_on_last: date | None
    not_met_on_first: date | None
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    objects = TargetQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["due_last", "stated_on_first", "id"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("target", "stated_on"),
            interval_is_sound("target", "due"),
            interval_is_sound("target", "outcome_on", optional=True),
            interval_is_sound("target", "not_met_on", optional=True),
            models.CheckConstraint(
                name="target_stated_first",
                condition=models.Q(outcome_on_last__isnull=True)
                | models.Q(outcome_on_last__gte=models.F("stated_on_first")),
                violation_error_message=_("What had come true before it was stated is no promise."),
            ),
            *_stated_once(),
            models.CheckConstraint(
                name="target_met_or_not",
                condition=models.Q(outcome_on_first__isnull=True) | models.Q(not_met_on_first__isnull=True),
                violation_error_message=_(
                    "A target came true or was found unmet: give one of the two dates, not both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.due})"
