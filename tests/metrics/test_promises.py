"""Promises: how many came due, how many were kept, which date is next."""

from typing import Any

import pytest

from metrics.promises import next_targets, promises, promises_missed
from metrics.standing import Standing, standing
from metrics.steps import latest
from projects.models import ProjectRole, Target
from tests.metrics.facts import as_of, day, on, organization, project, spacecraft, target
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

    assert (row.met, row.missed, row.unknown, row.superseded, row.pending) == (1, 2, 1, 0, 1)
    assert row.due == 4  # the whole that the share is of
    assert {fact.slug for fact in row.facts} == {met.slug, missed.slug, silent.slug, moved.slug}


def test_a_missed_date_counts_on_the_last_day_it_could_have_been_kept(empty_ledger):
    target(project("US"), "2025-Q1", outcome_on="2025-08-24")
    [row] = promises_missed(on("2026-01-01"))
    assert (row.on, row.value) == (day("2025-03-31"), 1)


def test_a_date_that_moved_before_it_was_due_counts_on_the_day_on_which_that_was_known(empty_ledger):
    plan = project("US")
    target(plan, "2026", "2025-01-01")
    target(plan, "2027", "2025-08-21", known_on="2025-08-25")
    [row] = promises_missed(on("2025-09-01"))
    assert (row.on, row.value) == (day("2025-08-25"), 1)
    assert promises_missed(on("2025-08-24")) == []


def test_only_dates_that_count_are_missed(empty_ledger):
    target(project("US"), "2024", "2023-06-01", outcome_on="2025-02-01")
    target(project("US", scope="edge"), "2024", "2023-06-01", outcome_on="2025-02-01")
    target(project("US", scope="adjacent"), "2024", "2023-06-01", outcome_on="2025-02-01")
    question = on("2026-01-01")
    assert latest(promises_missed(question), "US") == promises(question, "US").missed == 1


# --- A promise counts once --------------------------------------------------------------------------
def test_a_promise_stated_three_times_for_one_last_day_counts_once_by_the_first(empty_ledger):
    plan = project("US")
    later = target(plan, "2024-Q4", "2023-06-01", outcome_on="2025-02-01")
    first = target(plan, "2024", "2023-01-01", outcome_on="2025-02-01")
    target(plan, "2024-12-31", "2024-01-01", outcome_on="2025-02-01")
    question = on("2026-01-01")
    assert latest(promises_missed(question), "US") == promises(question, "US").missed == 1
    assert [fact.slug for fact in promises(question, "US").facts] == [first.slug]
    assert standing(question)[later.pk] == Standing("repeated", tells=True)


@pytest.mark.parametrize(
    ("dues", "counted"),
    [
        (("2026", "2026-10"), 1),  # a part of the year promised before
        (("2026-Q4", "2026"), 1),  # vaguer, and not another promise
        (("2026", "2026-10", "2027-01", "2027"), 2),  # moved once, and each date said twice
        (("2026-Q1", "2026-Q3", "2026"), 2),  # of two the earlier one takes it
        (("2026-06", "2026-05", "2026-07"), 3),
    ],
)
def test_dates_that_overlap_are_one_promise_by_the_statement_that_was_public_first(
    empty_ledger, dues, counted
):
    plan = project("US")
    for n, due in enumerate(dues):
        target(plan, due, f"2024-0{n + 1}-01", known_on=f"2024-0{n + 1}-01")
    stands = standing(on("2024-12-01"))
    assert sum(not one.apart for one in stands.values()) == counted
    assert not stands[Target.objects.earliest("known_on").pk].apart


@pytest.mark.parametrize(
    ("stated", "known", "counted"),
    [
        (("2024-01-01", "2024-03-01"), ("2024-06-01", "2024-03-01"), 1),  # said first, but public last
        (
            ("2024-03-01", "2024-01-01"),
            ("2024-06-01", "2024-06-01"),
            1,
        ),  # public on one day: the one said first
        (
            ("2024-01-01", "2024-01-01"),
            ("2024-06-01", "2024-06-01"),
            0,
        ),  # said on one day: the one entered first
    ],
)
def test_of_one_promise_the_statement_counts_that_was_public_first(empty_ledger, stated, known, counted):
    plan = project("US")
    told = zip(("2026", "2026-10"), stated, known, strict=True)
    rows = [target(plan, due, day, known_on=since) for due, day, since in told]
    stands = standing(on("2024-12-01"))
    assert [stands[row.pk].apart for row in rows] == ["" if n == counted else "repeated" for n in (0, 1)]


def test_a_slip_of_a_date_said_twice_is_one_miss(empty_ledger):
    plan = project("US")
    first = target(plan, "2026", "2024-12-11", known_on="2024-12-11")
    target(plan, "2026-10", "2026-03-30", known_on="2026-03-30")
    target(plan, "2027", "2026-08-21", known_on="2026-08-21")
    row = promises(on("2026-11-01"), "US")
    assert (row.missed, row.pending) == (1, 1)
    assert [fact.slug for fact in row.facts] == [first.slug]


