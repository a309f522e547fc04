"""What became of promised dates: computed from dates alone."""

from datetime import date, timedelta
from random import Random

import pytest

from common.dates import AsOf
from metrics.outcomes import (
    OUTCOMES,
    Outcome,
    known_outcome_on,
    known_searched_on,
    moves,
    outcome_label,
    outcomes,
)
from projects.models import Target
from tests.metrics.facts import as_of, day, on, project, target
from tests.metrics.reading import CLOSED, records, word


def became(row: Target, on_day: str) -> Outcome:
    """What became of a target by a day, judged beside everything else that was stated."""
    known = list(Target.objects.known_by(AsOf(day(on_day))).select_related("superseded_by"))
    return outcomes(known, day(on_day))[row.pk]


# --- Met, missed, unknown ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("came_true", "word"),
    [
        ("2025-06-30", "met"),  # the last day of the second quarter
        ("2025-07-01", "missed"),  # one day after it
        ("2025-04", "met"),  # all of April lies before 30 June
        ("2025-Q3", "missed"),  # all of the third quarter lies after 30 June
        ("2025", "unknown"),  # some days of 2025 lie before 30 June, some after
        ("2025-H1", "met"),  # its last day is 30 June too
    ],
)
def test_an_outcome_is_judged_against_the_last_day_of_the_promise(empty_ledger, came_true, word):
    row = target(project(), "2025-Q2", outcome_on=came_true)
    assert became(row, "2026-11-22") == word


def test_an_outcome_date_that_overlaps_the_due_date_is_unknown(empty_ledger):
    row = target(project(), "2025-12-15", outcome_on="2025-12")
    assert became(row, "2026-11-22") == "unknown"


def test_a_promise_is_pending_until_its_last_day_has_passed(empty_ledger):
    row = target(project(), "2026-Q1")
    assert became(row, "2026-03-31") == "pending"
    assert became(row, "2026-04-01") == "unknown"


def test_a_date_that_passed_without_a_word_is_unknown_and_not_missed(empty_ledger):
    assert became(target(project(), "2025"), "2026-11-22") == "unknown"


def test_a_date_that_was_found_unmet_is_missed_from_the_day_of_the_finding(empty_ledger):
    row = target(project(), "2025", not_met_on="2026-02-10")
    assert became(row, "2026-02-09") == "unknown"
    assert became(row, "2026-02-10") == "missed"


def test_what_was_found_to_have_failed_before_it_was_due_is_missed_from_that_day(empty_ledger):
    row = target(project(), "2025-12-31", not_met_on="2025-06-01")
    assert became(row, "2025-05-31") == "pending"
    assert became(row, "2025-06-01") == "missed"
    assert became(row, "2026-01-01") == "missed"


def test_what_came_true_later_was_not_yet_known_on_the_day_asked(empty_ledger):
    row = target(project(), "2025-Q2", outcome_on="2025-08-24")
    assert became(row, "2025-08-23") == "unknown"
    assert became(row, "2025-08-24") == "missed"


# --- Restatements -----------------------------------------------------------------------------------
def test_a_date_that_moved_is_missed_from_the_day_on_which_the_move_was_known(empty_ledger):
    plan = project()
    first = target(plan, "2025-Q4", "2024-01-01")
    target(plan, "2026-Q2", "2025-08-01", known_on="2025-08-10")
    assert became(first, "2025-08-09") == "pending"
    assert became(first, "2025-08-10") == "missed"
    assert became(first, "2026-01-01") == "missed"


def test_a_statement_whose_page_is_dated_before_it_moves_nothing_before_it_is_made(empty_ledger):
    plan = project()
    first = target(plan, "2025-Q4", "2024-01-01")
    target(plan, "2026-Q2", "2025-08-10", known_on="2025-08-01")
    assert became(first, "2025-08-09") == "pending"
    assert became(first, "2025-08-10") == "missed"


