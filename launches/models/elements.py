"""Element sets: where an object was at an epoch, in the keywords of the OMM."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import AsOf, days_before, end_of_day, start_of
from facts.models.append_only import AppendOnly, AppendOnlyQuerySet
from launches.models.constants import NORAD_CAT_ID_MAX
from launches.models.origins import MOST_SIGNS, may_be_shown
from launches.models.other_designator import counts

# A set younger than so many days stays whatever came after it, and so long the second clock is read to the
# moment: later to the day. Longer than any feed looks back, so that none brings again what was thinned.
KEPT_WHOLE_DAYS = 90
AHEAD = timedelta(days=1)


class ElementSetQuerySet(AppendOnlyQuerySet["ElementSet"]):
    def known_by(self, as_of: AsOf | None = None) -> Self:
        """Element sets whose epoch is not after that day; now, not more than a day ahead.

        An epoch is the moment that a set was fitted for: a few lie some hours ahead. One that lies farther
        ahead would stand as the newest for days, whatever came after it. Sets that came under another
        designator count once that was accepted.
        """
        if as_of is None:
            return self.filter(counts(), epoch__lt=timezone.now() + AHEAD)
        rows = self.filter(counts(as_of.recorded), epoch__lt=start_of(as_of.day + timedelta(days=1)))
        if as_of.recorded:
            moment = counted_from(as_of.recorded, kept_whole_from(timezone.now()))
            rows = rows.filter(recorded_at__lte=moment)
        return rows

    def shown(self) -> Self:
        """Element sets whose values may leave the site; figures rest on the others too."""
        return self.filter(may_be_shown())

    def of_object(self, norad_cat_id: int | models.OuterRef) -> Self:
        """Element sets of one object, newest epoch first."""
        return self.filter(norad_cat_id=norad_cat_id).order_by("-epoch", "-statement")

    def newest_ids(self) -> "models.QuerySet[ElementSet, Any]":
        """The primary key of each object's element set with the newest epoch."""
        newest = self.filter(norad_cat_id=models.OuterRef("norad_cat_id")).order_by("-epoch", "-statement")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1])).values("pk")

    def newest_of_days(self, count: int) -> list["ElementSet"]:
        """Of one object's sets (see `of_object`) the newest of each UTC day, of so many days at most."""
        days: dict[date, ElementSet] = {}
        rows = self
        while len(days) < count and (part := list(rows[: 5 * count])):
            for row in part:
                days.setdefault(row.epoch.date(), row)
            rows = self.filter(epoch__lt=part[-1].epoch)  # others of that epoch are of a day that is there
        return list(days.values())[:count]

    def newest_first(self) -> Self:
        """By epoch, never by arrival: feeds send older epochs after newer ones."""
        return self.order_by("norad_cat_id", "-epoch", "-statement")


def kept_whole_from(now: datetime) -> datetime:
    """The UTC midnight since when element sets stay, whatever came after them."""
    return start_of(days_before(now.astimezone(UTC).date(), KEPT_WHOLE_DAYS))


def counted_from(recorded: datetime, whole_from: datetime) -> datetime:
    """The moment from which a set counts on the second clock, and to which it counts for who asks by one.

    That very moment for as long as sets are kept whole; before that the end of its UTC day, for sets that
    were overtaken within their day are thinned then (see `launches.services.retention`).
    """
    return end_of_day(recorded) if recorded < whole_from else recorded


class ElementSet(AppendOnly):
    """Mean elements (SGP4, TEME, UTC) of one object at one epoch, as stated once.

    A second fit or another name for an epoch is a row of its own: `statement` tells the rows of an epoch
    apart, and which of them comes first does not depend on which was told first.

    Units: mean_motion rev/day, angles in degrees, bstar 1/Earth radii, mean_motion_dot
    rev/day² (half the derivative, as in the TLE), mean_motion_ddot rev/day³ (a sixth). `origin` says where it
    came from (empty: not recorded then); what is of Space-Track is not shown (see `shown`).
    """

    norad_cat_id = models.PositiveIntegerField(_("NORAD catalogue number"))
    object_name = models.CharField(_("object name"), max_length=60)
    object_id = models.CharField(_("COSPAR designator"), max_length=15, blank=True)
    epoch = models.DateTimeField(_("epoch"))
    mean_motion = models.FloatField(_("mean motion (rev/day)"))
    eccentricity = models.FloatField(_("eccentricity"))
    inclination = models.FloatField(_("inclination (°)"))
    ra_of_asc_node = models.FloatField(_("right ascension of the ascending node (°)"))
    arg_of_pericenter = models.FloatField(_("argument of pericenter (°)"))
    mean_anomaly = models.FloatField(_("mean anomaly (°)"))
    ephemeris_type = models.PositiveSmallIntegerField(default=0)
    classification_type = models.CharField(max_length=1, default="U")
    element_set_no = models.PositiveIntegerField(default=999)
    rev_at_epoch = models.PositiveIntegerField(default=0)
    bstar = models.FloatField(_("B* (1/Earth radii)"))
    mean_motion_dot = models.FloatField(_("mean motion, first derivative"))
    mean_motion_ddot = models.FloatField(_("mean motion, second derivative"))
    statement = models.BigIntegerField(default=0)
    origin = models.CharField(_("origin"), max_length=MOST_SIGNS, blank=True, default="", db_default="")
    apart = models.BooleanField(_("came under another designator"), default=False, db_default=False)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = ElementSetQuerySet.as_manager()

    class Meta:
        ordering = ["norad_cat_id", "-epoch", "-statement"]
        verbose_name = _("element set")
        verbose_name_plural = _("element sets")
        constraints = [
            models.UniqueConstraint(fields=["norad_cat_id", "epoch", "statement"], name="elementset_once"),
            models.CheckConstraint(
                name="elementset_norad_in_range",
                condition=Q(norad_cat_id__gte=1, norad_cat_id__lte=NORAD_CAT_ID_MAX),
            ),
            models.CheckConstraint(
                name="elementset_bounded",
                condition=Q(eccentricity__gte=0, eccentricity__lt=1)
                & Q(inclination__gte=0, inclination__lte=180)
                & Q(mean_motion__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_name} ({self.norad_cat_id}) at {self.epoch:%Y-%m-%d %H:%M}"
