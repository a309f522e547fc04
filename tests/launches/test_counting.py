"""National totals against a launch log: what differs, and by which launches."""

from datetime import date
from typing import Any

import pytest

from launches.counting import compare_totals
from launches.models import Launch, LaunchTotal
from launches.records import LoggedLaunch
from tests.feeds.rows import ledger_launch

pytestmark = pytest.mark.usefixtures("empty_ledger")


def logged(day: str, tag: str = "", **changes) -> LoggedLaunch:
    on = date.fromisoformat(day)
    values: dict[str, Any] = {
        "tag": tag or f"{on.year}-{on:%j}", "first": on, "last": on, "country": "US", "code": "OS",
        "status": "success", "marginal": False, "vehicle": "Falcon 9", "name": "Gleam",
    }  # fmt: skip
    return LoggedLaunch(**values | changes)


def held(day: str, **changes) -> Launch:
    on = date.fromisoformat(day)
    slug = f"held-{day}-{Launch.objects.count()}"
    return ledger_launch(slug, slug=slug, status="success", net_first=on, net_last=on, **changes)


def total(attempts: int, year: int = 2024, **changes) -> LaunchTotal:
    day = date(2025, 1, 1)
    values = {
        "slug": f"us-{year}", "country": "US", "year": year, "attempts": attempts, "world_attempts": 300,
        "method": "gcat", "counted_on_first": day, "counted_on_last": day, "counted_on_precision": "day",
        "confidence": "confirmed", "known_on": day,
    }  # fmt: skip
    return LaunchTotal.objects.create(**values | changes)


YEAR = [
    logged("2024-01-05"),
    logged("2024-06-01", status="failure"),
    logged("2024-07-01", status="partial_failure"),
    logged("2024-12-20", tag="2024-U01", marginal=True),
]
# The log goes on before and after the year: it is whole.
AROUND = [logged("2023-12-30", country="NZ"), logged("2025-01-02", country="NZ")]


def rows_of(log, today=date(2026, 6, 1)):
    return compare_totals(log, first_year=2015, today=today)


def the_row(log=(*YEAR, *AROUND), **given):
    (row,) = rows_of(log, **given)
    return row


@pytest.mark.parametrize(
    ("attempts", "difference", "leaves_out"), [(4, 0, False), (3, -1, True), (5, 1, False), (2, -2, False)]
)
def test_a_total_that_lacks_just_its_marginal_attempts_differs_and_that_is_named(
    attempts, difference, leaves_out
):
    total(attempts)
    row = the_row()
    assert (row.logged.attempts, row.difference, row.leaves_out_marginal) == (4, difference, leaves_out)
    assert [launch.tag for launch in row.marginal] == ["2024-U01"]
    assert row.judged


def test_partial_failures_count_as_failures_and_are_named():
    total(4, failures=1)
    row = the_row()
    assert (row.logged.failures, row.logged.partial, row.failures_difference) == (2, 1, -1)


def test_without_a_total_there_is_no_difference():
    assert (the_row().total, the_row().difference, the_row().held) == (None, None, None)


def test_totals_of_another_convention_are_not_compared():
    total(4, method="spacenews")
    assert the_row().total is None


def test_nations_that_the_ledger_does_not_follow_and_early_years_are_left_out():
    log = [*YEAR, *AROUND, logged("2024-03-01", country="NZ"), logged("2014-03-01")]
    assert [(row.country, row.year) for row in rows_of(log)] == [("US", 2024)]


def test_a_year_that_the_log_begins_or_ends_in_is_not_judged():
    assert not the_row(YEAR).judged
    assert not the_row([AROUND[0], *YEAR]).judged
    assert not the_row([*YEAR, AROUND[1]]).judged


def test_the_running_year_is_not_judged_even_where_the_log_names_a_later_one():
    assert not the_row(today=date(2024, 12, 31)).judged
    assert the_row(today=date(2025, 1, 1)).judged


def test_a_vague_date_does_not_make_the_running_year_whole():
    vague = logged("2024-01-01", last=date(2024, 12, 31))
    assert not the_row([AROUND[0], *YEAR, vague]).judged


def test_a_nation_without_any_launch_in_a_year_of_the_log_differs():
    total(4)
    row = the_row([*AROUND, logged("2024-03-01", country="NZ")])
    assert (row.logged.attempts, row.difference, row.judged) == (0, 4, True)


def test_a_year_of_which_an_excerpt_has_nothing_at_all_is_no_year_of_it():
    total(4)
    assert rows_of(AROUND) == []


def test_what_one_side_alone_has_is_named_within_the_days_of_the_log():
    held("2024-01-05")
    held("2024-08-01")
    held("2024-12-30")
    row = the_row(YEAR)
    assert row.held == 3
    assert [launch.first.month for launch in row.only_logged] == [6, 7, 12]
    assert [launch.net_first.month for launch in row.only_held] == [8]
