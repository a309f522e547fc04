"""The page behind each figure of the scoreboard lists exactly the records counted, each with its sentence."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.dates import PartialDate
from facts.models import LedgerVersion, Source
from metrics.question import FactRef, Question
from metrics.scoreboard import scoreboard
from pages.evidence import evidence
from pages.places import place
from pages.views.overview import facts_place
from tests.metrics.facts import (
    application,
    as_of,
    day,
    launch,
    money,
    project,
    reading,
    spacecraft,
    target,
)

DAYS = ("2024-06-30", "2025-06-01", "2025-12-31", "2026-03-01", "2026-08-31", "")


def question_of(when: str) -> Question:
    return as_of(when) if when else Question(timezone.now().date())


def places(facts: tuple[FactRef, ...]) -> set[str]:
    return {place(fact.kind, fact.slug) for fact in facts}


@pytest.mark.parametrize("when", DAYS)
def test_the_page_of_each_figure_lists_exactly_the_records_counted(visit, when):
    shown = 0
    for row in scoreboard(question_of(when)):
        if not row.facts or row.kind == "date":
            continue
        page = visit(facts_place(row) + (f"&as_of={when}" if when else "")).main
        listed = list(page.with_id("facts").parent.one("dl", "defs").all("div", "fact"))
        told = {fact.one(class_="fact-value").one("a")["href"].split("?")[0] for fact in listed}
        assert told == places(row.facts), (row.measure, row.country)
        assert len(listed) == len(told)
        for fact in listed:
            assert [link for link in fact.all("a") if "external" in link["rel"]], fact.text
            shown += 1
    assert shown > 5 or when == "2024-06-30"


@pytest.mark.parametrize("when", DAYS)
def test_each_record_counted_has_its_words_and_a_source(ledger, when):
    refs = [fact for row in scoreboard(question_of(when)) for fact in row.facts]
    found = evidence(refs, day(when) if when else None)
    assert len(found) == len(set(refs))
    for fact in found:
        assert fact.says, fact
        assert fact.cited, fact
        assert fact.outcome_cited or not fact.outcome, fact


def test_a_launch_names_the_spacecraft_for_whose_computers_it_counts(visit, empty_ledger):
    flight = launch("2025-01-01", name="Flight of two")
    plan = project("US")
    spacecraft(
        plan, name="Thinker", launch=flight, compute_hardware="one board", summary="It computes in orbit."
    )
    spacecraft(plan, name="Silent", launch=flight, compute="unknown")
    listed = visit("/metrics/launches_with_compute/", country="US").main.with_id("facts").parent
    [fact] = listed.all("div", "fact")
    assert "Thinker: one board. It computes in orbit." in fact.text
    assert "Silent" not in fact.text
    assert len([link for link in fact.all("a") if "external" in link["rel"]]) == 2  # of both records


def test_a_sum_a_filing_and_a_reading_are_listed_with_what_their_sources_say(visit, empty_ledger):
    plan = project("US")
    money(5_000_000, summary="Investors put five million in.")
    money(None, summary="Nobody said how much.")
    application(plan, 40, summary="It asks for forty.")
    reading(spacecraft(plan, status=""), "operational", "2026-11-20", says="It answered a query.")
    for name, words in (
        ("funding", "Investors put five million in."),
        ("filings", "It asks for forty."),
        ("reported_working", "It answered a query."),
    ):
        page = visit(f"/metrics/{name}/", country="US").main
        [fact] = page.with_id("facts").parent.all("div", "fact")
        assert words in fact.text


def test_what_a_page_asks_does_not_grow_with_the_records_listed(visit, empty_ledger):
    def asked() -> int:
        LedgerVersion.objects.update(number=F("number") + 1)
        with CaptureQueriesContext(connection) as queries:
            visit("/metrics/launches_with_compute/", country="US")
        return len(queries)

    def add(flights: int) -> None:
        for _flight in range(flights):
            spacecraft(project("US"), launch=launch("2025-01-01"))

    add(1)
    asked()  # what is read once a process
    one = asked()
    add(5)
    assert asked() == one


def test_a_promise_is_listed_with_its_words_and_what_shows_its_outcome(visit, empty_ledger):
    plan = project("US", name="Slow")
    promise = target(
        plan, "2025-06", stated_on="2025-01-10", text="Two nodes in orbit", outcome_on="2026-01-11"
    )
    flew = Source(slug="flew", url="https://example.org/flew", title="They flew", language="en")
    flew.published_on = PartialDate.of(day("2026-01-12"))
    flew.save()
    promise.sources.add(flew)
    page = visit("/metrics/slippage/", country="US").main
    [fact] = page.with_id("facts").parent.all("div", "fact")
    stated, outcome = fact.all("p", "says")
    assert stated.text == "Stated 10 Jan 2025: Two nodes in orbit"
    assert outcome.text == "Came true 11 Jan 2026"
    assert [link.text for link in [*fact.all("ul", "sources")][-1].all("a")] == ["They flew"]
    before = visit("/metrics/slippage/", country="US", as_of="2026-01-10").main
    assert "Came true" not in before.text


@pytest.mark.parametrize("address", ["/metrics/slippage/", "/metrics/promises_missed/", "/slippage/"])
def test_a_miss_names_the_statement_by_which_the_move_became_known(visit, empty_ledger, address):
    plan = project("US")
    target(plan, "2025-12", stated_on="2025-01-10", text="In orbit this year")
    target(plan, "2027", stated_on="2025-09-01", text="In orbit in two years", slug="moved")
    page = visit(address, country="US", as_of="2025-10-01").main
    missed = next(page.with_id("facts" if "metrics" in address else "came-due").parent.all("div", "fact"))
    assert "In orbit this year" in missed.one(class_="fact-value").text
    [by] = [item for item in missed.all("li") if "In orbit in two years" in item.text]
    assert next(by.all("a"))["href"].startswith("/facts/targets/moved/")


def test_a_reading_is_listed_with_the_words_on_the_computer_aboard(visit, empty_ledger):
    craft = spacecraft(project("US"), status="", compute_hardware="one board", summary="It computes.")
    reading(craft, "operational", "2026-11-20", says="It answered a query.")
    [fact] = visit("/metrics/reported_working/").main.with_id("facts").parent.all("div", "fact")
    assert fact.one("p", "says").text == "It answered a query."
    assert "one board. It computes." in fact.text


def test_a_record_without_a_sentence_says_so_and_is_counted(visit, empty_ledger):
    flight = launch("2025-01-01", name="Silent flight")
    spacecraft(project("US"), launch=flight, compute_hardware="")
    page = visit("/metrics/launches_with_compute/", country="US").main
    section = page.with_id("facts").parent
    assert "Of 1 no sentence is kept." in section.one("p", "sub").text
    assert "No sentence kept." in section.one("div", "fact").text