def test_what_came_true_in_time_all_the_same_is_kept(empty_ledger):
    plan = project()
    first = target(plan, "2025-Q4", "2024-01-01", outcome_on="2025-12-01")
    target(plan, "2026-Q2", "2025-08-01")
    assert became(first, "2025-08-01") == "missed"
    assert became(first, "2025-12-01") == "met"


def test_of_many_restatements_the_first_that_was_known_moved_each_date(empty_ledger):
    plan = project()
    rows = [
        target(plan, "2025", "2023-01-01"),
        target(plan, "2027", "2023-03-01", known_on="2024-06-01"),  # found late
        target(plan, "2026", "2023-05-01", known_on="2023-05-02"),
        target(plan, "2026", "2023-05-01", known_on="2023-05-09", bound="not_earlier"),
        target(plan, "2024", "2023-07-01"),  # brought forward
        target(plan, "2029", "2024-01-01"),
    ]
    found = moves(Target.objects.all(), day("2026-11-22"))
    assert [str(found.get(row.pk)) for row in rows] == [
        "2023-05-02", "2024-01-01", "2024-01-01", "2024-01-01", "2024-01-01", "None",
    ]  # fmt: skip
    assert str(moves(Target.objects.all(), day("2023-05-01")).get(rows[0].pk)) == "None"


def slowly(rows: list[Target], until: date) -> dict[int, date]:
    """The same by comparing each statement with every other."""
    found = {}
    for row in rows:
        moved = [
            max(other.stated_on_first, other.known_on)
            for other in rows
            if other.stated_on_first > row.stated_on_first
            and other.due_first > row.due_last
            and max(other.stated_on_first, other.known_on) <= until
        ]
        if moved:
            found[row.pk] = min(moved)
    return found


def test_moves_are_those_found_by_comparing_every_pair(empty_ledger):
    plan, dice = project(), Random(11)
    for _n in range(60):
        stated = date(2020, 1, 1) + timedelta(days=dice.randrange(60))
        known = stated + timedelta(days=dice.choice((0, 0, dice.randrange(90))))
        due = date(2021, 1, 1) + timedelta(days=dice.randrange(80))
        bound = f"{due}", str(stated)
        if not Target.objects.filter(stated_on_first=stated, due_first=due).exists():
            target(plan, *bound, known_on=str(known))
    rows = list(Target.objects.all())
    for until in ("2020-01-20", "2020-03-01", "2021-01-01"):
        assert moves(rows, day(until)) == slowly(rows, day(until))


def test_a_vaguer_restatement_that_contains_the_earlier_date_does_not_supersede(empty_ledger):
    plan = project()
    first = target(plan, "2026-Q1", "2024-01-01")
    target(plan, "2026", "2025-01-01")  # 1 January 2026 is not after 31 March 2026
    assert became(first, "2026-01-01") == "pending"
    assert became(first, "2026-04-01") == "unknown"


def test_a_date_brought_forward_supersedes_nothing(empty_ledger):
    plan = project()
    first = target(plan, "2030", "2024-01-01")
    target(plan, "2028", "2025-01-01")
    assert became(first, "2026-01-01") == "pending"


@pytest.mark.parametrize("other", ["promise", "project"])
def test_only_the_same_promise_of_the_same_project_supersedes(empty_ledger, other):
    plan = project()
    first = target(plan, "2025-Q4")
    if other == "promise":
        target(plan, "2030", "2025-01-01", promise="full-constellation")
    else:
        target(project(), "2030", "2025-01-01")
    assert became(first, "2025-02-01") == "pending"


def test_a_disputed_date_does_not_supersede(empty_ledger):
    plan = project()
    first = target(plan, "2027", "2024-01-01")
    target(plan, "2035", "2025-01-01", confidence="disputed")
    assert became(first, "2026-01-01") == "pending"


def test_a_disputed_date_is_not_superseded(empty_ledger):
    plan = project()
    disputed = target(plan, "2025", "2024-01-01", confidence="disputed")
    target(plan, "2035", "2024-06-01")
    assert became(disputed, "2025-06-01") == "pending"
    assert became(disputed, "2026-01-01") == "unknown"


