"""The day of a fact follows the dates of its sources, whoever moves them and in whatever way."""

from datetime import date

import pytest

from common.dates import PartialDate
from facts import services
from facts.history import account
from facts.models import Revision, Source, Stamp
from facts.restoring import restore
from projects.models import Organization, StatusChange
from tests.desk.desk import address, analyst, desk_of
from tests.metrics import facts
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 7)


def a_page(day: date | None = JUNE, slug: str = "own") -> Source:
    page = Source(slug=slug, url=f"https://example.org/{slug}", title="T", publisher="P")
    page.published_on = PartialDate.of(day) if day else None
    page.save()
    return page


def a_follower(*pages: Source) -> StatusChange:
    step = facts.status(facts.project("US"), "announced", on="2026-01-05")
    step.sources.set(pages)
    services.settle_known_on(step)
    return StatusChange.objects.get(pk=step.pk)


def day_of(fact) -> date:
    return type(fact).objects.get(pk=fact.pk).known_on


def by_the_object(page: Source) -> None:
    page.published_on = PartialDate.of(JULY)
    page.save()


def by_the_queryset(page: Source) -> None:
    Source.objects.filter(pk=page.pk).update(published_on_first=JULY, published_on_last=JULY)


def by_many_at_once(page: Source) -> None:
    page.published_on = PartialDate.of(JULY)
    Source.objects.bulk_update([page], ["published_on_first", "published_on_last", "published_on_precision"])


def by_the_service(page: Source) -> None:
    page.published_on = PartialDate.of(JULY)
    services.save_source(page)


@pytest.mark.parametrize("move", [by_the_object, by_the_queryset, by_many_at_once, by_the_service])
def test_a_date_that_is_moved_in_any_way_moves_the_days_that_follow_from_it(move):
    page = a_page()
    step, given = a_follower(page), a_follower(page)
    StatusChange.objects.filter(pk=given.pk).update(known_on=date(2026, 5, 5))
    move(page)
    assert (day_of(step), day_of(given)) == (JULY, date(2026, 5, 5))
    told = present(Revision.objects.of_record("status_changes", step.pk).first())
    assert (told.before["known_on"], (told.after or {})["known_on"]) == ("2026-06-01", "2026-07-07")
    versions = Stamp.objects.filter(revision__in=[told, Revision.objects.get(kind="sources", row_id=page.pk)])
    if move is not by_the_service:
        assert len({stamp.version for stamp in versions}) == 1, "one act"


def test_the_day_stays_where_an_earlier_source_gives_it():
    early, late = a_page(JUNE), a_page(JULY, "own-2")
    step = a_follower(early, late)
    with account():
        late.published_on = PartialDate.of(date(2026, 8, 8))
        late.save()
    assert day_of(step) == JUNE


def test_bringing_back_the_date_of_a_source_brings_the_days_with_it():
    page = a_page()
    step = a_follower(page)
    by_the_service(page)
    change = Revision.objects.get(kind="sources", row_id=page.pk)
    client = desk_of(analyst())
    assert client.post(address(Source, "revert", page.pk, change.pk)).status_code == 302
    assert Source.objects.get(pk=page.pk).published_on == PartialDate.of(JUNE)
    assert day_of(step) == JUNE


def test_a_fact_that_is_brought_back_has_the_day_that_its_sources_give_now():
    page = a_page()
    step = a_follower(page)
    step.note = "A mistake."
    step.save()
    mistake = present(Revision.objects.of_record("status_changes", step.pk).first())
    by_the_object(page)
    restore(mistake)
    back = StatusChange.objects.get(pk=step.pk)
    assert (back.note, back.known_on) == ("", JULY)


@pytest.mark.parametrize("move", [by_the_object, by_the_queryset, by_the_service])
def test_bringing_back_a_fact_from_before_its_source_moved_does_not_part_it_from_its_source(move):
    page = a_page()
    step = a_follower(page)
    with account():
        move(page)
    restore(present(Revision.objects.of_record("status_changes", step.pk).first()))
    assert day_of(step) == JULY


def test_a_day_that_was_typed_comes_back_as_it_was_typed():
    page = a_page()
    step = a_follower(page)
    StatusChange.objects.filter(pk=step.pk).update(known_on=date(2026, 5, 5))
    step.refresh_from_db()
    step.known_on = date(2026, 5, 6)
    step.save()
    mistake = present(Revision.objects.of_record("status_changes", step.pk).first())
    by_the_object(page)
    restore(mistake)
    assert day_of(step) == date(2026, 5, 5)


def test_a_day_of_finding_ends_where_a_source_gets_its_date():
    page = a_page(None)
    found = facts.organization(
        "US", known_on="2026-07-07", found_on=JULY, found_reason="No page shows a date."
    )
    found.sources.set([page])
    page.published_on = PartialDate.of(JUNE)
    page.save()
    row = Organization.objects.get(pk=found.pk)
    assert (row.known_on, row.found_on, row.found_reason) == (JUNE, None, "")
