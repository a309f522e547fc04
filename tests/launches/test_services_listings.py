"""Launches that Launch Library stops listing, and lists again: kept as they were last told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.dates import AsOf
from launches.models import Launch, Listing
from launches.records import UnlistedLaunch
from launches.services import unlisted_launches, upsert_launches
from tests.bare_rows import bare
from tests.feeds.rows import SEEN_AT, STATED_AT, ledger_launch, record

pytestmark = pytest.mark.usefixtures("empty_ledger")
GONE = UnlistedLaunch(record().ll2_id)


def days(count: int) -> datetime:
    return SEEN_AT + timedelta(days=count)


def course() -> list[tuple[int, bool]]:
    """The findings, each by its days after the first sight."""
    return [((row.at - SEEN_AT).days, row.listed) for row in Listing.objects.order_by("at")]


def gone(on: int = 1) -> Launch:
    upsert_launches([record()], seen_at=SEEN_AT)
    upsert_launches([GONE], seen_at=days(on))
    return Launch.objects.get()


def test_a_launch_that_is_not_known_there_any_more_stays_as_it_was_told():
    upsert_launches([record()], seen_at=SEEN_AT)
    before = Launch.objects.values().get()
    stored = upsert_launches([GONE], seen_at=days(1))
    assert (stored.added, stored.changed, stored.same) == (0, 1, 0)
    assert Launch.objects.values().get() == before
    assert course() == [(1, False)]


def test_that_it_is_still_not_known_adds_nothing():
    gone()
    stored = upsert_launches([GONE], seen_at=days(8))
    assert (stored.added, stored.changed, stored.same) == (0, 0, 1)
    assert course() == [(1, False)]


def test_a_launch_that_is_named_again_is_back_with_the_same_key_and_it_is_known_that_it_was_away():
    key = gone().pk
    stored = upsert_launches([record()], seen_at=days(3))
    assert (stored.added, stored.changed, stored.same) == (0, 1, 0)
    assert "lists “Falcon 9 Block 5 | Lantern 7” again." in stored.remarks[-1]
    launch = Launch.objects.get()
    assert (launch.pk, course()) == (key, [(1, False), (3, True)])
    assert launch.absences() == [(days(1), days(3))]


def test_an_answer_stored_again_or_late_adds_nothing_that_is_known():
    gone(on=2)
    upsert_launches([record()], seen_at=days(4))
    upsert_launches([GONE], seen_at=days(1))
    upsert_launches([record()], seen_at=days(3))
    upsert_launches([record()], seen_at=SEEN_AT)
    assert course() == [(2, False), (4, True)]


def test_a_launch_that_was_never_told_of_leaves_no_trace():
    assert upsert_launches([GONE], seen_at=SEEN_AT).changed == 0
    assert not Listing.objects.exists()
    assert not Launch.objects.exists()


def test_one_that_is_named_and_not_known_in_one_answer_is_named():
    upsert_launches([record()], seen_at=SEEN_AT)
    upsert_launches([record(), GONE], seen_at=days(1))
    assert course() == []


def test_the_findings_go_with_the_launch_that_the_ledger_learns_of_later():
    gone()
    ledger_launch(net_precision="day", net_first=date(2026, 12, 5), net_last=date(2026, 12, 5))
    upsert_launches([record(updated_at=STATED_AT + timedelta(days=4))], seen_at=days(4))
    assert Launch.objects.get().slug == "lantern-7"
    assert course() == [(1, False), (4, True)]


def test_those_that_are_gone_are_told_apart_among_those_not_listed():
    gone()
    upsert_launches([record(1)], seen_at=SEEN_AT)
    unlisted: list[Any] = unlisted_launches(set())
    assert {row.pk: row.unlisted_since for row in unlisted} == {
        Launch.objects.get(ll2_id=GONE.ll2_id).pk: days(1),
        Launch.objects.exclude(ll2_id=GONE.ll2_id).get().pk: None,
    }


# --- Lists ----------------------------------------------------------------------------------------
def listed(which: str, on: date, recorded: datetime | None = None) -> bool:
    return Launch.objects.in_time(which, AsOf(on, recorded)).exists()


def test_a_launch_that_the_feed_alone_knew_leaves_the_lists_from_that_day_on_and_comes_back():
    gone()
    upsert_launches([record()], seen_at=days(3))
    found = [listed("upcoming", (SEEN_AT + timedelta(days=n)).date()) for n in range(5)]
    assert found == [True, False, False, True, True]
    upsert_launches([GONE], seen_at=days(5))
    late = date(2027, 1, 5)
    assert not listed("overdue", late)
    assert not Launch.objects.overdue(datetime(2027, 1, 5, tzinfo=UTC))
    assert not Launch.objects.upcoming(days(6)).exists()
    assert listed("", late)


def test_a_launch_of_the_ledger_has_sources_of_its_own_and_stays_in_the_lists():
    ledger_launch()
    launch = gone()
    on = days(2).date()
    assert launch.slug == "lantern-7"
    assert listed("upcoming", on)
    assert Launch.objects.upcoming(days(2)).exists()
    assert [row.unlisted_since for row in Launch.objects.with_listing(AsOf(on))] == [days(1)]


def test_what_was_found_later_is_not_known_at_a_moment_before():
    gone()
    bare(Listing).update(recorded_at=timezone.now())
    Launch.objects.update(recorded_at=SEEN_AT)
    assert listed("upcoming", days(2).date(), recorded=days(2))
    assert not listed("upcoming", days(2).date())


@pytest.mark.parametrize("word", ["listed", "withdrawn", "none"])
def test_each_launch_has_one_word_of_launch_library(word):
    gone()
    upsert_launches([record(1)], seen_at=SEEN_AT)
    ledger_launch("Other", slug="other", vehicle="Ceres-1", provider="-")
    found = Launch.objects.of_library(word, AsOf(days(2).date())).get()
    assert found.slug == {
        "withdrawn": f"ll2-{GONE.ll2_id}", "listed": f"ll2-{record(1).ll2_id}", "none": "other",
    }[word]  # fmt: skip
