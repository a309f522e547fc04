"""Runs: one row each, whatever happens; the last good data stay."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from facts.models import LedgerVersion
from feeds.http.client import Client
from feeds.models import Asking, FeedRun, Host, QuarantinedRecord
from feeds.registry import FEEDS
from feeds.runs import runner
from feeds.runs.runner import NotAsked, run
from launches.models import CatalogueEntry, ElementSet, Launch, NetRevision
from news.models import Suggestion
from tests.feeds.answers import (
    CHANGES_PATH,
    GP_PATH,
    LAUNCHES_PATH,
    NOT_UPDATED,
    PREVIOUS_PATH,
    SATCAT_PATH,
    STORIES_PATH,
    gp_csv,
    gp_row,
    launch,
    page,
    serve,
    story,
)
from tests.feeds.replay import Reply
from tests.feeds.rows import spacecraft

LAUNCHES, ELEMENTS = FEEDS["launch-library"], FEEDS["celestrak-gp"]
PATHS = {
    LAUNCHES.slug: LAUNCHES_PATH,
    "launch-library-changes": CHANGES_PATH,
    "launch-library-previous": PREVIOUS_PATH,
    ELEMENTS.slug: GP_PATH,
    "celestrak-satcat": SATCAT_PATH,
    "spaceflight-news": STORIES_PATH,
}
HTML = Reply(b"<html><title>Sign in</title></html>", content_type="text/html")


@pytest.fixture
def tracked(empty_ledger):
    return spacecraft(norad_cat_id=66303, status="operational", identity="catalogued")


def long_ago() -> None:
    """Moves every run back by a day, so that the feeds may be asked again."""
    for row in FeedRun.objects.all():
        row.started_at, row.ended_at = row.started_at - timedelta(days=1), row.ended_at - timedelta(days=1)
        row.save()
    Asking.objects.update(at=F("at") - timedelta(days=1))


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
    assert row.started_at < row.ended_at
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


@pytest.mark.usefixtures("tracked")
def test_a_record_that_cannot_be_read_is_kept_for_a_person_and_the_rest_is_stored(replay):
    serve(replay, rows=[gp_row(ECCENTRICITY="7"), gp_row()])
    row = run(ELEMENTS)

    assert (row.outcome, row.seen, row.added, row.quarantined) == ("stored", 2, 1, 1)
    aside = QuarantinedRecord.objects.get(run=row)
    assert (aside.feed, aside.position) == ("celestrak-gp", 1)
    assert "ECCENTRICITY '7'" in aside.reason
    assert aside.raw.startswith("LANTERN-1,2025-248L,")
    assert "1 in quarantine: ECCENTRICITY" in row.sentence


@pytest.mark.usefixtures("empty_ledger")
def test_a_word_unknown_here_is_named_in_the_run_s_sentence(replay):
    serve(replay, [launch(status=42), launch(id="00000000-0000-0000-0000-000000000007")])
    row = run(LAUNCHES)

    assert (row.added, row.quarantined) == (1, 1)
    assert "WORDS UNKNOWN HERE: status 42 (“Status 42”)" in row.sentence


@pytest.mark.usefixtures("empty_ledger")
def test_an_answer_of_which_nothing_can_be_read_is_refused_and_kept_to_look_at(replay):
    serve(replay, [launch(net=None)])
    row = run(LAUNCHES)

    assert row.outcome == "refused"
    assert "None of 1 records could be read; the first net is missing" in row.sentence
    assert QuarantinedRecord.objects.count() == row.quarantined == 1


@pytest.mark.usefixtures("empty_ledger")
def test_a_fault_of_our_own_is_written_down_and_stores_nothing(replay):
    serve(replay, [launch()])

    def broken(records, *, seen_at):
        LAUNCHES.store(records, seen_at=seen_at)
        raise KeyError("nobody thought of this")

    row = run(replace(LAUNCHES, store=broken))

    assert row.outcome == "failed"
    assert "KeyError" in row.sentence
    assert (row.added, Launch.objects.count()) == (0, 0)


@pytest.mark.usefixtures("empty_ledger")
def test_an_interrupted_run_does_not_stay_running(replay):
    def interrupted(client):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(replace(LAUNCHES, fetch=interrupted))
    assert FeedRun.objects.get().outcome == "failed"


@pytest.mark.usefixtures("empty_ledger")
def test_every_run_that_ends_marks_the_ledger_as_changed(replay):
    serve(replay, [launch()])
    before = LedgerVersion.current()
    run(LAUNCHES)
    assert LedgerVersion.current() > before


# --- Not too often ----------------------------------------------------------------------------
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
    FeedRun.objects.update(
        started_at=first.started_at - timedelta(hours=3), ended_at=first.ended_at - timedelta(hours=3)
    )
    text = NOT_UPDATED.format(at=first.ended_at - timedelta(hours=3))
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


# --- One at a time ----------------------------------------------------------------------------
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


# --- Hosts that refuse or ask to wait -----------------------------------------------------------
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


# --- What a run is judged by ----------------------------------------------------------------------
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


@pytest.mark.usefixtures("empty_ledger")
def test_one_unreadable_change_alone_is_set_aside_and_the_feed_goes_on(replay):
    changes = FEEDS["launch-library-changes"]
    serve(replay, [launch(status=42)])
    for _ in range(3):
        row = run(changes, force=True)
        assert (row.outcome, row.quarantined) == ("unchanged", 1)
    assert QuarantinedRecord.objects.get().times == 3


@pytest.mark.usefixtures("empty_ledger")
def test_changes_of_which_none_can_be_read_are_refused(replay):
    serve(replay, [launch(status=42, id=f"00000000-0000-0000-0000-{n:012d}") for n in range(5)])
    assert run(FEEDS["launch-library-changes"]).outcome == "refused"


@pytest.mark.usefixtures("empty_ledger")
def test_the_end_of_a_run_is_written_when_the_database_is_free_again(replay, monkeypatch):
    serve(replay, [launch()])
    monkeypatch.setattr("feeds.runs.lifecycle.END_WAITS_S", (0.0, 0.0))
    calls = []

    def locked():
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("database is locked")

    def broken(records, *, seen_at):
        raise KeyError("nobody thought of this")

    monkeypatch.setattr("feeds.runs.lifecycle.LedgerVersion.bump", locked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("feeds.runs.lifecycle.connection", SimpleNamespace(in_atomic_block=False))
        row = run(replace(LAUNCHES, store=broken))
    row.refresh_from_db()
    assert (row.outcome, len(calls)) == ("failed", 3)


@pytest.mark.usefixtures("empty_ledger")
def test_the_newest_that_a_feed_told_stands_until_it_tells_more(replay):
    changes = FEEDS["launch-library-changes"]
    serve(replay, [launch(last_updated="2026-11-20T10:00:00Z")])
    assert run(changes).told_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    serve(replay, [])
    assert run(changes, force=True).told_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.usefixtures("tracked")
def test_a_long_answer_lies_in_a_file_and_is_read_alike(replay, monkeypatch):
    monkeypatch.setattr("feeds.http.transport.IN_MEMORY", 2_000)
    rows = [gp_row(), *(gp_row(NORAD_CAT_ID=str(n)) for n in range(5, 30))]
    serve(replay, rows=rows)
    row = run(ELEMENTS)
    row.refresh_from_db()
    assert (row.outcome, row.seen, row.added) == ("stored", 26, 1)
    assert row.raw.bodies == [gp_csv(rows)]


@pytest.mark.usefixtures("tracked")
def test_a_long_list_is_read_before_anybody_waits_for_its_store(replay, monkeypatch):
    monkeypatch.setattr("feeds.runs.runner.READ_AHEAD", 2)
    serve(replay, rows=[gp_row(NORAD_CAT_ID=str(n)) for n in (*range(5, 30), 66303)])
    streams, read_by_then = [], []

    def parse(bodies, received_at):
        streams.append(ELEMENTS.parse(bodies, received_at))
        return streams[-1]

    def store(records, *, seen_at):
        read_by_then.append(streams[-1].good)
        return ELEMENTS.store(records, seen_at=seen_at)

    row = run(replace(ELEMENTS, store=store, parse=parse))
    assert (read_by_then, row.seen, row.added) == ([26], 26, 1)


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
