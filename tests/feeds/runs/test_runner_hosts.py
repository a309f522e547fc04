"""Hosts that refuse, ask to wait, or answer for another run."""

import pytest
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


# --- A host that refuses or asks to wait --------------------------------------------------------
@pytest.mark.usefixtures("tracked")
def test_after_a_refusal_celestrak_is_left_alone_for_a_day_until_a_person_looked(replay):
    replay.answers[GP_PATH] = Reply(b"You are blocked", 403, "text/plain")
    assert run(ELEMENTS).outcome == "refused"
    serve(replay, rows=[gp_row()])

    with pytest.raises(NotAsked, match="A person must look"):
        run(ELEMENTS)
    assert len(replay.requests) == 1
    assert run(ELEMENTS, force=True).outcome == "stored"


@pytest.mark.usefixtures("empty_ledger")
def test_a_host_that_asked_to_wait_is_not_asked_and_no_row_is_written(replay):
    replay.answers[LAUNCHES_PATH] = Reply(b"slow down", 429, headers={"Retry-After": "600"})
    assert run(LAUNCHES).outcome == "unreachable"

    for force in (False, True):
        with pytest.raises(NotAsked, match="is not asked before"):
            run(LAUNCHES, force=force)
    assert (len(replay.requests), FeedRun.objects.count()) == (1, 1)


@pytest.mark.usefixtures("tracked")
def test_a_worker_that_died_after_asking_celestrak_counts_as_having_asked(replay):
    serve(replay, rows=[gp_row()])
    run(ELEMENTS)
    FeedRun.objects.all().delete()
    Asking.objects.update(status=None)

    with pytest.raises(NotAsked, match="is given once in 2 h"):
        run(ELEMENTS)
    assert (len(replay.requests), FeedRun.objects.count()) == (1, 0)


# --- An answer that is not that of the run ------------------------------------------------------
@pytest.mark.usefixtures("tracked")
def test_a_look_up_that_fails_does_not_speak_for_the_run(replay):
    items = [launch(id=f"00000000-0000-0000-0000-{n:012d}") for n in range(3)]
    serve(replay, items)
    run(LAUNCHES)
    serve(replay, items[1:])

    row = run(LAUNCHES, force=True)

    assert any("/launches/00000000-0000-0000-0000-000000000000/" in asked for asked in replay.requests)
    assert (row.outcome, row.http_status) == ("stored", 200)
    with pytest.raises(NotAsked, match="was asked less than a minute ago"):
        run(LAUNCHES)


@pytest.mark.usefixtures("tracked")
def test_an_answer_that_we_got_and_refused_is_blamed_on_nobody_else(replay):
    serve(replay, rows=[gp_row()])
    replay.answers[GP_PATH] = Reply(b"OBJECT_NAME,OBJ\r\n", content_type="text/csv")
    got = run(ELEMENTS)
    assert got.outcome == "refused"
    text = NOT_UPDATED.format(at=timezone.now())
    Asking.objects.all().delete()
    FeedRun.objects.update(http_status=500)
    Host.objects.update(closed_until=None)
    replay.answers[GP_PATH] = Reply(text.encode(), 403, "text/plain")

    row = run(ELEMENTS)

    assert f"That was our run {got.pk}, which ended as “answer refused”" in row.sentence
