"""The regulatory clock: waits in days, from what was filed to what was decided."""

import pytest

from metrics.clock import regulatory_clock
from tests.metrics.facts import application, on, project, step
from tests.metrics.reading import taken


def test_an_application_waits_from_its_filing_to_acceptance_and_then_on(empty_ledger):
    asked = application(project(), 100, "2026-01-30")
    step(asked, "accepted", "2026-02-04")
    [row] = regulatory_clock(on("2026-03-01"))
    assert row.days_to_accepted == 5  # 30 January to 4 February
    assert row.days_pending == 30  # 30 January to 1 March: 1 + 28 + 1


def test_of_two_acceptances_the_first_counts(empty_ledger):
    asked = application(project(), 100, "2026-01-30")
    step(asked, "accepted", "2026-02-20")  # as amended
    step(asked, "accepted", "2026-02-04")
    [row] = regulatory_clock(on("2026-03-01"))
    assert row.days_to_accepted == 5


def test_a_decision_stops_the_clock(empty_ledger):
    asked = application(project(), 100, "2026-01-30")
    step(asked, "grant", "2026-02-09")
    [row] = regulatory_clock(on("2026-03-01"))
    assert (row.decision, row.days_pending) == ("grant", None)
    [before] = regulatory_clock(on("2026-02-08"))
    assert (before.decision, before.days_pending) == ("", 9)


def test_a_deadline_ahead_is_named_and_one_past_is_not(empty_ledger):
    asked = application(project(), 100, "2026-01-30")
    step(asked, "comment_deadline", "2026-03-06")
    [row] = regulatory_clock(on("2026-03-01"))
    assert str(row.next_deadline) == "2026-03-06"
    [after] = regulatory_clock(on("2026-03-07"))
    assert (after.next_deadline, after.deadline) == (None, "none ahead")


def test_a_deadline_is_ahead_up_to_its_own_day_and_a_step_counts_from_its_own(empty_ledger):
    asked = application(project(), 100, "2026-01-30")
    step(asked, "accepted", "2026-03-06")
    step(asked, "comment_deadline", "2026-03-06")
    [row] = regulatory_clock(on("2026-03-06"))
    assert (str(row.next_deadline), str(row.accepted_on)) == ("2026-03-06", "2026-03-06")


def test_no_day_is_made_of_a_year_and_the_wait_is_the_least_that_it_allows(empty_ledger):
    application(project(), 100, "2025")
    [row] = regulatory_clock(on("2026-03-01"))
    assert (row.filed, str(row.filed_first), str(row.filed_on)) == ("2025", "2025-01-01", "2025-12-31")
    assert row.days_pending == 60  # 31 December to 1 March: 31 + 28 + 1
    assert row.pending == "at least 60"


def test_where_nobody_accepts_or_grants_nothing_is_waited_for(empty_ledger):
    paper = application(project("CN"), 2_800, "2025")
    paper.kind = "itu_filing"
    paper.save()
    [row] = regulatory_clock(on("2026-03-01"))
    assert (row.decides, row.days_to_accepted, row.days_pending) == (False, None, None)
    assert (row.acceptance, row.pending) == ("not applicable", "not applicable")


def test_the_clock_says_why_there_are_no_days(empty_ledger):
    asked = application(project(), 100, "2026-01-30")
    step(asked, "grant", "2026-02-09")
    [row] = regulatory_clock(on("2026-03-01"))
    assert (row.acceptance, row.pending) == ("none known", "grant")


@pytest.mark.parametrize("country", ["US", "CN"])
def test_the_applications_of_the_files_are_accepted_and_decided_as_written(closed, country):
    rows = [row for row in regulatory_clock(closed) if row.country == country]
    assert {row.slug for row in rows} == taken(country, "filed")
    assert {row.slug for row in rows if row.accepted_on} == taken(country, "accepted") & taken(
        country, "filed"
    )
    decided = (taken(country, "grant") | taken(country, "denial")) & taken(country, "filed")
    assert {row.slug for row in rows if row.decided_on} == decided


def test_the_million_satellites_of_starmind_waited_five_days(closed):
    [row] = [row for row in regulatory_clock(closed) if row.slug == "fcc-spacex-odc-filing"]
    assert row.days_to_accepted == 5
