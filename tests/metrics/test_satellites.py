"""Compute in orbit: launched minus gone, each spacecraft once."""

from typing import Any

import pytest

from metrics.satellites import (
    in_orbit,
    said_of_unknown,
    said_of_unknown_launched,
    satellites_in_orbit,
    satellites_launched,
)
from metrics.steps import latest
from tests.metrics.facts import as_of, day, decay, launch, on, project, reading, spacecraft
from tests.metrics.reading import flown, readings

WORK = ("operational", "degraded", "retired", "failed")


# --- Small ledgers ------------------------------------------------------------------------------
def test_in_orbit_is_launched_minus_decayed_retired_and_failed(empty_ledger):
    plan = project("CN")
    for _ in range(3):
        spacecraft(plan)
    spacecraft(plan, status="retired", status_on="2025-03-01")
    spacecraft(plan, status="failed", status_on="2025-04-01")
    spacecraft(plan, status="deorbited", status_on="2025-05-01")
    spacecraft(plan, norad_cat_id=4711)
    decay(4711, "2025-06-01")
    spacecraft(plan, status="unknown")

    row = in_orbit(on("2026-01-01"), "CN")

    assert (row.launched, row.left, row.in_orbit) == (8, 4, 4)  # 8 - (1 + 1 + 1 + 1) = 4


def test_the_step_line_rises_with_launches_and_falls_with_ends(empty_ledger):
    plan = project("US")
    spacecraft(plan, "2025-01-10", name="A")
    spacecraft(plan, "2025-02-10", name="B", status="failed", status_on="2025-03-10")

    rows = satellites_in_orbit(on("2026-01-01"))

    assert [(row.on.isoformat(), row.change, row.value, row.label) for row in rows] == [
        ("2025-01-10", 1, 1, "A"),
        ("2025-02-10", 1, 2, "B"),
        ("2025-03-10", -1, 1, "B"),
    ]
    assert [row.value for row in satellites_launched(on("2026-01-01"))] == [1, 2]


def test_one_that_ended_in_the_year_of_its_vaguely_dated_launch_leaves_no_debt(empty_ledger):
    spacecraft(project("US"), "2025", name="A", status="failed", status_on="2025-06-01")
    rows = satellites_in_orbit(on("2026-01-01"))
    assert [(str(row.on), row.value) for row in rows] == [("2025-12-31", 1), ("2025-12-31", 0)]
    assert str(rows[1].first) == "2025-06-01"


def test_a_satellite_that_two_projects_share_counts_once(empty_ledger):
    spacecraft(project("CN"), projects_also=[project("CN"), project("CN")])
    assert in_orbit(on("2026-01-01"), "CN").in_orbit == 1


@pytest.mark.parametrize("status", ["", "unknown", "tracked", "contact", "group", "operational", "degraded"])
def test_whatever_is_not_ended_stays_in_orbit(empty_ledger, status):
    spacecraft(status=status)
    assert in_orbit(on("2026-01-01"), "US").in_orbit == 1


def test_one_that_works_again_after_its_failure_is_up_and_one_that_is_still_tracked_is_not(empty_ledger):
    again, still = (
        spacecraft(status="failed", status_on="2025-03-01"),
        spacecraft(status="failed", status_on="2025-03-01"),
    )
    reading(again, "operational", "2025-04-01")
    reading(still, "tracked", "2025-04-01")
    row = in_orbit(on("2026-01-01"), "US")
    assert [fact.slug for fact in row.in_orbit_facts] == [again.slug]


@pytest.mark.parametrize("what", ["lunar", "no compute", "planned", "adjacent", "edge"])
def test_what_is_not_compute_in_orbit_is_not_counted(empty_ledger, what):
    columns: dict[str, str] = {}
    craft: dict[str, Any] = {}
    if what == "lunar":
        columns = {"kind": "lunar"}
    elif what in ("adjacent", "edge"):
        columns = {"scope": what}
    else:
        craft = {"compute": "no"} if what == "no compute" else {"status": "planned", "launched": None}
    spacecraft(project("US", **columns), **craft)
    assert in_orbit(on("2026-01-01"), "US").launched == 0
    assert satellites_launched(on("2026-01-01")) == []


def test_compute_that_is_not_stated_counts_since_computing_is_the_project_s_purpose(empty_ledger):
    spacecraft(compute="unknown")
    assert in_orbit(on("2026-01-01"), "US").in_orbit == 1


def test_edge_projects_are_counted_apart(empty_ledger):
    spacecraft(project("US"))
    spacecraft(project("US", scope="edge"))
    spacecraft(project("US", scope="edge"))
    question = on("2026-01-01")
    assert (in_orbit(question, "US").in_orbit, in_orbit(question, "US", "edge").in_orbit) == (1, 2)


