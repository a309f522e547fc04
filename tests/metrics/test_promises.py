"""Promises: how many came due, how many were kept, which date is next."""

import pytest

from metrics.promises import next_targets, promises, promises_missed
from metrics.steps import latest
from tests.metrics.facts import as_of, day, on, project, target
from tests.metrics.reading import CLOSED, judged, word


# --- Small ledgers ------------------------------------------------------------------------------
def test_promises_are_counted_by_what_became_of_them(empty_ledger):
    plan = project("CN")
    met = target(plan, "2025", promise="a", outcome_on="2025-05-14")
    missed = target(plan, "2025-Q1", promise="b", outcome_on="2025-05-14")
    silent = target(plan, "2025", promise="c")
    moved = target(plan, "2026", "2024-01-01", promise="d")
    target(plan, "2027", "2025-01-01", promise="d")

    row = promises(on("2026-06-01"), "CN")

    assert (row.met, row.missed, row.unknown, row.superseded, row.pending) == (1, 1, 1, 1, 1)
    assert row.due == 3  # 1 met + 1 missed + 1 that passed without a word
    assert {fact.slug for fact in row.facts} == {met.slug, missed.slug}  # 1 of 2: what a share is made of
    assert silent.slug not in {fact.slug for fact in row.facts}
    assert moved.slug not in {fact.slug for fact in row.facts}


def test_a_missed_date_counts_on_the_last_day_it_could_have_been_kept(empty_ledger):
    target(project("US"), "2025-Q1", outcome_on="2025-08-24")
    [row] = promises_missed(on("2026-01-01"))
    assert (row.on, row.value) == (day("2025-03-31"), 1)


def test_only_dates_that_are_judged_count_as_missed(empty_ledger):
    target(project("US"), "2024", outcome_on="2025-02-01")
    target(project("US", scope="edge"), "2024", outcome_on="2025-02-01")
    target(project("US", scope="adjacent"), "2024", outcome_on="2025-02-01")
    question = on("2026-01-01")
    assert latest(promises_missed(question), "US") == promises(question, "US").missed == 1


def test_a_date_promised_three_times_and_missed_is_missed_three_times(empty_ledger):
    plan = project("US")
    for stated in ("2023-01-01", "2023-06-01", "2024-01-01"):
        target(plan, "2024", stated, outcome_on="2025-02-01")
    assert latest(promises_missed(on("2026-01-01")), "US") == 3


def test_the_next_target_is_the_newest_statement_of_each_promise(empty_ledger):
    plan = project("US", name="Plan")
    target(plan, "2030", "2024-01-01")
    newest = target(plan, "2028", "2025-01-01")
    [row] = next_targets(on("2026-01-01"))
    assert (row.label, row.facts[0].slug, row.project) == ("2028", newest.slug, "Plan")


def test_next_targets_come_soonest_first_by_their_last_day(empty_ledger):
    for due in ("2027", "2026-Q4", "2026-12-24"):
        target(project(), due)
    assert [row.label for row in next_targets(on("2026-01-01"))] == ["24 Dec 2026", "Q4 2026", "2027"]


@pytest.mark.parametrize(
    "columns", [{"confidence": "disputed"}, {"due": "2025"}, {"outcome_on": "2025-06-01"}]
)
def test_what_is_disputed_past_or_done_is_not_next(empty_ledger, columns):
    target(project(), columns.pop("due", "2027"), **columns)
    assert next_targets(on("2026-01-01")) == []


def test_only_computing_projects_have_a_next_target(empty_ledger):
    target(project(scope="edge"), "2027")
    assert next_targets(on("2026-01-01")) == []


def test_a_date_due_today_is_still_next(empty_ledger):
    target(project(), "2026-01-01")
    assert len(next_targets(on("2026-01-01"))) == 1
    assert next_targets(on("2026-01-02")) == []


def test_as_of_a_day_before_the_restatement_the_old_date_is_next(empty_ledger):
    plan = project()
    target(plan, "2026-Q2", "2024-01-01")
    target(plan, "2027", "2026-01-15")
    assert [row.label for row in next_targets(as_of("2026-01-14"))] == ["Q2 2026"]
    assert [row.label for row in next_targets(as_of("2026-01-15"))] == ["2027"]


# --- The real ledger ----------------------------------------------------------------------------
@pytest.mark.parametrize("country", ["US", "CN"])
def test_a_country_s_promises_are_those_of_the_files(closed, country):
    read = [word(t, CLOSED) for t in judged(country)]
    row = promises(closed, country)
    assert [row.met, row.missed, row.unknown, row.pending, row.superseded] == [
        read.count(name) for name in ("met", "missed", "unknown", "pending", "superseded")
    ]
    assert latest(promises_missed(closed), country) == row.missed == read.count("missed")
    assert len(row.facts) == row.met + row.missed


def test_every_next_target_is_still_ahead(closed):
    rows = next_targets(closed)
    assert rows
    assert all(row.last >= CLOSED for row in rows)
