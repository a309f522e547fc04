"""The days on which the European Central Bank publishes reference rates: working days but its holidays.

True of every day since 2002 in the published history (the tests compare them); before, four days differ.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

FIRST_DAY = date(1999, 1, 4)  # the euro's first
_FIXED = {(1, 1), (5, 1), (12, 25), (12, 26)}


def is_published(day: date) -> bool:
    """Whether reference rates are published on a day: no weekend, no closing day, none before the euro."""
    sunday = easter(day.year)
    moving = (sunday - timedelta(days=2), sunday + timedelta(days=1))
    closed = (day.month, day.day) in _FIXED or day in moving
    return day >= FIRST_DAY and day.weekday() < 5 and not closed


def last_published(day: date) -> date:
    """The newest day up to this one on which reference rates are published: a holiday has none of its own."""
    while not is_published(day) and day > FIRST_DAY:
        day -= timedelta(days=1)
    return day
