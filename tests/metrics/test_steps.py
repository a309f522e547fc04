"""Running figures: events in, the figure after each out."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from metrics.question import FactRef
from metrics.steps import Event, StepRow, latest, running, shares, together
from tests.metrics.facts import day, on

REF = (FactRef("projects", "x"),)


def event(country: str, on_day: str, change: float = 1, label: str = "x") -> Event:
    return Event(country, day(on_day), day(on_day), change, label, REF)


def test_each_country_has_a_figure_of_its_own():
    rows = running(
        [event("US", "2025-03-01", 5), event("CN", "2025-01-01", 2), event("US", "2025-02-01", 3)],
        on("2025-12-31"),
    )
    assert [(row.country, row.change, row.value) for row in rows] == [
        ("CN", 2, 2), ("US", 3, 3), ("US", 5, 8),
    ]  # fmt: skip


def test_events_after_the_day_asked_are_still_ahead():
    assert running([event("US", "2025-01-02")], on("2025-01-01")) == []
    assert len(running([event("US", "2025-01-01")], on("2025-01-01"))) == 1


def test_the_country_filter_leaves_the_others_out():
    rows = running([event("US", "2025-01-01"), event("CN", "2025-01-01")], on("2025-12-31", country="CN"))
    assert [row.country for row in rows] == ["CN"]


def test_the_latest_figure_is_zero_where_nothing_was_counted():
    assert latest([], "US") == 0


DAYS = st.dates(day("2020-01-01"), day("2026-01-01"))


@given(st.lists(st.tuples(st.sampled_from(["US", "CN"]), DAYS, st.integers(-5, 5))))
def test_rows_are_in_order_of_days_and_end_at_the_sum_of_the_changes(events):
    rows = running([Event(c, d, d, n, "x", REF) for c, d, n in events], on("2026-01-01"))
    assert [row.on for row in rows] == sorted(row.on for row in rows)
    for country in ("US", "CN"):
        assert latest(rows, country) == sum(n for c, _day, n in events if c == country)


# --- Disputed ---------------------------------------------------------------------------------------
def test_the_disputed_part_of_a_figure_is_counted_beside_it():
    events = [
        event("US", "2026-01-30", 1_000_000),
        Event("US", day("2026-07-06"), day("2026-07-06"), 100_000, "x", REF, disputed=True),
    ]
    rows = running(events, on("2026-12-31"))
    assert [(row.value, row.disputed) for row in rows] == [(1_000_000, 0), (1_100_000, 100_000)]


# --- Shares -----------------------------------------------------------------------------------------
def row(country: str, on_day: str, value: float, disputed: float = 0) -> StepRow:
    return StepRow(country, day(on_day), day(on_day), 1, value, f"{country} {on_day}", REF, disputed)


BOTH = ("US", "CN")


def told(rows) -> list[tuple]:
    return [(row.on.isoformat(), row.country, row.value) for row in rows]


def test_a_share_is_of_the_sum_of_both_and_begins_when_both_have_a_figure():
    # 2 of 2 + 6 = 25 %; then 3 of 3 + 6 = 33.3 %.
    rows = shares([row("US", "2025-01-01", 2), row("CN", "2025-02-01", 6), row("US", "2025-03-01", 3)], BOTH)
    assert told(rows) == [
        ("2025-02-01", "US", 25), ("2025-02-01", "CN", 75),
        ("2025-03-01", "US", 33.333333), ("2025-03-01", "CN", 66.666667),
    ]  # fmt: skip
    assert [(row.amount, row.whole) for row in rows] == [(2, 8), (6, 8), (3, 9), (6, 9)]
    assert [row.change for row in rows[:2]] == [None, None]
    assert rows[2].change == 8.333333


def test_of_one_country_alone_there_is_no_share():
    assert shares([row("US", "2025-01-01", 2)], BOTH) == []


def test_of_nothing_there_is_no_share():
    rows = shares([row("US", "2025-01-01", 0), row("CN", "2025-01-01", 0)], BOTH)
    assert [row.value for row in rows] == [None, None]


def test_years_are_set_against_each_other_within_the_year_alone():
    rows = [row("US", "2023-12-31", 10), row("CN", "2024-12-31", 30), row("US", "2024-12-31", 10)]
    assert told(shares(rows, BOTH, yearly=True)) == [("2024-12-31", "US", 25), ("2024-12-31", "CN", 75)]


def test_the_disputed_part_of_a_share_is_of_the_same_whole():
    rows = shares([row("US", "2025-01-01", 30, disputed=10), row("CN", "2025-01-01", 70)], BOTH)
    assert [row.disputed for row in rows] == [10, 0]


def test_a_day_of_many_events_names_four_and_how_many_more():
    assert together(["a", "b", "a"]) == "a; b"
    assert together(list("abcdef")) == "a; b; c; d; + 2"


@given(st.lists(st.tuples(st.sampled_from(BOTH), DAYS, st.integers(0, 9)), max_size=20))
def test_shares_of_a_day_add_up_to_all_of_it(events):
    steps = running([Event(c, d, d, n, "x", REF) for c, d, n in events], on("2026-01-01"))
    days: dict[Any, list[Any]] = {}
    for share in shares(steps, BOTH):
        days.setdefault(share.on, []).append(share.value)
    for values in days.values():
        assert len(values) == 2
        assert None in values or abs(sum(values) - 100) < 1e-9
