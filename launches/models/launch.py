"""Launches, and every date that was ever given for them."""

from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from common.dates import AsOf
from facts.models.fact import Fact, FactQuerySet
from launches.models.listing import Listing
from launches.models.net import FLOWN, LaunchStatus, Net
from launches.models.net_revision import NetRevision

if TYPE_CHECKING:
    from launches.models.spacecraft import Spacecraft

# How the slug begins of a launch that a feed alone knows.
FEED_SLUG = "ll2-"
# That of the source which such a launch cites.
SOURCE_SLUG = "launch-library-2"


class LaunchQuerySet(FactQuerySet):
    search_paths = ("name", "provider", "vehicle", "site", "designator", "spacecraft__name")

    def upcoming(self, at: datetime | None = None) -> Self:
        """Launches not flown whose last possible day is not past, soonest first."""
        day = (at or timezone.now()).date()
        return (
            self.exclude(status__in=FLOWN)
            .exclude(self.is_withdrawn(AsOf(day)))
            .filter(net_last__gte=day)
            .order_by("net_last", "net_first", "id")
        )

    def flown(self, at: datetime | None = None) -> Self:
        """Launches that left the ground by then, newest first."""
        day = (at or timezone.now()).date()
        return self.filter(status__in=FLOWN, net_first__lte=day).order_by("-net_first", "-id")

    def overdue(self, at: datetime | None = None) -> Self:
        """Launches whose last possible day passed without a word of a flight."""
        day = (at or timezone.now()).date()
        ahead = self.exclude(status__in=FLOWN).exclude(self.is_withdrawn(AsOf(day)))
        return ahead.filter(net_last__lt=day).order_by("-net_last", "id")

    def in_time(self, which: str, as_of: AsOf) -> Self:
        """Launches "upcoming", "flown" or "overdue" on a day; for nothing all of them: those ahead, the next one
        first, then those that were, the last one first.

        A launch that flew later than that day was still ahead then. One that was withdrawn by then is
        neither ahead nor overdue.
        """
        if which == "flown":
            return self.flown_by(as_of).order_by("-net_last", "-id")
        if which == "overdue":
            ahead = self.ahead_on(as_of).exclude(self.is_withdrawn(as_of))
            return ahead.filter(net_last__lt=as_of.day).order_by("-net_last", "id")
        if which == "upcoming":
            ahead = self.ahead_on(as_of).exclude(self.is_withdrawn(as_of))
            return ahead.filter(net_last__gte=as_of.day).order_by("net_last", "net_first", "id")
        is_past = Q(net_last__lt=as_of.day) | self._flown(as_of)
        rows = self._with_word_of(as_of).annotate(
            is_past=Case(When(is_past, then=1), default=0),
            next_first=Case(When(is_past, then=None), default="net_last"),
        )
        return rows.order_by("is_past", F("next_first").asc(nulls_last=True), "-net_last", "-id")

    def flown_by(self, as_of: AsOf) -> Self:
        """Launches that had left the ground by the end of a day, failures included.

        With a second clock: and of which that was the word here.
        """
        return self._with_word_of(as_of).filter(self._flown(as_of))

    def ahead_on(self, as_of: AsOf) -> Self:
        """The others: still ahead on that day, or without a word of a flight."""
        return self._with_word_of(as_of).exclude(self._flown(as_of))

    def _with_word_of(self, as_of: AsOf) -> Self:
        if as_of.recorded is None:
            return self
        said = NetRevision.every.stood_at(as_of.recorded).filter(launch=OuterRef("pk"))
        newest = said.order_by("-stated_at", "-pk").values("status")[:1]
        return self.alias(word=Coalesce(Subquery(newest), F("status")))

    def _flown(self, as_of: AsOf) -> Q:
        flown = Q(status__in=FLOWN, net_first__lte=as_of.day)
        return flown & Q(word__in=FLOWN) if as_of.recorded else flown

    def in_year(self, year: int | None) -> Self:
        """Launches whose last possible day lies in a year; all of them where none is given."""
        return self.filter(net_last__range=(date(year, 1, 1), date(year, 12, 31))) if year else self

    def until(self, day: date | None) -> Self:
        """Launches whose last possible day is not after a day; all of them where none is given."""
        return self.filter(net_last__lte=day) if day else self

    def of_library(self, word: str = "listed", as_of: AsOf | None = None) -> Self:
        """By what Launch Library had of them on a day: those of the ledger that are tied to it included.

        "listed"; "withdrawn", no longer listed there; "none", never told us of by it.
        """
        if word == "listed":
            return self.exclude(ll2_id=None).exclude(pk__in=Listing.objects.absent(as_of).values("launch"))
        if word == "withdrawn":
            return self.filter(pk__in=Listing.objects.absent(as_of).values("launch"))
        return self.filter(ll2_id=None) if word == "none" else self

    @staticmethod
    def is_withdrawn(as_of: AsOf | None = None) -> Q:
        """Whether a launch that Launch Library alone knew was no longer listed there; it has no other source."""
        return Q(slug__startswith=FEED_SLUG, pk__in=Listing.objects.absent(as_of).values("launch"))

    def with_listing(self, as_of: AsOf | None = None) -> Self:
        """Launches with `unlisted_since`: when it was found that Launch Library lists them no longer, if so; and with
        `stated_at`, the moment of the newest date or state that it gave by that day.
        """
        absent = Listing.objects.absent(as_of).filter(launch=OuterRef("pk"))
        stated = NetRevision.every.known_by(as_of).filter(launch=OuterRef("pk")).order_by("-stated_at")
        return self.annotate(
            unlisted_since=Subquery(absent.values("at")[:1]),
            stated_at=Subquery(stated.values("stated_at")[:1]),
        )

    def per_year(self) -> list[tuple[str, int, int]]:
        """How many there are of each country in each year, in one query.

        The year is cut out of the day as text, which both databases do by themselves: SQLite would call
        Python for each row.
        """
        year = Substr(Cast("net_last", models.CharField()), 1, 4)
        counted = self.order_by().values_list("country", year).annotate(n=models.Count("pk"))
        return [(country, int(text), count) for country, text, count in counted]

    def with_compute(self, word: str = "yes", as_of: AsOf | None = None, confidence: str = "") -> Self:
        """Launches with compute aboard, by the spacecraft known by a day, at or above a floor of confidence.

        "yes": at least one spacecraft is known to carry compute. "unknown": none is, and of at least one
        nobody states it. "no": neither. Each launch is in exactly one of the three.
        """
        from launches.models.spacecraft import Spacecraft

        crafts = Spacecraft.objects.known_by(as_of).with_confidence(confidence).filter(launch=OuterRef("pk"))
        sure, open_ = Exists(crafts.with_compute("yes")), Exists(crafts.with_compute("unknown"))
        if word == "yes":
            return self.filter(sure)
        return self.filter(~sure, open_) if word == "unknown" else self.filter(~sure, ~open_)

    def with_spacecraft(self, as_of: AsOf | None = None, confidence: str = "") -> Self:
        """Launches with `spacecraft_list`: what they carry as known by a day, in one further query."""
        from launches.models.spacecraft import Spacecraft

        crafts = Spacecraft.objects.known_by(as_of).with_confidence(confidence).select_related("project")
        return self.prefetch_related(models.Prefetch("spacecraft", crafts, to_attr="spacecraft_list"))


