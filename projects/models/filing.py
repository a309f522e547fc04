"""Filings: applications to regulators with their steps, and the rules and laws around them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from common.dates import AsOf
from facts.models.accounted import Accounted, AccountedQuerySet
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound


class FilingQuerySet(FactQuerySet):
    search_paths = ("summary", "authority", "docket", "organization__name", "project__name")

    def applications(self) -> Self:
        """Requests for satellites: applications to a regulator and ITU filings."""
        return self.filter(kind__in=[Filing.Kind.FILING, Filing.Kind.ITU_FILING])

    def with_steps(self, as_of: AsOf | None = None) -> Self:
        """Filings with the steps known by then and their documents, in one further query."""
        return self.prefetch_related(
            models.Prefetch(
                "steps",
                FilingStep.objects.known_by(as_of).select_related("document").order_by("on_last", "position"),
                to_attr="step_list",
            )
        )

    def with_parties(self) -> Self:
        """Filings with organization and project, in one query."""
        return self.select_related("organization", "project")


class Filing(Fact):
    """One document at an authority. Policies and laws are filings without a project.

    An application gathers its steps in FilingStep; the documents that prove them (an
    acceptance, a petition) are filings of their own.
    """

    class Kind(models.TextChoices):
        FILING = "filing", _("application")
        ACCEPTANCE = "acceptance", _("acceptance for filing")
        PUBLIC_COMMENT = "public_comment", _("public comment")
        GRANT = "grant", _("grant")
        DENIAL = "denial", _("denial")
        WAIVER = "waiver", _("waiver")
        POLICY = "policy", _("policy")
        STANDARD = "standard", _("standard")
        LAW = "law", _("law")
        ITU_FILING = "itu_filing", _("ITU filing")

    organization = models.ForeignKey(
        "projects.Organization", models.SET_NULL, null=True, blank=True, related_name="filings"
    )
    project = models.ForeignKey(
        "projects.Project", models.SET_NULL, null=True, blank=True, related_name="filings"
    )
    authority = models.CharField(_("authority"), max_length=120)
    country = models.CharField(_("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, db_index=True)
    on = PartialDateField(_("on"))
    docket = models.CharField(_("docket or file number"), max_length=160, blank=True)
    satellites_requested = models.PositiveIntegerField(_("satellites requested"), null=True, blank=True)
    contained_in = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contains",
        verbose_name=_("counted within"),
        help_text=_("A wider record that already counts these satellites."),
    )
    altitude_km_min = models.FloatField(_("lowest altitude (km)"), null=True, blank=True)
    altitude_km_max = models.FloatField(_("highest altitude (km)"), null=True, blank=True)
    frequency = models.CharField(_("frequency"), max_length=300, blank=True)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    summary = models.TextField(_("summary"))

    objects = FilingQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["-on_first", "id"]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("filing", "on"),
            models.CheckConstraint(
                name="filing_country_known", condition=models.Q(country__in=list(COUNTRIES))
            ),
            models.CheckConstraint(
                name="filing_satellites_positive",
                condition=Q(satellites_requested__isnull=True) | Q(satellites_requested__gt=0),
                violation_error_message=_("Leave the number of satellites empty where none is requested."),
            ),
            models.CheckConstraint(
                name="filing_altitudes_in_order",
                condition=Q(altitude_km_min__isnull=True)
                | Q(altitude_km_max__isnull=True)
                | Q(altitude_km_min__lte=models.F("altitude_km_max")),
                violation_error_message=_("The lowest altitude is above the highest: swap them."),
            ),
            models.CheckConstraint(
                name="filing_not_within_itself",
                condition=Q(contained_in__isnull=True) | ~Q(contained_in=models.F("id")),
                violation_error_message=_("A filing cannot be counted within itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.get_kind_display()} ({self.on})"


class FilingStepQuerySet(AccountedQuerySet):
    def known_by(self, as_of: AsOf | None = None) -> Self:
        """Steps whose document the public could know by that day."""
        if as_of is None:
            return self
        entered = {"document__recorded_at__lte": as_of.recorded} if as_of.recorded else {}
        return self.filter(document__known_on__lte=as_of.day, **entered)


class FilingStep(Accounted):
    """One step of an application, proved by a document."""

    class Step(models.TextChoices):
        FILED = "filed", _("filed")
        ACCEPTED = "accepted", _("accepted for filing")
        COMMENT_DEADLINE = "comment_deadline", _("comment deadline")
        PETITION = "petition", _("comment or petition")
        REPLY = "reply", _("reply")
        GRANT = "grant", _("grant")
        DENIAL = "denial", _("denial")
        WAIVER = "waiver", _("waiver")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="steps")
    document = models.ForeignKey(Filing, models.PROTECT, related_name="proves")
    step = models.CharField(_("step"), max_length=16, choices=Step.choices)
    on = PartialDateField(_("on"))
    on_last: date  # a column of it, which figures over many rows read
    position = models.PositiveSmallIntegerField(default=0)

    objects = FilingStepQuerySet.as_manager()

    class Meta(Accounted.Meta):
        ordering = ["on_first", "position", "id"]
        verbose_name = _("step of a filing")
        verbose_name_plural = _("steps of filings")
        constraints = [
            interval_is_sound("filingstep", "on"),
            models.UniqueConstraint(fields=["filing", "document", "step"], name="filingstep_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} ({self.on})"
