"""Demonstrations in orbit, and projects announced."""

import pytest

from metrics.milestones import milestones, projects_announced
from metrics.steps import latest
from tests.metrics.facts import as_of, day, milestone, on, project
from tests.metrics.reading import ends, records

LATE = "2026-11-22"
SHOWN = ("in_orbit_demo", "model_trained_in_orbit", "inference_in_orbit", "first_light")


@pytest.mark.parametrize("kind", SHOWN)
def test_what_was_shown_in_orbit_counts(empty_ledger, kind):
    milestone(project("CN"), kind)
    assert latest(milestones(on(LATE)), "CN") == 1


@pytest.mark.parametrize(
    "kind", ["announcement", "test", "launch", "partnership", "order", "failure", "setback"]
)
def test_what_was_said_built_or_lost_does_not_count(empty_ledger, kind):
    milestone(project("CN"), kind)
    assert milestones(on(LATE)) == []


def test_projects_count_on_the_last_day_their_announcement_can_mean(empty_ledger):
    project("US", announced_on="2025-Q1", name="Plan")
    [row] = projects_announced(on(LATE))
    assert (row.first, row.on, row.label) == (day("2025-01-01"), day("2025-03-31"), "Plan")


def test_a_project_whose_announcement_was_not_found_counts_from_the_day_it_was_known(empty_ledger):
    project("US", known_on="2025-05-05")
    [row] = projects_announced(on(LATE))
    assert row.on == day("2025-05-05")


@pytest.mark.parametrize("scope", ["edge", "adjacent"])
def test_only_projects_whose_purpose_is_computing_in_orbit_count(empty_ledger, scope):
    project("US", scope=scope)
    assert projects_announced(on(LATE)) == []


def test_a_project_known_later_was_not_announced_as_of_a_day_before(empty_ledger):
    project("US", announced_on="2021", known_on="2025-05-05")
    assert projects_announced(as_of("2025-05-04")) == []
    assert len(projects_announced(as_of("2025-05-05"))) == 1


@pytest.mark.parametrize("country", ["US", "CN"])
def test_the_counts_are_those_of_the_files(closed, country):
    read = [r for r in records("milestones") if r["country"] == country and r["kind"] in SHOWN]
    assert latest(milestones(closed), country) == len(read)
    announced = [
        record["slug"]
        for record in records("projects")
        if (record["country"], record["scope"]) == (country, "core")
        and ("announced_on" not in record or ends(record["announced_on"])[1] <= closed.day)
    ]
    mine = [fact.slug for row in projects_announced(closed) if row.country == country for fact in row.facts]
    assert sorted(mine) == sorted(announced)
    assert latest(projects_announced(closed), country) == len(announced)