class Launch(Net, Fact):
    """One launch attempt: of the curated ledger, of a feed, or of both where they were tied."""

    name = models.CharField(_("name"), max_length=300)
    ll2_id = models.UUIDField(_("Launch Library id"), unique=True, null=True, blank=True)
    ll2_updated_at = models.DateTimeField(_("updated by Launch Library"), null=True, blank=True)
    vehicle = models.CharField(_("vehicle"), max_length=200, blank=True)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    country = models.CharField(
        _("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True, blank=True
    )
    pad = models.CharField(_("pad"), max_length=200, blank=True)
    site = models.CharField(_("site"), max_length=200, blank=True)
    orbit = models.CharField(_("orbit"), max_length=100, blank=True)
    designator = models.CharField(_("launch designator"), max_length=11, blank=True, db_index=True)
    summary = models.TextField(_("summary"), blank=True)
    # Set by `with_spacecraft`.
    spacecraft_list: "list[Spacecraft]"

    objects = LaunchQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["-net_last", "id"]
        verbose_name = _("launch")
        verbose_name_plural = _("launches")
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="launch_days_in_order", condition=models.Q(net_first__lte=models.F("net_last"))
            ),
            models.CheckConstraint(
                name="launch_status_known", condition=models.Q(status__in=LaunchStatus.values)
            ),
            models.UniqueConstraint(
                fields=["designator"],
                condition=~models.Q(designator=""),
                name="launch_designator_once",
                violation_error_message=_("This launch designator belongs to another launch."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def library_page(self) -> str:
        """Its own record at Launch Library, for one that it told of; as it is there now."""
        return f"https://ll.thespacedevs.com/2.3.0/launches/{self.ll2_id}/" if self.ll2_id else ""

    def state_on(self, day: date) -> str:
        """Its state as seen from a day: one that flew later was still ahead then."""
        flew_later = self.has_flown and self.net_first > day
        return str(_("still ahead") if flew_later else self.get_status_display())

    def absences(self, as_of: AsOf | None = None) -> list[tuple[datetime, datetime | None]]:
        """From when to when Launch Library did not list it, as known by a day; None: it still does not."""
        course = list(self.listings.known_by(as_of).order_by("at"))
        ends = {row.pk: later.at for row, later in pairwise(course)}
        return [(row.at, ends.get(row.pk)) for row in course if not row.listed]

    @property
    def has_flown(self) -> bool:
        return self.status in FLOWN

    @property
    def carrying_compute(self) -> "list[Spacecraft]":
        """Its spacecraft with compute aboard (see `with_spacecraft`)."""
        return [craft for craft in self.spacecraft_list if craft.compute == "yes"]

    @property
    def compute_not_stated(self) -> "list[Spacecraft]":
        """Its spacecraft of which nobody states whether they carry compute (see `with_spacecraft`)."""
        return [craft for craft in self.spacecraft_list if craft.compute == "unknown"]
