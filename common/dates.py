"""Dates as sources state them: an interval of days with the precision it was stated in."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, final, get_args

Precision = Literal["day", "month", "quarter", "half", "year"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, order=True)
class PartialDate:
    """The first and last day that a stated date can mean, and how precise the statement was."""

    first: date
    last: date
    precision: Precision

    @classmethod
    def of(cls, day: date, precision: Precision = "day") -> PartialDate:
        """The period of this precision that holds `day`, whichever of its days is given."""
        if precision not in PRECISIONS:
            raise ValueError(f"precision {precision!r} is not one of {', '.join(PRECISIONS)}")
        if precision == "day":
            return cls(day, day, "day")
        months = _MONTHS[precision]
        start = (day.month - 1) // months * months + 1
        end = start + months - 1
        return cls(
            date(day.year, start, 1),
            date(day.year, end, calendar.monthrange(day.year, end)[1]),
            precision,
        )

    def contains(self, other: PartialDate) -> bool:
        """Whether every day the other can mean lies in this interval."""
        return self.first <= other.first and other.last <= self.last

    @property
    def days(self) -> int:
        """How many days the statement leaves open, both ends counted."""
        return (self.last - self.first).days + 1

    def __str__(self) -> str:
        return label(self)


_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@lru_cache(maxsize=65_536)
def label(when: PartialDate) -> str:
    """The date as people write it at its precision: `2 Nov 2025`, `Nov 2025`, `Q4 2025`, `H2 2025`, `2025`."""
    year, month = when.first.year, when.first.month
    if when.precision == "day" and when.first != when.last:
        return f"{label(PartialDate.of(when.first))} – {label(PartialDate.of(when.last))}"
    return {
        "day": f"{when.first.day} {_MONTH_NAMES[month - 1]} {year}",
        "month": f"{_MONTH_NAMES[month - 1]} {year}",
        "quarter": f"Q{(month + 2) // 3} {year}",
        "half": f"H{1 if month < 7 else 2} {year}",
        "year": str(year),
    }[when.precision]


def days_before(day: date, count: int) -> date:
    """The day `count` days earlier."""
    return day - timedelta(days=count)


def start_of(day: date) -> datetime:
    """The moment at which a day begins (UTC)."""
    return datetime.combine(day, time(), UTC)


def end_of_day(at: datetime) -> datetime:
    """The moment at which the UTC day of a moment ends; midnight ends the day before it."""
    return start_of((at.astimezone(UTC) - timedelta(microseconds=1)).date() + timedelta(days=1))


@final
@dataclass(frozen=True, slots=True)
class AsOf:
    """From when a reader looks, on both clocks.

    `day` says what the public could know. `recorded` says what stood in the ledger: entries made later
    are left out, and figures are worked out from the values before later corrections. None: all entries
    as they stand now. Two that differ on either clock are two questions, with an answer each. It is no day:
    what needs the day alone takes `day`.
    """

    day: date
    recorded: datetime | None = None

    @classmethod
    def end_of(cls, day: date) -> AsOf:
        """A day, with the entries made by its end (UTC)."""
        return cls(day, start_of(day + timedelta(days=1)))
