"""The page of funding: what was raised, what was not, and how each sum was turned into dollars."""

import pytest
from django.utils import timezone

from common.countries import RIVALS
from metrics.dollars import rate_of
from metrics.funding import apart as apart_rows
from metrics.funding import in_total
from metrics.question import Question
from pages.places import place
from projects.models import FundingEvent
from projects.services import refresh_rates
from tests.metrics.facts import money, organization, rate
from tests.metrics.reading import CLOSED
from tests.pages.test_lists import every, slugs
from tests.present import present


def apart(seen) -> list[str]:
    return [row.text for row in seen.tree.with_id("apart").parent.one("tbody").all("tr")]


def row_of(seen, slug: str) -> str:
    return seen.tree.with_id(slug).text


def test_what_is_to_be_paid_or_allocated_is_nowhere_called_raised(visit):
    seen = visit("/funding/")
    for event in FundingEvent.objects.exclude(direction="received"):
        said = row_of(seen, event.slug)
        assert event.movement in said
        assert "raised" not in said.replace(event.summary, "")
        assert "in the total" not in said
    assert not any("raised" in row for row in apart(seen))
    for movement in ("to be paid, or paid", "allocated"):
        assert any(movement in row for row in apart(seen))


def test_in_the_total_stands_at_the_sums_of_the_total_alone(visit):
    seen = visit("/funding/")
    counted = in_total(Question(timezone.now().date()))
    marked = {slug for slug in slugs(seen) if "in the total" in row_of(seen, slug)}
    assert marked == set(counted)


def test_every_converted_sum_leads_to_its_rate_and_the_rate_to_its_sources(visit):
    refresh_rates()
    seen = visit("/funding/")
    converted = FundingEvent.objects.in_other_currencies()
    assert converted
    question = Question(CLOSED)
    for event in converted:
        used = present(rate_of(question, event))
        [link] = [link for link in seen.tree.with_id(event.slug).all("a") if "exchange-rates" in link["href"]]
        assert link["href"] == f"/facts/exchange-rates/{used.slug}/"
        assert f"the rate of {used.on}" in link.text
    page = visit(link["href"])
    assert "European Central Bank" in page.text
    assert "for one euro" in page.text


def test_every_row_that_stands_apart_leads_to_the_records_it_counts(visit):
    rows = visit("/funding/").tree.with_id("apart").parent.one("tbody").all("tr")
    shown = [{link["href"] for link in row.all("a")} for row in rows]
    counted = [
        {place(fact.kind, fact.slug) for fact in row.facts}
        for row in apart_rows(Question(timezone.now().date()))
        if row.country in RIVALS
    ]
    assert shown == counted


@pytest.mark.parametrize("direction", FundingEvent.Direction.values)
def test_the_list_is_filtered_by_direction(visit, direction):
    rows = FundingEvent.objects.of_direction(direction)
    assert every(visit, "funding", direction=direction) == set(rows.values_list("slug", flat=True))


def test_records_of_one_sum_are_named_as_such_wherever_they_stand(visit):
    maker = organization("US", slug="own-maker")
    first = money(75_000_000, organization=maker, slug="own-first")
    money(86_000_000, organization=maker, slug="own-other", alternative_to=first)
    assert "another record of the same sum" in row_of(visit("/funding/"), "own-other")
    assert "in the total" not in row_of(visit("/funding/"), "own-other")
    page = visit("/organizations/own-maker/")
    assert "one of them counts" in row_of(page, "own-other")
    assert "one of them counts" not in row_of(page, "own-first")


def test_the_page_of_a_project_says_of_each_sum_that_it_was_not_received(visit):
    for event in FundingEvent.objects.exclude(project=None).select_related("project"):
        said = row_of(visit(f"/projects/{event.project.slug}/"), event.slug)
        assert (event.movement in said.replace(event.summary, "")) == (not event.is_received), event.slug


@pytest.mark.parametrize("stage", ["applied", "committed"])
def test_no_page_calls_a_sum_received_that_is_only_applied_for_or_committed(visit, empty_ledger, stage):
    event = money(5_000_000, slug="own-hope", stage=stage, summary="A hope.")
    shown = visit("/facts/funding/own-hope/").main.text
    assert "not received: " in shown
    assert event.get_stage_display() in shown
    assert "received" not in row_of(visit("/funding/"), "own-hope")
    money(5_000_000, slug="own-cash", summary="Cash.")
    assert "not received" not in visit("/facts/funding/own-cash/").main.text


def test_what_stands_apart_without_a_sum_still_says_that_sources_conflict(visit, empty_ledger):
    money(None, instrument="grant", round="", confidence="disputed")
    apart = visit("/funding/").tree.with_id("apart").parent.one("tbody").text
    assert "unknown" in apart
    assert "disputed" in apart


def test_the_stats_say_how_much_was_converted(visit, empty_ledger):
    money(5_000_000, "US")
    rate("0.128", "2025-06-02", currency="HKD")
    money(1_000_000_000, "US", currency="HKD", on="2025-06-02", known_on="2025-06-02")
    said = next(visit("/funding/").tree.one("div", "stats").all("p", "stat-note")).text
    assert "$128 m of it converted at 1 daily rate" in said
