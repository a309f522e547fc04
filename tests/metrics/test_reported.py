"""Reported working: what somebody said of a spacecraft's own work, and how long it holds."""

import pytest
from django.utils import timezone

from common.dates import AsOf
from facts.models import Source
from metrics.measures import MEASURES
from metrics.question import Question
from metrics.reported import reported, reported_working
from metrics.scoreboard import scoreboard
from metrics.snapshot import Ledger
from tests.metrics.facts import as_of, day, elements, on, project, reading, spacecraft

LATE = "2026-11-22"


def word(question) -> str:
    [row] = reported_working(question)
    return row.reported


def test_a_word_holds_for_twelve_months_and_then_it_is_not_heard_of_since(empty_ledger):
    spacecraft(status="operational", status_on="2025-11-22")
    assert word(as_of(LATE)) == "working"
    assert word(as_of("2026-11-23")) == "not_heard"
    [row] = reported_working(as_of("2026-11-23"))
    assert (row.on, row.age_days) == ("22 Nov 2025", 366)
    count = reported(as_of("2026-11-23"), "US")
    assert (count.value, count.apart["not_heard"]) == (0, 1)


def test_no_catalogue_and_no_element_set_makes_a_spacecraft_work(empty_ledger):
    spacecraft(status="tracked", status_on="2026-11-20", norad_cat_id=1)
    elements(1, "2026-11-21")
    assert word(on(LATE)) == "silent"
    assert reported(on(LATE), "US").value == 0


def test_a_catalogue_row_after_the_word_takes_nothing_from_it_and_adds_nothing_to_it(empty_ledger):
    craft = spacecraft(status="operational", status_on="2025-12-10")
    reading(craft, "tracked", "2026-08-31")
    [row] = reported_working(on(LATE))
    assert (row.reported, row.on, row.age_days) == ("working", "10 Dec 2025", 347)
    assert [fact.slug for fact in row.facts] == [craft.readings.get(state="operational").slug]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (["operational", "failed"], "ended"),
        (["failed", "operational"], "working"),
        (["operational", "degraded"], "degraded"),
        (["group"], "group"),
        (["operational", "group"], "working"),
        (["contact"], "contact"),
        (["unknown"], "silent"),
    ],
)
def test_the_newest_word_of_its_own_work_counts(empty_ledger, states, said):
    craft = spacecraft(status="")
    for month, state in enumerate(states, 5):
        reading(craft, state, f"2026-{month:02}-01")
    assert word(on(LATE)) == said


def test_two_readings_of_one_day_that_disagree_count_for_nothing_and_both_are_named(empty_ledger):
    craft = spacecraft(status="")
    reading(craft, "operational", "2026-10-01", says="It runs.", basis="operator")
    reading(craft, "failed", "2026-10-01", says="It is lost.", basis="amateur")
    [row] = reported_working(on("2026-10-02"))
    assert row.reported == "disputed"
    assert {"It runs.", "It is lost."} == set(row.says.split(" / "))
    assert len(row.facts) == 2
    count = reported(on("2026-10-02"), "US")
    assert (count.value, count.apart["disputed"]) == (0, 1)


def test_satellites_hosted_payloads_and_boxes_on_a_station_are_named_apart(empty_ledger):
    late = {"status_on": "2026-10-01"}
    spacecraft(project("US"), **late)
    spacecraft(project("US", kind="hosted_payload"), identity="hosted", **late)
    spacecraft(project("US", kind="station_module"), identity="hosted", **late)
    count = reported(on(LATE), "US")
    assert (count.value, count.forms) == (3, {"satellite": 1, "hosted": 1, "station": 1})
    assert (count.oldest, count.newest) == (day("2026-10-01"), day("2026-10-01"))


def test_one_of_which_nobody_states_compute_stands_apart(empty_ledger):
    spacecraft(status_on="2026-10-01", compute="unknown")
    count = reported(on(LATE), "US")
    assert (count.value, count.unstated) == (0, 1)


def test_a_reading_known_later_says_nothing_of_an_earlier_day(empty_ledger):
    craft = spacecraft(status="")
    reading(craft, "operational", "2026-05-01", known_on="2026-07-01")
    assert word(as_of("2026-06-30")) == "silent"
    assert word(as_of("2026-07-01")) == "working"


def test_a_word_of_a_text_that_we_did_not_read_says_so(empty_ledger):
    craft, other = spacecraft(status_on="2026-10-01"), spacecraft(status_on="2026-10-01")
    named = Source.objects.create(
        slug="named",
        url="https://example.org/named",
        title="Named",
        publisher="Example",
        language="en",
        seen="cited",
    )
    craft.readings.get().sources.set([named])
    rows = {row.slug: row.unread for row in reported_working(on(LATE))}
    assert rows == {craft.slug: True, other.slug: False}
    assert reported(on(LATE), "US").unread == 1
    [row] = [row for row in scoreboard(on(LATE)) if (row.measure, row.country) == ("working", "US")]
    assert "1 of them by a text that we did not read" in [*MEASURES["working"].beside(row)]


def test_at_a_moment_a_text_that_was_read_since_was_not_read(empty_ledger):
    craft = spacecraft(status_on="2026-10-01")
    page = craft.readings.get().sources.get()
    page.seen = "cited"
    page.save()
    moment = timezone.now()
    page.seen = "page"
    page.save()
    then = Question(day(LATE), AsOf(day(LATE), moment), ledger=Ledger(moment))
    assert [row.unread for row in reported_working(then)] == [True]
    assert [row.unread for row in reported_working(on(LATE))] == [False]
