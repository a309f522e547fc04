"""The NET of Launch Library: its words for how exact it is, and the days that it leaves open."""

import calendar
from datetime import date, timedelta

from common.dates import PartialDate, Precision
from feeds.formats.json_values import Unreadable
from launches.models import NetPrecision

PRECISIONS = {
    0: NetPrecision.SECOND,
    1: NetPrecision.MINUTE,
    2: NetPrecision.HOUR,
    3: NetPrecision.MORNING,
    4: NetPrecision.AFTERNOON,
    5: NetPrecision.DAY,
    6: NetPrecision.WEEK,
    7: NetPrecision.MONTH,
    8: NetPrecision.QUARTER,
    9: NetPrecision.QUARTER,
    10: NetPrecision.QUARTER,
    11: NetPrecision.QUARTER,
    12: NetPrecision.HALF,
    13: NetPrecision.HALF,
    14: NetPrecision.YEAR,
    15: NetPrecision.FISCAL_YEAR,
    16: NetPrecision.DECADE,
}
# The first month of the period that the id itself names.
FIRST_MONTH = {8: 1, 9: 4, 10: 7, 11: 10, 12: 1, 13: 7}
_CALENDAR: dict[str, Precision] = {
    NetPrecision.MONTH: "month",
    NetPrecision.QUARTER: "quarter",
    NetPrecision.HALF: "half",
    NetPrecision.YEAR: "year",
}


def net_interval(day: date, precision_id: int | None) -> tuple[date, date]:
    """The days that a NET leaves open. A vague NET is a placeholder, usually the last day of its period.

    - up to a day, and where no precision is given: that day;
    - week: Monday to Sunday around it; month, quarter, half, year, decade: the calendar's;
    - fiscal year: the twelve months that end with the placeholder's month (nations differ).

    A quarter or half that is not the one its date lies in is unreadable.
    """
    word = None if precision_id is None else PRECISIONS[precision_id]
    if word == NetPrecision.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if word == NetPrecision.DECADE:
        return date(day.year // 10 * 10, 1, 1), date(day.year // 10 * 10 + 9, 12, 31)
    if word == NetPrecision.FISCAL_YEAR:
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        return (last.replace(year=last.year - 1, day=1) + timedelta(days=31)).replace(day=1), last
    if word not in _CALENDAR:
        return day, day
    period = PartialDate.of(day, _CALENDAR[word])
    if FIRST_MONTH.get(precision_id or -1, period.first.month) != period.first.month:
        raise Unreadable(f"net_precision {precision_id} names another part of the year than net {day}")
    return period.first, period.last
