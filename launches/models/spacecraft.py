"""Spacecraft and hosted payloads, what is known of their compute, and how sure their identity is."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound
from facts.models.texts import text_list
from launches.models.constants import NORAD_CAT_ID_MAX
from launches.models.elements import ElementSet


class SpacecraftQuerySet(FactQuerySet):
    search_paths = (
        "name",
        "native_name",
        "aliases",
        "summary",
        "project__name",
        "object_id",
        "compute_hardware",
    )

    def launched_by(self, day: date) -> Self:
        """Spacecraft that had left the ground by that day, as far as their dates can say."""
        return self.filter(launched_on_last__lte=day)

    def of_project(self, project: models.Model) -> Self:
        """Spacecraft of a project, those it shares with another included."""
        also = Spacecraft.projects_also.through.objects.filter(project=project.pk).values("spacecraft")
        return self.filter(Q(project=project) | Q(pk__in=also))

    def of_operator(self, organization: models.Model) -> Self:
        """Spacecraft that an organization operates."""
        return self.filter(operator=organization)

    def in_status(self, status: str | None) -> Self:
        """Spacecraft in one state; all of them where none is given."""
        return self.filter(status=status) if status else self

    def with_compute(self, word: str = "yes") -> Self:
        """Spacecraft with compute aboard; of another word, those with none ("no") or not stated ("unknown")."""
        return self.filter(compute=word)

    def by_slug_or_number(self, name: str) -> Self:
        """The spacecraft with this slug, or with this NORAD catalogue number (a host's number is not its own)."""
        if name.isascii() and name.isdigit() and len(name) <= 9:
            return self.filter(norad_cat_id=int(name)).exclude(identity=Spacecraft.Identity.HOSTED)
        return self.filter(slug=name)

    def by_launch(self) -> Self:
        """Newest launch first; those not flown on top."""
        return self.order_by(models.F("launched_on_last").desc(nulls_first=True), "name")

    def with_newest_epoch(self, as_of: date | None = None) -> Self:
        """Each spacecraft with `epoch`: that of its newest element set here, if any."""
        newest = ElementSet.objects.known_by(as_of).of_object(models.OuterRef("norad_cat_id"))
        return self.annotate(epoch=models.Subquery(newest.values("epoch")[:1]))

    def with_also(self, as_of: date | None = None) -> Self:
        """Spacecraft with the other projects that share them and were known by that day, in one further query."""
        return self.with_known("projects_also", as_of)

    def with_context(self) -> Self:
        """Spacecraft with project, operator and launch, in one query."""
        return self.select_related("project", "operator", "launch")


class Spacecraft(Fact):
    """A satellite, or a payload hosted on something else.

    `status` is a reading made on `status_on`; `identity` says how the catalogue numbers were
    matched. Numbers of a hosted payload are its host's.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPERATIONAL = "operational", _("working")
        DEGRADED = "degraded", _("degraded")
        UNKNOWN = "unknown", _("flown, present state not found")
        RETIRED = "retired", _("retired")
        FAILED = "failed", _("failed")
        DEORBITED = "deorbited", _("deorbited")

    class Identity(models.TextChoices):
        CATALOGUED = "catalogued", _("name and number agree")
        INFERRED = "inferred", _("match inferred")
        DOUBTFUL = "doubtful", _("sure launch, doubtful match inside it")
        UNMATCHED = "unmatched", _("one of several objects")
        HOSTED = "hosted", _("hosted: numbers are the host's")
        NOT_FOUND = "not_found", _("flown, not found in a catalogue")
        NONE = "none", _("not flown")

    class Compute(models.TextChoices):
        YES = "yes", _("carries compute")
        NO = "no", _("carries none")
        UNKNOWN = "unknown", _("not stated")

        @classmethod
        def of_launch(cls, carried: Iterable["Spacecraft"]) -> "Spacecraft.Compute":
            """What a launch has aboard, as `LaunchQuerySet.with_compute` says it, of rows already read."""
            words = {craft.compute for craft in carried}
            return next((word for word in (cls.YES, cls.UNKNOWN) if word in words), cls.NO)

    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("native name"), max_length=200, blank=True)
    aliases = text_list(_("aliases"))
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="spacecraft")
    projects_also = models.ManyToManyField("projects.Project", blank=True, related_name="spacecraft_also")
    country = models.CharField(_("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True)
    operator = models.ForeignKey(
        "projects.Organization", models.PROTECT, null=True, blank=True, related_name="spacecraft"
    )
    norad_cat_id = models.PositiveIntegerField(
        _("NORAD catalogue number"), null=True, blank=True, db_index=True
    )
    object_id = models.CharField(_("COSPAR designator"), max_length=15, blank=True)
    identity = models.CharField(_("identity"), max_length=10, choices=Identity.choices)
    identity_note = models.TextField(_("note on identity"), blank=True)
    hosted_on = models.CharField(_("hosted on"), max_length=200, blank=True)
    launch = models.ForeignKey(
        "launches.Launch", models.SET_NULL, null=True, blank=True, related_name="spacecraft"
    )
    launched_on = PartialDateField(_("launched"), optional=True)
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, db_index=True)
    status_on = PartialDateField(_("status read"))
    # Columns of the dates above, which figures over many rows read.
    launched_on_first: date | None
    launched_on_last: date | None
    status_on_first: date
    status_on_last: date
    status_on_precision: str
    compute = models.CharField(
        _("compute aboard"), max_length=7, choices=Compute.choices, default=Compute.UNKNOWN
    )
    compute_hardware = models.TextField(_("compute hardware"), blank=True)
    reading_epoch = models.DateField(_("epoch of our reading"), null=True, blank=True)
    reading_perigee_km = models.FloatField(_("perigee (km)"), null=True, blank=True)
    reading_apogee_km = models.FloatField(_("apogee (km)"), null=True, blank=True)
    reading_mean_altitude_km = models.FloatField(_("mean altitude (km)"), null=True, blank=True)
    reading_inclination_deg = models.FloatField(_("inclination (°)"), null=True, blank=True)
    summary = models.TextField(_("summary"))

    objects = SpacecraftQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["name", "id"]
        verbose_name = _("spacecraft")
        verbose_name_plural = _("spacecraft")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("spacecraft", "launched_on", optional=True),
            interval_is_sound("spacecraft", "status_on"),
            models.UniqueConstraint(
                fields=["norad_cat_id"],
                condition=Q(norad_cat_id__isnull=False) & ~Q(identity="hosted"),
                name="spacecraft_norad_once",
                violation_error_message=_(
                    "This number belongs to another spacecraft; only hosted payloads share their host's."
                ),
            ),
            models.CheckConstraint(
                name="spacecraft_norad_in_range",
                condition=Q(norad_cat_id__isnull=True)
                | Q(norad_cat_id__gte=1, norad_cat_id__lte=NORAD_CAT_ID_MAX),
                violation_error_message=_("A NORAD number has one to nine digits."),
            ),
            models.CheckConstraint(
                name="spacecraft_planned_not_flown",
                condition=~Q(status="planned") | Q(launched_on_first__isnull=True),
                violation_error_message=_(
                    "A planned spacecraft has not flown: change the status or remove the launch date."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def flew_by(self, day: date) -> bool:
        """Whether it had flown by a day, as far as its dates can say; before that it has no numbers."""
        return self.launched_on is None or self.launched_on.first <= day

    def state_on(self, day: date) -> str:
        """Its state as seen from a day: one that flew later was planned then."""
        flown_later = self.launched_on and self.launched_on.first > day
        return str(Spacecraft.Status.PLANNED.label if flown_later else self.get_status_display())
