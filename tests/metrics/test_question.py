"""What holds for every metric: what a day may know, whose it is, how sure, at what price."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from common.dates import AsOf
from facts.ledger.registry import KINDS
from metrics.all import METRICS
from metrics.changes import moved_targets, recent
from metrics.funding import apart
from metrics.launches import next_launches
from metrics.question import Question
from tests.fixtures.figures import loaded_ledger
from tests.metrics import facts
from tests.metrics.facts import as_of, on
from tests.metrics.reading import CLOSED

QUESTIONS: dict[str, Callable] = {name: metric.rows for name, metric in METRICS.items()} | {
    "recent": recent,
    "moved_targets": moved_targets,
    "next_launches": next_launches,
    "apart": apart,
}
DAYS = [date(2023, 1, 1), date(2025, 5, 14), date(2026, 1, 31), date(2026, 3, 1), date(2026, 9, 1), CLOSED]

# How many queries each one takes: one for every kind of fact it reads. A kind comes with what belongs
# to it (projects with status changes, filings with steps), and nearly every kind points at projects.
KINDS_READ = {
    "apart": 3,  # projects, funding, exchange rates
    "compute_in_orbit": 3,  # projects, spacecraft, statements
    "freshness": 10,  # nine kinds and the element sets  # the counts of all kinds, the newest of all kinds
    "funding": 3,
    "launch_cadence": 2,  # totals, how far the past is read
    "launch_slips": 3,  # projects, spacecraft, revisions of launches
    "orbit_evidence": 3,  # projects, spacecraft, element sets
    "paper_to_orbit": 4,  # projects, statements, filings, spacecraft
    "power": 3,
    "projects_announced": 1,
    "promises_missed": 3,  # projects, targets, spacecraft: whether one carries a computer
    "slippage": 3,
    "recent": 4,  # projects, milestones, funding, filings
    "scoreboard": 7,
}

FROM_FEEDS = {"launch_slips"}  # no file of the ledger tells how launch dates moved

every_question = pytest.mark.parametrize("name", QUESTIONS)


def refs(rows: Sequence[Any]) -> set:
    """The facts that rows name."""
    return {ref for row in rows for ref in (row.facts if hasattr(row, "facts") else [row.ref])}


def told(name: str, question: Question) -> list[str]:
    return [repr(row) for row in QUESTIONS[name](question)]


@pytest.fixture
def undone() -> Iterator[None]:
    """What the test does to the ledger is undone before its foreign keys are looked at."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def forget_what_was_known_after(day: date) -> None:
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for kind in KINDS.values():
            if kind.is_fact:
                table = connection.ops.quote_name(kind.model._meta.db_table)
                cursor.execute(f"DELETE FROM {table} WHERE known_on > %s", [day])


# --- Time -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_an_answer_as_of_a_day_is_that_of_a_ledger_that_ends_on_it(ledger, unguarded, undone, day):
    question = Question(day, AsOf(day))
    before = {name: told(name, question) for name in QUESTIONS}
    forget_what_was_known_after(day)
    question = Question(day, AsOf(day))
    assert {name: told(name, question) for name in QUESTIONS} == before


@every_question
def test_the_rows_as_of_a_day_rest_only_on_facts_known_by_then(ledger, name):
    known_on = {
        (kind.name, slug): day
        for kind in KINDS.values()
        if kind.is_fact
        for slug, day in kind.model.objects.values_list("slug", "known_on")
    }
    for day in DAYS:
        for ref in refs(QUESTIONS[name](Question(day, AsOf(day), ledger=loaded_ledger()))):
            assert known_on[ref.kind, ref.slug] <= day, f"{ref} was not known on {day}"


@every_question
def test_a_fact_known_later_changes_nothing(ledger, name):
    question = as_of("2026-03-01", ledger=loaded_ledger())
    before = told(name, question)
    plan = facts.project("CN", known_on="2026-03-02")
    late = {"known_on": "2026-03-02"}
    flight = facts.launch("2026-02-01", **late)
    facts.spacecraft(plan, "2026-02-01", launch=flight, **late)
    facts.application(plan, 100, "2026-02-01", **late)
    facts.money(100, "CN", on="2026-02-01", organization=facts.organization("CN", **late), **late)
    facts.rate("0.5", "2026-02-28", **late)
    facts.target(plan, "2026-12", "2026-02-01", **late)
    facts.target(plan, "2025-12", "2024-02-01", **late)
    facts.size(plan, 100, "2026-02-01", **late)
    facts.milestone(plan, on="2026-02-01", **late)
    facts.net(flight, "2025-12-01", "2026-01-01")
    facts.total("JP", 2025, 3, **late)
    assert told(name, as_of("2026-03-01")) == before


