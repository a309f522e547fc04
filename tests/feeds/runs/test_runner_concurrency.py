"""One run of a feed at a time."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from feeds.models import FeedRun
from feeds.runs.runner import NotAsked, run
from launches.models import Launch
from tests.feeds.answers import (
    LAUNCHES_PATH,
    launch,
    page,
    serve,
)
from tests.feeds.replay import Reply
from tests.feeds.runs.feeds import LAUNCHES


@pytest.mark.usefixtures("own_database")
def test_two_workers_asked_at_once_make_one_request(replay):
    said = []

    def second() -> None:
        try:
            run(LAUNCHES)
        except NotAsked as reason:
            said.append(str(reason))
        finally:
            connection.close()

    def answer(path, query):
        worker = threading.Thread(target=second)
        worker.start()
        worker.join(30)
        return Reply(page([launch()]))

    replay.answers[LAUNCHES_PATH] = answer
    FeedRun.objects.all().delete()

    assert run(LAUNCHES).outcome == "stored"
    (other,) = said
    assert other.startswith("Launch Library 2 is under way in another process since ")
    assert "if its worker died, it is given up after" in other
    assert (len(replay.requests), FeedRun.objects.count()) == (1, 1)


@pytest.mark.usefixtures("empty_ledger")
def test_the_database_itself_refuses_a_second_running_row():
    FeedRun.objects.create(feed="launch-library", started_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedRun.objects.create(feed="launch-library", started_at=timezone.now())
    FeedRun.objects.create(feed="celestrak-gp", started_at=timezone.now())


@pytest.mark.usefixtures("empty_ledger")
def test_a_run_whose_worker_died_is_ended_and_the_feed_asked_again(replay, settings):
    limit = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    dead = FeedRun.objects.create(
        feed="launch-library", started_at=timezone.now() - limit - timedelta(seconds=1)
    )
    serve(replay, [launch()])

    assert run(LAUNCHES).outcome == "stored"
    dead.refresh_from_db()
    assert (dead.outcome, dead.ended_at is None) == ("failed", False)
    assert "the worker died" in dead.sentence


@pytest.mark.usefixtures("empty_ledger")
def test_a_run_given_up_as_dead_stores_nothing_when_it_comes_back(replay):
    serve(replay, [launch()])

    def slow(records, *, seen_at):
        FeedRun.objects.update(outcome="failed", sentence="The worker died.", ended_at=timezone.now())
        return LAUNCHES.store(records, seen_at=seen_at)

    run(replace(LAUNCHES, store=slow))
    assert not Launch.objects.exists()
