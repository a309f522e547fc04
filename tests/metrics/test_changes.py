"""What happened and became known lately, and which promises moved."""

from datetime import timedelta
from random import Random

import pytest

from metrics.changes import moved_targets, of_project, recent
from projects.models import Target
from tests.metrics.facts import application, as_of, day, milestone, money, on, organization, project, target

TODAY = "2026-11-22"  # 90 days before it is 24 August 2026


# --- Recent happenings ----------------------------------------------------------------------------
def test_milestones_money_and_filings_of_the_last_90_days_stand_in_one_list_newest_first(empty_ledger):
    plan = project("CN", name="Plan", native_name="计划")
    milestone(plan, on="2026-10-01", known_on="2026-10-01")
    money(5_000_000, organization=organization("CN", name="Maker"), on="2026-10-03", known_on="2026-10-03")
    application(plan, 100, "2026-10-02", known_on="2026-10-02")

    rows = recent(on(TODAY))

    assert [row.kind for row in rows] == ["funding", "filings", "milestones"]
    assert [row.country for row in rows] == ["CN", "CN", "CN"]
    assert (rows[0].title, rows[0].amount, rows[0].currency) == ("Maker", 5_000_000, "USD")
    assert (rows[2].project, rows[2].project_native) == ("Plan", "计划")


@pytest.mark.parametrize(
    ("happened", "known", "listed"),
    [
        ("2026-08-25", "2026-08-25", True),  # the first of the 90 days
        ("2026-08-24", "2026-08-25", False),  # happened a day too early
        ("2026-08-25", "2026-08-24", False),  # known a day too early: announced before it happened
        ("2026-11-22", "2026-11-22", True),
        ("2026-11-23", "2026-11-22", False),  # still ahead
        ("2026-11", "2026-11-10", True),  # began in these days
        ("2026", "2026-11-10", False),  # may have been in January
    ],
)
def test_an_event_is_recent_where_it_happened_and_became_known_in_those_days(
    empty_ledger, happened, known, listed
):
    milestone(project(), on=happened, known_on=known)
    assert bool(recent(on(TODAY))) is listed


def test_as_of_a_day_nothing_known_later_is_listed(empty_ledger):
    milestone(project(), on="2026-10-01", known_on="2026-10-05")
    assert recent(as_of("2026-10-04")) == []
    assert len(recent(as_of("2026-10-05"))) == 1


def test_happenings_follow_the_country_and_the_floor(empty_ledger):
    milestone(project("US"), on="2026-10-01", known_on="2026-10-01", confidence="claimed")
    assert len(recent(on(TODAY, country="US"))) == 1
    assert recent(on(TODAY, country="CN")) == []
    assert recent(on(TODAY, confidence="reported")) == []


def test_a_project_s_happenings_hold_its_milestones_whatever_their_age(empty_ledger):
    plan, other = project(), project()
    milestone(plan, on="2017")
    shared = milestone(other, on="2020-05-05")
    shared.projects_also.add(plan)
    milestone(other, on="2021")
    assert [str(row.when) for row in of_project(on(TODAY), plan.pk)] == ["5 May 2020", "2017"]


# --- Moved targets --------------------------------------------------------------------------------
def test_a_promise_given_anew_for_a_later_time_has_moved_by_the_days_between_its_last_days(empty_ledger):
    plan = project()
    before = target(plan, "2026-Q4", "2025-01-01")
    after = target(plan, "2027-Q1", "2026-10-01")
    [row] = moved_targets(on(TODAY))
    assert (row.target, row.before) == (after, before)
    assert row.days == 90  # 31 December 2026 to 31 March 2027: 31 + 28 + 31
    assert row.ref.slug == after.slug


def test_of_several_earlier_statements_the_newest_is_the_one_that_moved(empty_ledger):
    plan = project()
    target(plan, "2025", "2023-01-01")
    second = target(plan, "2026", "2024-01-01")
    target(plan, "2027", "2026-10-01")
    [row] = moved_targets(on(TODAY))
    assert (row.before, row.days) == (second, 365)


def test_two_dates_stated_on_one_day_do_not_move_each_other(empty_ledger):
    plan = project()
    target(plan, "2025", "2026-10-01", not_met_on="2026-10-05")
    target(plan, "2027", "2026-10-01")
    assert moved_targets(on(TODAY)) == []