@pytest.mark.parametrize("other", [{"due": "2025"}, {"promise": "another"}, {"speaker": True}])
def test_another_period_another_thing_or_another_speaker_is_another_promise(empty_ledger, other):
    plan = project("US")
    other = {key: organization() if key == "speaker" else value for key, value in other.items()}
    target(plan, "2024", "2023-01-01")
    target(plan, other.pop("due", "2024"), "2023-06-01", **other)
    row = promises(on("2023-12-01"), "US")
    assert row.pending + row.missed == 2


def test_the_lead_of_a_project_speaks_for_it(empty_ledger):
    plan, lead = project("US"), organization()
    ProjectRole.objects.create(project=plan, organization=lead, role="lead")
    target(plan, "2024", "2023-01-01")
    target(plan, "2024", "2023-06-01", speaker=lead)
    assert promises(on("2023-12-01"), "US").pending == 1


# --- What stands apart ------------------------------------------------------------------------------
def test_what_was_public_only_on_the_day_it_came_true_is_no_promise_kept(empty_ledger):
    plan = project("CN")
    target(plan, "2025-H1", "2024-11-01", known_on="2025-05-14", outcome_on="2025-05-14")
    target(plan, "2025-H1", "2024-11-02", promise="b", known_on="2025-05-13", outcome_on="2025-05-14")
    row = promises(on("2026-01-01"), "CN")
    assert (row.met, row.due, row.apart) == (1, 1, (("not_public", 1),))


@pytest.mark.parametrize(("stated", "counted"), [("2025-05-31", 1), ("2025-06-01", 0)])
def test_a_date_public_less_than_thirty_days_ahead_stands_apart(empty_ledger, stated, counted):
    target(project("US"), "2025-06", stated, outcome_on="2025-06-20")  # 31 May to 30 June is 30 days
    row = promises(on("2026-01-01"), "US")
    assert row.met == row.due == counted
    assert row.apart == (() if counted else (("short_notice", 1),))


def test_what_carries_no_computer_stands_apart(empty_ledger):
    relay, plan = project("US"), project("US")
    spacecraft(relay, compute="no")
    spacecraft(plan, compute="no")
    spacecraft(plan, compute="yes")
    target(relay, "2024", "2023-01-01")  # nothing of its project carries one
    target(relay, "2024", "2023-01-01", promise="b", compute="yes")  # but this will
    target(plan, "2024", "2023-01-01")
    target(plan, "2024", "2023-01-01", promise="b", compute="no")
    row = promises(on("2026-01-01"), "US")
    assert (row.unknown, row.apart) == (2, (("no_computer", 2),))


def test_a_disputed_date_is_somebody_else_s_and_counts_nowhere(empty_ledger):
    target(project("CN"), "2024", "2023-01-01", confidence="disputed")
    row = promises(on("2026-01-01"), "CN")
    assert (row.due, row.apart) == (0, (("disputed", 1),))


def test_what_stands_apart_and_is_still_ahead_is_not_said_beside_the_share(empty_ledger):
    target(project("CN"), "2027", "2023-01-01", confidence="disputed")
    assert promises(on("2026-01-01"), "CN").apart == ()


# --- The next date ----------------------------------------------------------------------------------
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
    "columns",
    [{"confidence": "disputed"}, {"due": "2025"}, {"outcome_on": "2025-06-01"}, {"compute": "no"}],
)
def test_what_is_disputed_past_done_or_without_a_computer_is_not_next(empty_ledger, columns):
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
    mine = judged(country, CLOSED)
    read = [word(t, CLOSED) for t in mine]
    row = promises(closed, country)
    assert [row.met, row.missed, row.unknown, row.pending, row.superseded] == [
        read.count(name) for name in ("met", "missed", "unknown", "pending", "superseded")
    ]
    assert latest(promises_missed(closed), country) == row.missed == read.count("missed")
    due = {t["slug"] for t in mine if word(t, CLOSED) in ("met", "missed", "unknown")}
    assert {fact.slug for fact in row.facts} == due


def test_no_two_promises_that_came_due_rest_on_one_page_and_one_day(closed):
    """A sentence that names two programmes is one promise."""
    seen: dict[Any, Any] = {}
    for country in ("US", "CN"):
        for row in judged(country, CLOSED):
            if word(row, CLOSED) in ("met", "missed", "unknown"):
                key = row["sources"][0], str(row["stated_on"]), str(row["due"]), row["milestone"]
                assert key not in seen, (row["slug"], seen.get(key))
                seen[key] = row["slug"]


def test_every_next_target_is_still_ahead(closed):
    rows = next_targets(closed)
    assert rows
    assert all(row.last >= CLOSED for row in rows)
