"""Running figures: events in, the figure after each out."""

from hypothesis import given
from hypothesis import strategies as st

from metrics.question import FactRef
from metrics.steps import Event, latest, running
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