def test_a_date_stated_beside_another_on_one_day_had_not_moved_it_before(empty_ledger):
    plan = project()
    before = target(plan, "2025", "2023-01-01")
    target(plan, "2028", "2023-01-01")
    after = target(plan, "2027", "2026-10-01")
    [row] = moved_targets(on(TODAY))
    assert (row.before, row.target) == (before, after)


def test_to_repeat_a_move_is_no_move(empty_ledger):
    plan = project()
    target(plan, "2025", "2023-01-01")
    target(plan, "2027", "2026-01-01")
    target(plan, "2027", "2026-10-01")
    target(plan, "2027-Q4", "2026-11-01")
    assert moved_targets(on(TODAY)) == []


@pytest.mark.parametrize("which", ["before", "after"])
def test_a_disputed_date_neither_moves_nor_is_moved(empty_ledger, which):
    plan = project()
    words = {which: "disputed"}
    target(
        plan, "2025", "2023-01-01", confidence=words.get("before", "claimed"), not_met_on="2026-01-01"
    )  # fmt: skip
    target(plan, "2027", "2026-10-01", confidence=words.get("after", "claimed"))
    assert moved_targets(on(TODAY)) == []


def test_a_date_brought_forward_has_not_moved_to_a_later_time(empty_ledger):
    plan = project()
    target(plan, "2030", "2023-01-01")
    target(plan, "2028", "2026-10-01")
    assert moved_targets(on(TODAY)) == []


def test_moves_are_those_found_by_comparing_every_pair(empty_ledger):
    dice = Random(5)
    for _n in range(4):
        plan = project()
        for _m in range(25):
            stated = day("2026-09-01") + timedelta(days=dice.randrange(60))
            due = day("2027-01-01") + timedelta(days=dice.randrange(60))
            if not Target.objects.filter(project=plan, stated_on_first=stated).exists():
                target(plan, str(due), str(stated))
    question = on(TODAY)
    words, slowly = question.outcomes, set()
    for row in question.targets:
        said = [
            other
            for other in question.targets
            if other.project == row.project and other.stated_on_first < row.stated_on_first
        ]
        moved = [
            other
            for other in said
            if other.due_last < row.due_first and words[other.pk] in ("missed", "superseded")
        ]
        if not moved:
            continue
        newest = max(other.stated_on_first for other in moved)
        [last, *_] = [other for other in moved if other.stated_on_first == newest]
        if not any(other.stated_on_first > newest and other.due_first > last.due_last for other in said):
            slowly.add(row.slug)
    single = {row.ref.slug for row in moved_targets(question)}
    assert single
    assert single == slowly


def test_moves_follow_the_country_and_the_day(empty_ledger):
    plan = project("CN")
    target(plan, "2025", "2023-01-01")
    target(plan, "2027", "2026-10-01")
    assert len(moved_targets(on(TODAY, country="CN"))) == 1
    assert moved_targets(on(TODAY, country="US")) == []
    assert moved_targets(as_of("2026-09-30")) == []


def test_a_delay_is_not_told_again_when_it_is_narrowed_later(empty_ledger):
    # Q1 2027 (December 2025), then 2028 (May 2026): 31 March 2027 to 31 December 2028 is 275 + 366 days.
    plan = project("US")
    for due, told in (("2027-Q1", "2025-12-10"), ("2028", "2026-05-11"), ("2028-12", "2026-10-01")):
        target(plan, due, told, known_on=told, slug=f"told-{told}")
    moves = moved_targets(as_of("2026-06-01"))
    assert [(row.ref.slug, row.days) for row in moves] == [("told-2026-05-11", 641)]
    assert not moved_targets(as_of(TODAY))  # "December 2028" on 1 October 2026 lies within 2028


def test_what_changed_lately_in_the_real_ledger_lies_in_the_last_90_days(closed):
    rows = recent(closed)
    assert rows
    for row in rows:
        assert day("2026-08-24") < row.known_on <= day(TODAY)
        assert day("2026-08-24") < row.when.first <= day(TODAY)
    assert all(row.days > 0 for row in moved_targets(closed))
