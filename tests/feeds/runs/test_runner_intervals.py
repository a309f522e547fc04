"""No feed is asked too often."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from feeds.models import Asking, FeedRun, Host
from feeds.runs.runner import NotAsked, run
from tests.feeds.answers import (
    GP_PATH,
    LAUNCHES_PATH,
    NOT_UPDATED,
    gp_row,
    launch,
    serve,
)
from tests.feeds.replay import Reply
from tests.feeds.runs.feeds import ELEMENTS, LAUNCHES
from tests.present import present


@pytest.mark.usefixtures("tracked")
def test_celestrak_is_asked_once_in_two_hours_even_by_force(replay):
    serve(replay, rows=[gp_row()])
    run(ELEMENTS)

    for force in (False, True):
        with pytest.raises(NotAsked, match="may be asked once in 2 h"):
            run(ELEMENTS, force=force)
    assert (len(replay.requests), FeedRun.objects.count()) == (1, 1)


@pytest.mark.usefixtures("tracked")
def test_a_download_that_made_no_sense_counts_too_for_celestrak(replay):
    replay.answers[GP_PATH] = Reply(b"odd\r\n", content_type="text/csv")
    assert run(ELEMENTS).outcome == "refused"
    with pytest.raises(NotAsked):
        run(ELEMENTS, force=True)


@pytest.mark.usefixtures("empty_ledger")
def test_launch_library_is_asked_again_within_ten_minutes_by_force_only(replay):
    serve(replay, [launch()])
    run(LAUNCHES)

    with pytest.raises(NotAsked, match="--force"):
        run(LAUNCHES)
    assert run(LAUNCHES, force=True).outcome == "unchanged"


@pytest.mark.usefixtures("empty_ledger")
def test_fifteen_calls_an_hour_are_never_passed_not_even_by_force(replay):
    host = Host.objects.create(name=replay.url.removeprefix("http://"))
    for minutes in range(1, 12):
        Asking.objects.create(host=host, url="x", status=200, at=timezone.now() - timedelta(minutes=minutes))

    with pytest.raises(NotAsked, match="allows 15 calls an hour; 4 are left"):
        run(LAUNCHES, force=True)
    assert not replay.requests


@pytest.mark.usefixtures("empty_ledger")
def test_an_outage_does_not_count_as_having_asked(replay):
    replay.answers[LAUNCHES_PATH] = Reply(b"down", 500)
    run(LAUNCHES)
    serve(replay, [launch()])
    assert run(LAUNCHES).outcome == "stored"


@pytest.mark.usefixtures("tracked")
def test_celestrak_s_not_updated_is_no_outage_where_we_hold_that_answer(replay):
    serve(replay, rows=[gp_row()])
    first = run(ELEMENTS)
    Asking.objects.update(at=F("at") - timedelta(hours=3))
    ended_at = present(first.ended_at) - timedelta(hours=3)
    FeedRun.objects.update(started_at=first.started_at - timedelta(hours=3), ended_at=ended_at)
    text = NOT_UPDATED.format(at=ended_at)
    replay.answers[GP_PATH] = Reply(text.encode(), 403, "text/plain")

    row = run(ELEMENTS)

    assert (row.outcome, row.http_status) == ("unchanged", 403)
    assert "nothing newer" in row.sentence


@pytest.mark.usefixtures("tracked")
def test_celestrak_s_not_updated_is_refused_where_another_machine_has_the_answer(replay):
    text = NOT_UPDATED.format(at=timezone.now())
    replay.answers[GP_PATH] = Reply(text.encode(), 403, "text/plain")

    row = run(ELEMENTS)

    assert row.outcome == "refused"
    assert "another machine" in row.sentence


@pytest.mark.usefixtures("empty_ledger")
def test_feeds_switched_off_ask_nobody(replay, settings):
    settings.FEEDS_ENABLED = False
    with pytest.raises(NotAsked, match="FEEDS_ENABLED"):
        run(LAUNCHES)
    assert not replay.requests
