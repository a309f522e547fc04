"""A clock that ran ahead and was set back leaves rows of the future: each counts as now, once, and is said."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from feeds.http.rate_limits import LONGEST_WAIT
from feeds.models import Asking, Bookmark, FeedRun, Host
from feeds.monitoring.freshness import freshness
from feeds.registry import FEEDS
from feeds.runs.runner import NotAsked, run
from tests.feeds.answers import SATCAT_PATH, gp_csv, satcat_row
from tests.feeds.replay import Reply
from tests.feeds.rows import spacecraft
from tests.feeds.sources.launch_library_lists import UPCOMING, launch, listed, pause
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")


def set_back(days: int = 3) -> None:
    """As if all of it had been written by a clock so many days ahead."""
    by = timedelta(days=days)
    FeedRun.objects.update(started_at=F("started_at") + by, ended_at=F("ended_at") + by)
    Asking.objects.update(at=F("at") + by)
    Host.objects.exclude(closed_until=None).update(closed_until=F("closed_until") + by)
    Bookmark.objects.update(at=F("at") + by)


def row_of(slug: str):
    return next(row for row in freshness() if row.slug == slug)


def test_a_feed_is_asked_again_after_its_usual_time_and_says_why(replay):
    listed(replay, launch())
    first = run(UPCOMING)
    set_back()

    with pytest.raises(NotAsked, match="may be asked once in"):
        run(UPCOMING)

    first.refresh_from_db()
    assert abs(first.started_at - timezone.now()) < timedelta(minutes=1)
    assert "ahead of the clock: it counts as of now" in first.sentence
    pause()
    assert run(UPCOMING).outcome == "unchanged"
    first.refresh_from_db()
    assert first.sentence.count("ahead of the clock") == 1


def test_a_run_that_never_ended_is_given_up_as_any_other(replay):
    listed(replay, launch())
    FeedRun.objects.create(
        feed=UPCOMING.slug, started_at=timezone.now() + timedelta(days=3), outcome="running"
    )
    with pytest.raises(NotAsked, match="under way in another process since"):
        run(UPCOMING)
    FeedRun.objects.update(started_at=F("started_at") - timedelta(hours=1))
    assert run(UPCOMING).outcome == "stored"


def test_a_host_that_was_closed_by_a_clock_ahead_opens_within_a_day(replay):
    listed(replay, launch())
    run(UPCOMING)
    Host.objects.update(closed_until=timezone.now() + timedelta(days=40), why="it answered 403")
    with pytest.raises(NotAsked):
        run(UPCOMING)
    until = present(Host.objects.get().closed_until)
    assert until <= timezone.now() + LONGEST_WAIT


def test_what_the_catalogue_says_after_a_clock_was_set_back_counts(replay):
    craft = spacecraft(norad_cat_id=66_303)
    satcat = FEEDS["celestrak-satcat"]
    replay.answers[SATCAT_PATH] = Reply(_catalogue())
    run(satcat)
    set_back()
    with pytest.raises(NotAsked):
        run(satcat)
    pause(48)
    Bookmark.objects.update(at=F("at") - timedelta(hours=48))
    replay.answers[SATCAT_PATH] = Reply(
        _catalogue(DECAY_DATE=f"{timezone.now():%Y-%m-%d}", OPS_STATUS_CODE="D")
    )

    assert run(satcat).changed == 1
    assert craft.norad_cat_id == 66_303


def _catalogue(**changes: str) -> bytes:
    row = satcat_row(NORAD_CAT_ID="66303") | changes
    return gp_csv([row], tuple(row))


def test_until_then_the_feed_is_stale_and_nothing_was_read_tomorrow(replay):
    listed(replay, launch())
    run(UPCOMING)
    set_back()

    row = row_of(UPCOMING.slug)
    health = json.loads(Client(SERVER_NAME="localhost").get("/healthz/feeds").content)

    assert row.stale
    assert row.sentence == "its last run is dated ahead of this clock: one of the two is wrong"
    assert present(row.last_success_at) <= timezone.now()
    assert UPCOMING.slug in health["stale"]


def test_a_clock_an_hour_and_a_half_ahead_makes_nothing_stale(replay):
    listed(replay, launch(last_updated=f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"))
    run(UPCOMING)
    FeedRun.objects.update(started_at=F("started_at") + timedelta(minutes=90))
    row = row_of(UPCOMING.slug)
    assert not row.stale
    assert row.sentence.startswith("read on")
    assert present(row.last_success_at) <= timezone.now()