def test_a_vague_launch_date_counts_from_its_last_day(empty_ledger):
    spacecraft(launched="2025-Q3")
    assert in_orbit(on("2025-09-29"), "US").launched == 0
    assert in_orbit(on("2025-09-30"), "US").launched == 1
    [row] = satellites_in_orbit(on("2026-01-01"))
    assert (row.first, row.on) == (day("2025-07-01"), day("2025-09-30"))


def test_one_without_a_launch_date_counts_from_the_day_it_was_known(empty_ledger):
    spacecraft(launched=None, known_on="2025-05-05", status_on="2025-05-05")
    assert in_orbit(on("2025-05-04"), "US").launched == 0
    assert in_orbit(on("2025-05-05"), "US").launched == 1


def test_one_that_ended_within_its_vague_launch_period_leaves_the_step_line_too(empty_ledger):
    # Launched some day of 2025, failed on 1 June 2025: up and gone by the last day of 2025, 1 - 1 = 0.
    spacecraft(launched="2025", status="failed", status_on="2025-06-01")
    question = on("2026-01-01")
    assert in_orbit(question, "US").in_orbit == 0
    assert latest(satellites_in_orbit(question), "US") == 0


def test_the_end_of_the_host_s_number_is_not_that_of_a_hosted_payload(empty_ledger):
    spacecraft(identity="hosted", norad_cat_id=25544)
    decay(25544, "2025-06-01")
    assert in_orbit(on("2026-01-01"), "US").in_orbit == 1


def test_a_decay_counts_from_its_day(empty_ledger):
    spacecraft(norad_cat_id=4711)
    decay(4711, "2025-06-01")
    assert in_orbit(on("2025-05-31"), "US").in_orbit == 1
    assert in_orbit(on("2025-06-01"), "US").in_orbit == 0


def test_a_foreign_launcher_does_not_change_whose_satellite_it_is(empty_ledger):
    spacecraft(project("CN"), launch=launch(country="US"))
    assert in_orbit(on("2026-01-01"), "CN").launched == 1
    assert in_orbit(on("2026-01-01"), "US").launched == 0


def test_one_known_only_later_is_not_seen_as_of_a_day_before(empty_ledger):
    spacecraft(known_on="2025-08-01")
    assert in_orbit(as_of("2025-07-31"), "US").launched == 0
    assert in_orbit(as_of("2025-08-01"), "US").launched == 1


# --- The real ledger ----------------------------------------------------------------------------
@pytest.mark.parametrize("country", ["US", "CN"])
def test_as_many_flew_and_left_as_the_files_say(closed, country):
    read = flown(country)
    row = in_orbit(closed, country)
    ended = {
        craft["slug"] for craft in read
        if [r["state"] for r in readings(craft["slug"]) if r["state"] in WORK or r["state"] == "deorbited"][-1:]
        in (["retired"], ["failed"], ["deorbited"])
    }  # fmt: skip
    assert {fact.slug for fact in row.facts} == {craft["slug"] for craft in read}
    assert {fact.slug for fact in row.facts} - {fact.slug for fact in row.in_orbit_facts} == ended


def test_the_first_twelve_three_body_satellites_count_once_though_two_projects_share_them(closed):
    twelve = {
        craft["slug"]
        for craft in flown("CN")
        if craft.get("projects_also") == ["star-compute-program"]
        and str(craft.get("launched_on")) == "2025-05-14"
    }
    assert len(twelve) == 12
    before = in_orbit(on("2025-05-13"), "CN").launched
    assert in_orbit(on("2025-05-14"), "CN").launched == before + 12
    facts = [fact.slug for fact in in_orbit(closed, "CN").facts]
    assert sorted(slug for slug in facts if slug in twelve) == sorted(twelve)


@pytest.mark.parametrize("country", ["US", "CN", "CA"])
def test_the_end_of_the_step_line_is_the_figure_of_the_day(closed, country):
    row = in_orbit(closed, country)
    assert latest(satellites_in_orbit(closed), country) == row.in_orbit
    assert latest(satellites_launched(closed), country) == row.launched


def test_spacecraft_of_which_nobody_states_compute_are_named_beside_the_figure(empty_ledger):
    spacecraft(compute="unknown", name="Silent")
    spacecraft(compute="unknown", name="Gone", status="deorbited", status_on="2025-06-01")
    spacecraft(compute="yes", name="Sure")
    spacecraft(compute="no", name="Empty")
    [up], [flown] = said_of_unknown(on("2026-11-22")), said_of_unknown_launched(on("2026-11-22"))
    assert up.endswith("compute is aboard: Silent (United States).")
    assert flown.endswith("compute is aboard: Gone (United States), Silent (United States).")
    assert said_of_unknown(on("2026-11-22", country="CN")) == []
