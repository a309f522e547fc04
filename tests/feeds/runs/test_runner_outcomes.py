"""Runs: one row each, whatever happens; the last good data stay."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from feeds.http.client import Client
from feeds.models import Asking, FeedRun
from feeds.registry import FEEDS
from feeds.runs import runner
from feeds.runs.runner import run
from launches.models import CatalogueEntry, ElementSet, Launch, NetRevision
from news.models import Suggestion
from tests.feeds.answers import (
    CHANGES_PATH,
    GP_PATH,
    LAUNCHES_PATH,
    PREVIOUS_PATH,
    SATCAT_PATH,
    STORIES_PATH,
    UPDATES_PATH,
    gp_row,
    launch,
    page,
    serve,
    story,
)
from tests.feeds.replay import Reply
from tests.feeds.runs.feeds import ELEMENTS, LAUNCHES
from tests.present import present

PATHS = {
    LAUNCHES.slug: LAUNCHES_PATH,
    "launch-library-changes": CHANGES_PATH,
    "launch-library-previous": PREVIOUS_PATH,
    "launch-library-updates": UPDATES_PATH,
    ELEMENTS.slug: GP_PATH,
    "celestrak-satcat": SATCAT_PATH,
    "spaceflight-news": STORIES_PATH,
}
HTML = Reply(b"<html><title>Sign in</title></html>", content_type="text/html")


def long_ago() -> None:
    """Moves every run back by a day, so that the feeds may be asked again."""
    day = timedelta(days=1)
    FeedRun.objects.update(started_at=F("started_at") - day, ended_at=F("ended_at") - day)
    Asking.objects.update(at=F("at") - day)


def contents() -> list:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Launch, NetRevision, ElementSet, CatalogueEntry, Suggestion)
    ]


@pytest.mark.usefixtures("tracked")
@pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))
def test_a_run_stores_what_it_read_and_says_so(replay, feed):
    serve(replay, [launch()], [gp_row()], [story()])
    row = run(feed)

    assert (row.outcome, row.seen, row.added, row.http_status, row.calls) == ("stored", 1, 1, 200, 1)
    assert row.sentence.startswith("1 record read: 1 new, 0 changed, 0 same.")
    assert row.received_bytes > 100
    assert row.url.startswith(replay.url)
    assert row.started_at < present(row.ended_at)
    assert FeedRun.objects.get().sentence == row.sentence


@pytest.mark.usefixtures("tracked")
@pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))
def test_a_second_run_of_the_same_answer_writes_no_row_but_its_own(replay, feed):
    serve(replay, [launch()], [gp_row()], [story()])
    run(feed)
    before = contents()
    long_ago()

    row = run(feed)

    assert (row.outcome, row.added, row.changed, row.same) == ("unchanged", 0, 0, 1)
    assert contents() == before


@pytest.mark.usefixtures("tracked")
@pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))
@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        (HTML, "refused", "a web page instead of data"),
        (Reply(b""), "refused", "an empty answer"),
        (Reply(b"OBJECT_NAME,OBJ", announce=5000), "refused", "broke off its answer"),
        (Reply(b"wrong content\r\n", content_type="text/plain"), "refused", "“wrong content”"),
        (Reply(b"no", 403), "refused", "refuses us (403)"),
        (Reply(b"no", 404), "refused", "knows no such address (404)"),
        (Reply(b"", 301, headers={"Location": "//elsewhere.example"}), "refused", "another host are not followed"),
        (Reply(b"slow down", 429), "unreachable", "too often (429)"),
        (Reply(b"sorry", 500), "unreachable", "a fault of its own (500)"),
        (Reply(b"late", wait_s=2), "unreachable", "did not answer within 0.3 s"),
        (Reply(hang_up=True), "unreachable", "broke off the connection"),
    ],
)  # fmt: skip
def test_a_failed_run_says_why_and_changes_nothing(replay, monkeypatch, feed, answer, outcome, words):
    serve(replay, [launch()], [gp_row()], [story()])
    run(feed)
    before = contents()
    long_ago()
    monkeypatch.setattr(
        runner, "Client", lambda *given, **more: Client(*given, read_s=0.3 if answer.wait_s else 30, **more)
    )
    replay.answers[PATHS[feed.slug]] = answer

    row = run(feed)

    assert row.outcome == outcome
    assert words in row.sentence
    assert (row.seen, row.added, row.changed, row.same) == (0, 0, 0, 0)
    assert row.ended_at is not None
    assert contents() == before


@pytest.mark.usefixtures("empty_ledger")
def test_a_host_that_is_not_there_is_not_reachable(settings):
    settings.LAUNCH_LIBRARY_URL = "http://127.0.0.1:9/2.3.0"
    row = run(LAUNCHES)

    assert (row.outcome, row.http_status) == ("unreachable", None)
    assert "refused the connection" in row.sentence


@pytest.mark.usefixtures("empty_ledger")
def test_a_second_page_that_fails_keeps_the_first_one_out(replay):
    def answer(path, query):
        more = f"{replay.url}{LAUNCHES_PATH}?offset=1"
        return HTML if "offset" in query else Reply(page([launch()], following=more))

    replay.answers[LAUNCHES_PATH] = answer
    row = run(LAUNCHES)

    assert (row.outcome, row.calls) == ("refused", 2)
    assert not Launch.objects.exists()


@pytest.mark.usefixtures("empty_ledger")
def test_the_newest_that_a_feed_told_stands_until_it_tells_more(replay):
    changes = FEEDS["launch-library-changes"]
    serve(replay, [launch(last_updated="2026-11-20T10:00:00Z")])
    assert run(changes).told_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    serve(replay, [])
    assert run(changes, force=True).told_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
