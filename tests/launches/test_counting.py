"""National totals against a launch log: what differs, and by which launches."""

from datetime import date
from typing import Any

import pytest

from launches.counting import compare_totals, unmatched
from launches.models import Launch, LaunchTotal
from launches.records import LoggedLaunch
from tests.feeds.rows import ledger_launch

pytestmark = pytest.mark.usefixtures("empty_ledger")


def logged(day: str, tag: str = "", **changes) -> LoggedLaunch:
    on = date.fromisoformat(day)
    values: dict[str, Any] = {
        "tag": tag or f"{on.year}-{on:%j}", "first": on, "last": on, "country": "US", "code": "OS", "failed": False,
        "marginal": False, "vehicle": "Falcon 9", "name": "Gleam",
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
    logged("2024-06-01", failed=True),
    logged("2024-12-20", tag="2024-U01", marginal=True),
]


def the_row(log=tuple(YEAR)):
    (row,) = compare_totals(log, first_year=2015)
    return row


@pytest.mark.parametrize(("attempts", "difference"), [(3, 0), (2, 0), (4, 1), (1, -2)])
def test_a_total_agrees_with_or_without_the_marginal_attempts(attempts, difference):
    total(attempts)
    row = the_row()
    assert (row.logged, row.marginal, row.logged_failures, row.difference) == (3, 1, 1, difference)
    assert not row.unfinished


def test_without_a_total_there_is_no_difference():
    assert (the_row().total, the_row().difference, the_row().held) == (None, None, None)


def test_totals_of_another_convention_are_not_compared():
    total(3, method="spacenews")
    assert the_row().total is None


def test_nations_that_the_ledger_does_not_follow_and_early_years_are_left_out():
    log = [*YEAR, logged("2024-03-01", country="NZ"), logged("2014-03-01")]
    assert [(row.country, row.year) for row in compare_totals(log, first_year=2015)] == [("US", 2024)]


def test_launches_are_matched_by_designator_and_the_rest_by_day():
    by_name = held("2024-01-07", designator="2024-005")
    by_day = held("2024-06-02")
    lone = held("2024-08-01")
    log = [logged("2024-01-05", tag="2024-005"), logged("2024-06-01"), logged("2024-06-01", tag="2024-F01")]
    only_logged, only_held = unmatched(log, [by_name, by_day, lone])
    assert [launch.tag for launch in only_logged] == ["2024-F01"]
    assert only_held == (lone,)


def test_a_launch_with_another_designator_is_another_launch():
    row = held("2024-06-01", designator="2024-999")
    assert unmatched([logged("2024-06-01")], [row])[1] == (row,)


def test_what_one_side_alone_has_is_named_within_the_days_of_the_log():
    held("2024-01-05")
    held("2024-08-01")
    held("2024-12-30")
    row = the_row()
    assert row.held == 3
    assert [launch.first.month for launch in row.only_logged] == [6, 12]
    assert [launch.net_first.month for launch in row.only_held] == [8]
