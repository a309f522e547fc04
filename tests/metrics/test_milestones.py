"""Demonstrations in orbit, and projects announced."""

import pytest

from metrics.milestones import milestones, projects_announced, said_of_parts
from metrics.steps import latest
from tests.metrics.facts import as_of, day, milestone, on, project, status
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


def test_a_programme_counts_once_on_its_own_day_whatever_of_it_came_first(empty_ledger):
    whole = project("US", announced_on="2026-02-02", name="Whole")
    first = project("US", known_on="2024-03-31", part_of=whole)
    project("US", announced_on="2025-01-01", part_of=first)  # a part of a part
    [row] = projects_announced(on(LATE))
    assert (row.on, row.value, row.label) == (day("2026-02-02"), 1, "Whole")
    assert [fact.slug for fact in row.facts] == [whole.slug]
    assert said_of_parts(on(LATE, country="US")) == [
        "United States: programmes 1, projects that are parts of them 2."
    ]


def test_a_programme_without_a_day_counts_from_the_first_of_its_parts(empty_ledger):
    found = {"known_on": "2026-05-05", "found_on": "2026-05-05", "found_reason": "No source has a date."}
    whole = project("US", name="Whole", **found)
    first = project("US", known_on="2024-03-31", part_of=whole)
    project("US", announced_on="2025-01-01", part_of=whole)
    [row] = projects_announced(on(LATE))
    assert (row.on, row.value, row.label) == (day("2024-03-31"), 1, "Whole")
    assert [fact.slug for fact in row.facts] == [whole.slug, first.slug]


def test_a_part_counts_by_itself_while_nobody_could_know_its_programme(empty_ledger):
    whole = project("US", announced_on="2026-02-02", known_on="2026-02-02", name="Whole")
    project("US", known_on="2024-03-31", part_of=whole, name="Part")
    [row] = projects_announced(as_of("2025-01-01"))
    assert (row.value, row.label) == (1, "Part")
    assert latest(projects_announced(as_of("2026-02-02")), "US") == 1


def test_a_project_counts_from_its_first_step_where_that_lies_before_it_was_known(empty_ledger):
    plan = project("US", known_on="2025-09-16")
    status(plan, "operational", "2022")
    status(plan, "retired", "2023")
    [row] = projects_announced(on(LATE))
    assert (row.first, row.on) == (day("2022-01-01"), day("2022-12-31"))


def test_of_two_steps_that_end_on_one_day_the_one_that_may_be_older_counts(empty_ledger):
    plan = project("US", known_on="2026-01-01")
    status(plan, "filed", "2025-12-31")
    status(plan, "announced", "2025")
    [row] = projects_announced(on(LATE))
    assert (row.first, row.on) == (day("2025-01-01"), day("2025-12-31"))


def test_an_idea_of_the_day_of_the_announcement_puts_off_nothing(empty_ledger):
    plan = project("US", known_on="2025-02-01")
    status(plan, "concept", "2025-03-01")
    status(plan, "announced", "2025-03-01")
    [row] = projects_announced(on(LATE))
    assert row.on == day("2025-02-01")


def test_a_project_is_not_announced_on_the_day_it_was_found(empty_ledger):
    found = {"known_on": "2026-11-20", "found_on": day("2026-11-20"), "found_reason": "No page shows a date."}
    plan = project("US", name="Retired", **found)
    status(plan, "retired", "2026", **found)
    assert projects_announced(on(LATE)) == []
    assert said_of_parts(on(LATE, country="US"))[1] == (
        "United States: not in the line, since no day of an announcement is known: Retired."
    )


@pytest.mark.parametrize("country", ["US", "CN"])
def test_talks_and_ideas_are_no_announced_projects(empty_ledger, country):
    talks = project(country, name="Approach", announced_on="2025-12-04")
    status(talks, "concept", "2025-07-01")
    status(talks, "cancelled", "2025-12-04")
    grown = project(country, name="Grown", announced_on="2024-01-01", known_on="2024-01-01")
    status(grown, "concept", "2024-01-01")
    assert projects_announced(on("2025-01-01")) == []
    status(grown, "filed", "2026-02-02", known_on="2026-02-02")
    assert projects_announced(as_of("2026-02-01")) == []
    [row] = projects_announced(as_of("2026-02-02"))
    assert (row.label, row.on, row.value) == ("Grown", day("2026-02-02"), 1)
    said = said_of_parts(on(LATE, country=country))
    assert said[0].endswith("programmes 1, projects that are parts of them 0.")
    assert said[1].endswith("nobody announced more than an interest or an idea: Approach.")


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
    own = {r["slug"]: r for r in records("projects") if (r["country"], r["scope"]) == (country, "core")}

    def programme(slug: str) -> str:
        above = own[slug].get("part_of", "")
        return programme(above) if above in own else slug

    steps: dict[str, set[str]] = {}
    for step in records("status_changes"):
        steps.setdefault(step["project"], set()).add(step["status"])
    announced = {
        programme(slug)
        for slug, record in own.items()
        if "found_on" not in record
        and not steps.get(slug, {"announced"}) <= {"concept", "cancelled", "failed"}
        and ("announced_on" not in record or ends(record["announced_on"])[1] <= closed.day)
    }
    mine = [row.facts[0].slug for row in projects_announced(closed) if row.country == country]
    assert sorted(mine) == sorted(announced)
    assert latest(projects_announced(closed), country) == len(announced)