def test_a_named_successor_supersedes_a_promise_in_other_words(empty_ledger):
    plan = project()
    heir = target(plan, "2026", "2025-05-01", promise="something-else")
    first = target(plan, "2025-Q4", superseded_by=heir)
    assert became(first, "2025-04-30") == "pending"
    assert became(first, "2025-05-01") == "missed"


def test_a_named_successor_that_is_not_wholly_later_replaces_a_promise_until_it_is_due(empty_ledger):
    plan = project()
    heir = target(plan, "2027", "2026-09-24", promise="something-else")
    first = target(plan, "2027-Q1", superseded_by=heir)
    assert became(first, "2026-09-23") == "pending"
    assert became(first, "2026-09-24") == "superseded"
    assert became(first, "2027-04-01") == "unknown"


def test_a_named_successor_moves_nothing_before_it_was_known_or_where_it_is_disputed(empty_ledger):
    plan = project()
    late = target(plan, "2027", "2025-05-01", promise="late", known_on="2025-09-01")
    disputed = target(plan, "2027", "2025-05-01", promise="disputed", confidence="disputed")
    one = target(plan, "2025", promise="one", superseded_by=late)
    two = target(plan, "2025", promise="two", superseded_by=disputed)
    assert as_of("2025-08-31").outcomes[one.pk] == "pending"
    assert as_of("2025-09-01").outcomes[one.pk] == "missed"
    assert on("2025-12-01").outcomes[two.pk] == "pending"


# --- Not earlier than -------------------------------------------------------------------------------
@pytest.mark.parametrize("facts", [{}, {"not_met_on": "2026-02-01"}])
def test_not_earlier_than_cannot_be_missed(empty_ledger, facts):
    row = target(project(), "2025-Q4", bound="not_earlier", **facts)
    assert became(row, "2025-12-31") == "pending"
    assert became(row, "2026-11-22") == "pending"


def test_not_earlier_than_is_met_whenever_it_came_true(empty_ledger):
    row = target(project(), "2025-Q4", bound="not_earlier", outcome_on="2026-01-11")
    assert became(row, "2026-01-10") == "pending"
    assert became(row, "2026-01-11") == "met"


def test_not_earlier_than_stays_superseded_after_its_date(empty_ledger):
    plan = project()
    row = target(plan, "2025-Q4", bound="not_earlier")
    target(plan, "2026-Q3", "2025-10-01", bound="not_earlier")
    assert became(row, "2025-10-01") == "superseded"
    assert became(row, "2026-01-01") == "superseded"


# --- The real ledger ----------------------------------------------------------------------------
def test_the_outcomes_of_all_targets_are_those_read_from_the_files(closed):
    read = {record["slug"]: word(record, CLOSED) for record in records("targets")}
    mine = {row.slug: closed.outcomes[row.pk] for row in closed.targets}
    assert mine == read


def labelled(row: Target, on_day: str) -> str:
    at = day(on_day)
    return outcome_label(became(row, on_day), known_outcome_on(row, at), known_searched_on(row, at))


def test_what_came_due_without_a_report_says_up_to_when_one_was_looked_for(empty_ledger):
    row = target(project(), "2026-06", searched_on="2026-11-22")
    for on_day, label in (
        ("2026-06-30", "pending"), ("2026-07-01", "no report"),
        ("2026-11-21", "no report"),
        ("2026-11-22", "no report by 22 Nov 2026"), ("2027-01-01", "no report by 22 Nov 2026"),
    ):  # fmt: skip
        assert labelled(row, on_day) == label


def test_a_report_that_is_too_vague_is_not_called_none(empty_ledger):
    row = target(project(), "2025-06", outcome_on="2025")
    assert labelled(row, "2026-01-01") == "too vaguely dated to tell"


def test_every_outcome_has_a_word_for_readers(closed):
    assert set(closed.outcomes.values()) == set(OUTCOMES)
    assert all(str(label) for label in OUTCOMES.values())
