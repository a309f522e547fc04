"""No-earlier-than times as launch providers state them, with the interval they leave open."""

from datetime import UTC, date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.dates import PRECISIONS, PartialDate


class NetPrecision(models.TextChoices):
    """How exact a NET is, in the words of Launch Library."""

    SECOND = "second", _("second")
    MINUTE = "minute", _("minute")
    HOUR = "hour", _("hour")
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF = "half", _("half year")
    YEAR = "year", _("year")
    FISCAL_YEAR = "fiscal_year", _("fiscal year")
    DECADE = "decade", _("decade")
    UNKNOWN = "unknown", _("unknown")


class LaunchStatus(models.TextChoices):
    """States of a launch, in the words of Launch Library."""

    GO = "go", _("go for launch")
    TBD = "tbd", _("date to be determined")
    TBC = "tbc", _("date to be confirmed")
    HOLD = "hold", _("on hold")
    IN_FLIGHT = "in_flight", _("in flight")
    DEPLOYED = "payload_deployed", _("payload deployed")
    SUCCESS = "success", _("success")
    FAILURE = "failure", _("failure")
    PARTIAL_FAILURE = "partial_failure", _("partial failure")


FLOWN = (
    LaunchStatus.SUCCESS,
    LaunchStatus.FAILURE,
    LaunchStatus.PARTIAL_FAILURE,
    LaunchStatus.IN_FLIGHT,
    LaunchStatus.DEPLOYED,
)
REACHED_ORBIT = (LaunchStatus.SUCCESS, LaunchStatus.PARTIAL_FAILURE, LaunchStatus.DEPLOYED)
TERMINAL = (LaunchStatus.SUCCESS, LaunchStatus.FAILURE, LaunchStatus.PARTIAL_FAILURE)


# An ascent ends within hours; so many days after it somebody would have said how.
LONGEST_FLIGHT = timedelta(days=3)


class Net(models.Model):
    """What a launch and each of its revisions say of the date.

    `net` is the instant as stated. With a vague precision it is a placeholder, usually the last
    day of its period: read `net_first` and `net_last`, the days that the statement leaves open.
    """

    net = models.DateTimeField(_("NET as stated"), null=True, blank=True)
    net_precision = models.CharField(
        _("NET precision"), max_length=11, choices=NetPrecision.choices, default=NetPrecision.DAY
    )
    net_first = models.DateField(_("first day"), db_index=True)
    net_last = models.DateField(_("last day"), db_index=True)
    window_start = models.DateTimeField(_("window opens"), null=True, blank=True)
    window_end = models.DateTimeField(_("window closes"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=LaunchStatus.choices, db_index=True)

    class Meta:
        abstract = True

    @property
    def days(self) -> PartialDate:
        """The days that the statement leaves open, at the precision in which people write them."""
        return net_days(self.net_first, self.net_last, self.net_precision)

    @property
    def time_of_day(self) -> str:
        """The time of a NET that is exact to the minute, in UTC: `12:15`; to the second where it says one."""
        if self.net is None or self.net_precision not in {NetPrecision.SECOND, NetPrecision.MINUTE}:
            return ""
        at = self.net.astimezone(UTC)
        return f"{at:%H:%M:%S}" if at.second and self.net_precision == NetPrecision.SECOND else f"{at:%H:%M}"

    @property
    def window(self) -> str:
        """From when to when it may leave, in UTC: `12:15–13:30`; empty where that is one moment or not exact."""
        start, end = self.window_start, self.window_end
        if not (self.time_of_day and start and end and start < end):
            return ""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        days = (end.date() - start.date()).days
        return f"{start:%H:%M}–{end:%H:%M}" + (f" (+{days})" if days else "")

    def is_stuck_in_flight(self, day: date) -> bool:
        """Whether it is said to be in flight so long after its day that nobody reported the end."""
        return self.status == LaunchStatus.IN_FLIGHT and self.net_last < day - LONGEST_FLIGHT


def net_days(first: date, last: date, net_precision: str) -> PartialDate:
    """The days that a NET leaves open; a precision that people do not write gives its first and last day."""
    return PartialDate(first, last, net_precision if net_precision in PRECISIONS else "day")
