"""The doorbell and the command: the same work from beat, shell and test."""

import logging
from io import StringIO

import pytest
from celery.exceptions import Retry
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.utils import timezone

from feeds.models import FeedRun
from feeds.registry import FEEDS
from feeds.tasks import BUSY_WAIT_S, run_feed
from tests.feeds.answers import LAUNCHES_PATH, launch, serve
from tests.feeds.replay import Reply

pytestmark = pytest.mark.usefixtures("empty_ledger")


def test_the_task_gives_the_key_of_its_run(replay):
    serve(replay, [launch()])
    assert run_feed("launch-library") == FeedRun.objects.get(outcome="stored").pk


def test_the_task_says_that_feeds_are_switched_off_and_does_nothing(replay, settings, caplog):
    settings.FEEDS_ENABLED = False
    with caplog.at_level(logging.INFO):
        assert run_feed("launch-library") is None
    assert "switched off" in caplog.text
    assert not FeedRun.objects.exists()


def test_a_bell_rung_while_a_run_is_under_way_is_rung_again(monkeypatch):
    FeedRun.objects.create(feed="launch-library", started_at=timezone.now())
    asked = []

    def retry(**how):
        asked.append(how)
        return Retry()

    monkeypatch.setattr(run_feed, "retry", retry)
    run_feed.push_request(called_directly=False, is_eager=False, retries=0)
    try:
        with pytest.raises(Retry):
            run_feed.run("launch-library")
    finally:
        run_feed.pop_request()
    assert asked == [{"countdown": BUSY_WAIT_S}]
    assert run_feed("launch-library") is None, "asked by hand it says so at once"


def test_every_feed_has_a_bell_that_rings_at_least_twice_while_it_may_not_be_asked():
    for slug, entry in site.CELERY_BEAT_SCHEDULE.items():
        if entry["task"] == "feeds.tasks.run_feed":
            assert entry["args"] == [slug]
            assert 2 * entry["schedule"] <= FEEDS[slug].every.total_seconds()
            assert entry["options"]["expires"] == entry["schedule"]
    assert set(FEEDS) <= set(site.CELERY_BEAT_SCHEDULE)


def command(*words: str) -> str:
    out = StringIO()
    call_command("run_feed", *words, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_sentence_and_the_counts(replay):
    serve(replay, [launch()])
    said = command("launch-library")

    assert "launch-library: stored. 1 record read: 1 new" in said
    assert "seen 1, new 1, changed 0, same 0, quarantined 0; 1 calls" in said
    assert "nothing new" in command("launch-library", "--force")


def test_the_command_fails_with_the_sentence_of_the_run(replay):
    replay.answers[LAUNCHES_PATH] = Reply(b"down", 500)
    with pytest.raises(CommandError, match="not reachable. .* a fault of its own") as failure:
        command("launch-library")
    assert failure.value.returncode == 1


def test_the_command_names_the_feeds_there_are():
    with pytest.raises(
        CommandError, match="no feed 'moon'. The feeds are launch-library, launch-library-changes, "
    ):
        command("moon")


def test_the_command_refuses_to_ask_too_early(replay):
    serve(replay, [launch()])
    command("launch-library")
    with pytest.raises(CommandError, match="not before"):
        command("launch-library")
