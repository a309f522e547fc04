"""Spacecraft and hosted payloads, what is known of their compute, and how sure their identity is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from common.dates import days_before, recorded_by, start_of
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound
from facts.models.texts import text_list
from facts.ordering import ByLetter
from launches.models.axes import MOST_DAYS, Axis, Signs, epoch_day, left_on, reported_of, tracked_of
from launches.models.catalogue import CatalogueEntry
from launches.models.constants import NORAD_CAT_ID_MAX
from launches.models.elements import ElementSet
from launches.models.states import State, Status, state_of
from launches.models.status_reading import StatusReading, StatusReadingQuerySet


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

    def with_state(self, day: date, as_of: date | None = None, confidence: str | None = None) -> Self:
        """Each spacecraft with `state`, `tracked` and `reported`, what is said of it on a day; one further query.

        Readings count that were known by `as_of` and pass the floor of confidence.
        """
        numbers = Spacecraft.objects.known_by(as_of).with_confidence(confidence).exclude(norad_cat_id=None)
        sets = ElementSet.objects.known_by(as_of).filter(
            norad_cat_id__in=numbers.order_by().values("norad_cat_id"),
            epoch__gte=start_of(days_before(day, MOST_DAYS)),
            epoch__lt=start_of(day + timedelta(days=1)),
        )
        told = CatalogueEntry.objects.recorded_by(recorded_by(as_of))
        entry = told.of_object(models.OuterRef("norad_cat_id"))
        rows = self.with_newest_epoch(as_of).annotate(
            state_day=models.Value(day, models.DateField()),
            has_sets=models.Exists(sets.order_by()),
            decayed_on=models.Subquery(entry.values("decayed_on")[:1]),
        )
        rows.readings = StatusReading.objects.known_by(as_of).with_confidence(confidence)
        return rows

    readings: StatusReadingQuerySet | None = None  # those that states follow from

    def _clone(self) -> Self:
        rows = super()._clone()
        rows.readings = self.readings
        return rows

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        rows = self._result_cache
        if is_new and rows and self.readings is not None and isinstance(rows[0], Spacecraft):
            read = self.readings.of_each([row.pk for row in rows])
            for row in rows:
                row.__dict__["read_of_it"] = read[row.pk]

    def with_state_word(self) -> Self:
        """Each of these spacecraft with the column `state_word`, the word of its `state`: one query before theirs."""
        words: dict[str, list[int]] = defaultdict(list)
        for row in self.order_by().only("pk", "launched_on_first"):
            words[row.state.word].append(row.pk)
        cases = [models.When(pk__in=keys, then=models.Value(word)) for word, keys in words.items()]
        return self.annotate(
            state_word=models.Case(*cases, default=models.Value(""), output_field=models.CharField())
        )

    def in_state(self, word: str) -> Self:
        """Spacecraft with `state` whose state is this one."""
        return self.with_state_word().filter(state_word=word)

    def on_axis(self, name: str, word: str) -> Self:
        """Spacecraft with `state` whose `tracked` or `reported` is this word."""
        rows = self.order_by()
        said = {row.pk for row in rows if (axis := getattr(row, name)) and axis.word == word}
        return self.filter(pk__in=said)

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
        return self.order_by(models.F("launched_on_last").desc(nulls_first=True), ByLetter("name"))

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

    Its state is what its readings say (`StatusReading`, `state_of`). `identity` says how the catalogue
    numbers were matched; those of a hosted payload are its host's.
    """

    Status = Status

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
    # Columns of the dates above, which figures over many rows read.
    launched_on_first: date | None
    launched_on_last: date | None
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
        ordering = [ByLetter("name"), "id"]
        verbose_name = _("spacecraft")
        verbose_name_plural = _("spacecraft")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("spacecraft", "launched_on", optional=True),
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
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_hosted(self) -> bool:
        return self.identity == self.Identity.HOSTED

    @cached_property
    def state(self) -> State:
        """Its state on the day that it was read for: see `SpacecraftQuerySet.with_state`."""
        return state_of(self, self.__dict__["read_of_it"], self.__dict__["state_day"])

    @cached_property
    def tracked(self) -> Axis | None:
        """What the catalogues showed of it by that day; None before its flight."""
        read = self.__dict__
        day = read["state_day"]
        signs = Signs(epoch_day(read["epoch"], day), read["decayed_on"], read["has_sets"])
        return tracked_of(self, self.state, day, signs) if self.state.flew else None

    @cached_property
    def reported(self) -> Axis | None:
        """What was reported of its work by that day; None before its flight."""
        day = self.__dict__["state_day"]
        gone = left_on(self, self.state, self.__dict__["decayed_on"])
        return reported_of(self.state, day, gone) if self.state.flew else None
