"""The days on which reference rates are published, against those on which they were."""

from datetime import date, timedelta

import pytest

from common.reference_days import is_published, last_published
from projects.rates import published


def test_every_day_since_2002_is_told_right():
    history = published()
    day, wrong = date(2002, 1, 1), []
    while day <= history.last_day:
        if is_published(day) != (history.rate("USD", day).on == day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-30", "2026-03-30"),  # a Monday
        ("2026-04-05", "2026-04-02"),  # Easter Sunday: Maundy Thursday
        ("2026-04-06", "2026-04-02"),  # Easter Monday
        ("2025-12-28", "2025-12-24"),  # a Sunday after both days of Christmas
        ("2026-01-01", "2025-12-31"),
    ],
)
def test_a_day_without_a_rate_leads_to_the_last_before_it(day, expected):
    assert last_published(date.fromisoformat(day)) == date.fromisoformat(expected)