@pytest.mark.parametrize("name", [name for name, metric in METRICS.items() if metric.over_time])
def test_a_history_as_of_a_day_ends_on_that_day(ledger, name):
    for day in DAYS:
        assert all(
            row.first <= row.on <= day
            for row in METRICS[name].rows(Question(day, AsOf(day), ledger=loaded_ledger()))
        )


@pytest.mark.parametrize("name", METRICS)
def test_without_any_fact_every_metric_answers(empty_ledger, name):
    assert refs(METRICS[name].rows(on("2026-11-22"))) == set()


# --- Country and confidence -------------------------------------------------------------------------
@every_question
@pytest.mark.parametrize("country", ["US", "CN"])
def test_the_country_filter_leaves_the_rows_of_one_country(closed, name, country):
    def home(row: Any) -> str:
        return row.target.project.country if name == "moved_targets" else row.country

    everything = QUESTIONS[name](closed)
    rows = QUESTIONS[name](Question(CLOSED, AsOf(CLOSED), country, ledger=loaded_ledger()))
    assert {home(row) for row in rows} <= {country}
    assert len(rows) == sum(home(row) == country for row in everything)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in ("launch_cadence",)])
def test_above_a_floor_no_row_rests_on_a_weaker_fact(ledger, name):
    passes = {"confirmed": {"confirmed"}, "reported": {"confirmed", "reported"}}
    passes["claimed"] = passes["reported"] | {"claimed"}
    for floor, words in passes.items():
        rows = QUESTIONS[name](Question(CLOSED, AsOf(CLOSED), "", floor, loaded_ledger()))
        for kind in {ref.kind for ref in refs(rows)} - {"exchange_rates", "launches"}:
            slugs = [ref.slug for ref in refs(rows) if ref.kind == kind]
            found = KINDS[kind].model.objects.filter(slug__in=slugs).values_list("confidence", flat=True)
            assert set(found) <= words, f"{kind} above {floor}"


def test_a_disputed_fact_passes_only_where_no_floor_is_set(empty_ledger):
    facts.spacecraft(confidence="disputed")
    assert len(on("2026-01-01").spacecraft) == 1
    assert on("2026-01-01", confidence="claimed").spacecraft == []


def test_an_unknown_floor_is_refused_with_the_known_ones(empty_ledger):
    with pytest.raises(ValueError, match="write one of confirmed, reported, claimed"):
        _ = on("2026-01-01", confidence="disputed").spacecraft


# --- Facts and words --------------------------------------------------------------------------------
@every_question
def test_every_fact_that_a_row_names_exists(closed, name):
    named = refs(QUESTIONS[name](closed)) | refs(QUESTIONS[name](as_of("2026-07-01", ledger=loaded_ledger())))
    assert bool(named) != (name in FROM_FEEDS), "the real ledger has facts for every question"
    for kind in {ref.kind for ref in named}:
        slugs = {ref.slug for ref in named if ref.kind == kind}
        assert set(KINDS[kind].model.objects.filter(slug__in=slugs).values_list("slug", flat=True)) == slugs


@pytest.mark.parametrize("name", [name for name, metric in METRICS.items() if metric.over_time])
def test_every_step_of_a_history_names_the_fact_behind_it(closed, name):
    rows = METRICS[name].rows(closed)
    assert all(row.facts and row.label for row in rows)
    assert METRICS[name].shape in ("stock", "yearly")


def test_questions_of_one_day_are_two_where_they_look_from_two_moments():
    moments = [None, datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)]
    asked = [Question(CLOSED, AsOf(CLOSED, moment)) for moment in moments]
    assert len(set(asked)) == len(moments)
    assert Question(CLOSED, AsOf(CLOSED, moments[1])) in asked


# --- Price ------------------------------------------------------------------------------------------
@every_question
def test_each_kind_of_fact_is_read_in_one_query(closed, name):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        QUESTIONS[name](Question(CLOSED, AsOf(CLOSED)))
    assert len(queries) <= KINDS_READ.get(name, 2)


def test_a_page_that_asks_everything_of_one_question_reads_each_kind_once(closed):
    question = Question(CLOSED, AsOf(CLOSED))
    with CaptureQueriesContext(connection) as queries:
        for metric in METRICS.values():
            metric.rows(question)
    # projects, spacecraft, statements, targets, filings, funding, exchange rates, milestones, launches,
    # launch totals, how far the past is read, news, element sets (newest, counts), revisions of launches
    assert len(queries) <= 15


def test_what_was_answered_once_is_not_worked_out_again_and_ends_with_its_question(closed):
    assert closed.answers is closed.answers
    assert Question(CLOSED, AsOf(CLOSED)).answers == {}
