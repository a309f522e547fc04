"""Stated dates: the interval they can mean, and how they are read and written."""

import calendar
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import PRECISIONS, AsOf, PartialDate, days_before, label
from facts.ledger.fields import Unreadable, parse_when, read_when, write_when

WRITTEN = {
    "2026-03-30": ("2026-03-30", "2026-03-30", "day", "30 Mar 2026"),
    "2024-02": ("2024-02-01", "2024-02-29", "month", "Feb 2024"),
    "2025-02": ("2025-02-01", "2025-02-28", "month", "Feb 2025"),
    "2026-Q1": ("2026-01-01", "2026-03-31", "quarter", "Q1 2026"),
    "2026-Q4": ("2026-10-01", "2026-12-31", "quarter", "Q4 2026"),
    "2026-H1": ("2026-01-01", "2026-06-30", "half", "H1 2026"),
    "2026-H2": ("2026-07-01", "2026-12-31", "half", "H2 2026"),
    "2050": ("2050-01-01", "2050-12-31", "year", "2050"),
}
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(("text", "meant"), WRITTEN.items())
def test_a_stated_date_is_the_interval_it_can_mean(text, meant):
    when = parse_when(read_when(text))
    assert (str(when.first), str(when.last), when.precision, str(when)) == meant


@given(days, st.sampled_from(PRECISIONS))
def test_reading_and_writing_are_inverse(day, precision):
    when = PartialDate.of(day, precision)
    assert parse_when(read_when(write_when(when))) == when


@given(days, st.sampled_from(PRECISIONS))
def test_the_period_holds_its_day_and_does_not_depend_on_which(day, precision):
    when = PartialDate.of(day, precision)
    assert when.first <= day <= when.last
    assert PartialDate.of(when.first, precision) == PartialDate.of(when.last, precision) == when
    assert when.first.day == 1 or precision == "day"
    assert when.last.day == calendar.monthrange(when.last.year, when.last.month)[1] or precision == "day"


@given(days, st.sampled_from(PRECISIONS), st.sampled_from(PRECISIONS))
def test_a_coarser_period_contains_a_finer_one_of_the_same_day(day, one, other):
    fine, coarse = sorted((one, other), key=PRECISIONS.index)
    assert PartialDate.of(day, coarse).contains(PartialDate.of(day, fine))
    assert PartialDate.of(day, fine).days <= PartialDate.of(day, coarse).days


@given(days)
def test_periods_of_one_precision_follow_each_other_without_gap(day):
    for precision in PRECISIONS:
        when = PartialDate.of(day, precision)
        assert PartialDate.of(when.last + timedelta(days=1), precision).first == when.last + timedelta(days=1)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30", "2025-02-29", "2026-13", "2026-00", "2026-00-10", "2026-Q5", "2026-Q0", "2026-H3", "26", "",
        "2026-3-1", "2026/03/01", " 2026", "2026 ", "2026-Q1\n", "March 2026", "1066", "9999", "٢٠٢٦", "２０２６",
        True, None, 2026.5, 1, -2026, datetime(2026, 3, 1, 10), "2026-03-01T10:00:00Z", "2026-03-01 10:00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_a_sentence(value):
    with pytest.raises(Unreadable, match=r"is no date|is no day|outside 1950|time of day"):
        read_when(value)


@pytest.mark.parametrize("value", [date(2026, 3, 30), 2050])
def test_what_yaml_makes_of_a_date_is_read(value):
    assert read_when(value) == str(value)


def test_a_precision_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="precision 'week' is not one of day, month"):
        PartialDate.of(date(2026, 1, 1), cast(Any, "week"))


def test_absence_is_written_as_absence():
    assert write_when(None) is None


def test_dates_sort_by_their_first_day():
    first, second = PartialDate.of(date(2026, 1, 1), "year"), PartialDate.of(date(2026, 2, 1))
    assert sorted([second, first]) == [first, second]


def test_days_before_counts_back_over_the_year():
    assert days_before(date(2026, 1, 1), 1) == date(2025, 12, 31)


def test_labels_are_english_and_short():
    assert label(PartialDate.of(date(2025, 11, 2))) == "2 Nov 2025"


# --- Both clocks ------------------------------------------------------------------------------------
DAY, NOON = date(2026, 3, 1), datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value"), [("day", date(2026, 3, 2)), ("recorded", None), ("country", "CN")]
)
def test_neither_clock_of_a_moment_can_be_set_and_nothing_can_be_put_beside_them(name, value):
    as_of = AsOf(DAY, NOON)
    with pytest.raises((AttributeError, TypeError)):  # TypeError: of a name that there is not
        setattr(as_of, name, value)
    assert (as_of.day, as_of.recorded) == (DAY, NOON)


def test_moments_are_one_where_both_clocks_agree_and_two_where_either_differs():
    asked = [
        AsOf(DAY, NOON),
        AsOf(DAY, NOON + timedelta(seconds=1)),
        AsOf(DAY),
        AsOf(DAY + timedelta(days=1), NOON),
    ]
    again = [AsOf(one.day, one.recorded) for one in asked]
    assert again == asked
    assert len(set(asked)) == len({*asked, *again}) == len(asked)


def test_a_moment_is_no_day():
    assert not isinstance(AsOf(DAY), date)
    assert AsOf(DAY) != DAY
    assert DAY not in {AsOf(DAY)}


def test_the_end_of_a_day_has_what_was_entered_until_midnight():
    assert AsOf.end_of(DAY) == AsOf(DAY, datetime(2026, 3, 2, tzinfo=UTC))
