"""Answers that shrank are held, and answers of runs are kept: a person can store both."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from feeds.models import Asking, FeedRun, QuarantinedRecord, RawAnswer
from feeds.models.raw import KEPT_ANSWERS
from feeds.monitoring.freshness import freshness
from feeds.registry import FEEDS
from feeds.runs.runner import replay as replay_run
from feeds.runs.runner import run
from launches.models import ElementSet
from tests.bare_rows import bare
from tests.feeds.answers import GP_PATH, LAUNCHES_PATH, gp_csv, gp_row, launch, page, serve
from tests.feeds.replay import Reply
from tests.feeds.rows import spacecraft
from tests.present import present

GP, LAUNCHES = FEEDS["celestrak-gp"], FEEDS["launch-library"]


@pytest.fixture(autouse=True)
def _tracked(empty_ledger) -> None:
    spacecraft(norad_cat_id=66303, identity="catalogued")


def rows(count: int, **changes) -> list[dict[str, str]]:
    return [gp_row(NORAD_CAT_ID=str(66303 + number), **changes) for number in range(count)]


def three_hours_later() -> None:
    FeedRun.objects.update(
        started_at=F("started_at") - timedelta(hours=3), ended_at=F("ended_at") - timedelta(hours=3)
    )
    Asking.objects.update(at=F("at") - timedelta(hours=3))


def answered(replay, count: int) -> FeedRun:
    three_hours_later()
    serve(replay, rows=rows(count))
    return run(GP)


def command(*words: object) -> str:
    out = StringIO()
    call_command("replay_feed", *map(str, words), stdout=out)
    return out.getvalue()


def state() -> tuple:
    return next((r.stale, r.sentence.split(" since")[0], r.seen) for r in freshness() if r.slug == GP.slug)


def test_a_list_that_lost_more_than_half_is_held_and_the_last_good_data_stay(replay):
    answered(replay, 40)
    before = list(ElementSet.objects.values())

    row = answered(replay, 19)

    assert (row.outcome, row.seen, row.added) == ("held", 19, 0)
    assert "Only 19 records can be read; on " in row.sentence
    assert f"there were 40. Nothing was stored and the last good data stay. If that is right, store it: " \
           f"manage.py replay_feed {row.pk} --release." in row.sentence  # fmt: skip
    assert list(ElementSet.objects.values()) == before
    assert state() == (False, "held for a person", 40)


def test_half_gone_is_suspicious_and_little_by_little_within_a_week_too(replay):
    answered(replay, 40)
    assert answered(replay, 30).outcome == "stored"
    assert answered(replay, 21).outcome == "stored"
    assert answered(replay, 20).outcome == "held"
    FeedRun.objects.update(
        started_at=F("started_at") - timedelta(days=8), ended_at=F("ended_at") - timedelta(days=8)
    )
    FeedRun.objects.filter(seen=21).update(started_at=timezone.now() - timedelta(hours=9))
    assert answered(replay, 20).outcome == "stored", "the best of the last week was 21"


def test_a_short_list_is_not_suspicious(replay):
    answered(replay, 19)
    assert answered(replay, 1).outcome == "stored", "nineteen and one say nothing of each other"


def test_records_that_cannot_be_read_are_gone_too(replay):
    answered(replay, 40)
    three_hours_later()
    serve(replay, rows=[*rows(10), *rows(30, ECCENTRICITY="7")])

    row = run(GP)

    assert (row.outcome, row.seen, row.quarantined) == ("held", 40, 30)


def test_a_list_that_grows_back_is_stored_without_a_person(replay):
    answered(replay, 40)
    answered(replay, 5)
    assert answered(replay, 38).outcome == "stored"


def test_a_person_releases_a_held_answer_and_the_next_one_like_it_passes(replay):
    answered(replay, 40)
    held = answered(replay, 5)
    with pytest.raises(CommandError, match="is held: Only 5 records.*--release"):
        command(held.pk)

    assert f"celestrak-gp: stored. 5 records read: 1 new, 0 changed, 0 same. Run {held.pk}" in command(
        held.pk, "--release"
    )

    held.refresh_from_db()
    assert (held.outcome, held.added) == ("stored", 1)
    assert "Released on " in held.sentence
    assert ElementSet.objects.count() == 2
    assert state()[1:] == (f"read on {held.started_at.day} {held.started_at:%b %Y, %H:%M} UTC", 5)
    assert answered(replay, 5).outcome == "stored"


def test_any_run_can_be_stored_again_and_asks_nobody(replay):
    first = answered(replay, 3)
    asked = len(replay.requests)
    assert "nothing new. 3 records read: 0 new, 0 changed, 1 same." in command(first.pk)

    bare(ElementSet).delete()
    assert "stored. 3 records read: 1 new" in command(first.pk)
    assert (len(replay.requests), ElementSet.objects.count()) == (asked, 1)


def test_a_replay_is_no_asking_and_makes_no_feed_fresh(replay):
    first = answered(replay, 3)
    FeedRun.objects.update(
        started_at=F("started_at") - timedelta(days=2), ended_at=F("ended_at") - timedelta(days=2)
    )
    command(first.pk)

    row = next(row for row in freshness() if row.slug == GP.slug)
    assert row.stale
    assert present(row.last_success_at) < timezone.now() - timedelta(days=1)
    Asking.objects.all().delete()
    assert run(GP).outcome == "unchanged", "the feed may be asked as if nothing had been replayed"


def test_records_set_aside_are_tried_again_with_today_s_parser(replay):
    serve(replay, [launch(status=42), launch(id="00000000-0000-0000-0000-000000000007")])
    first = run(LAUNCHES)
    assert QuarantinedRecord.objects.get().run == first

    command(first.pk)
    again = QuarantinedRecord.objects.get()
    assert again.run.replay_of == first, "what still cannot be read stands with the newer run"

    def taught(bodies, received_at):
        return LAUNCHES.parse([body.replace(b'"id": 42', b'"id": 2') for body in bodies], received_at)

    row = replay_run(replace(LAUNCHES, parse=taught), again.run)
    assert (row.outcome, row.added, QuarantinedRecord.objects.count()) == ("stored", 1, 0)


def test_an_answer_that_a_broken_parser_refused_is_kept_and_stored_when_it_is_mended(replay):
    serve(replay, [launch()])

    def broken(bodies, received_at):
        raise KeyError("net")

    row = run(replace(LAUNCHES, parse=broken))
    assert row.outcome == "failed"
    assert "stored. 1 record read" in command(row.pk)


def test_a_replay_that_fails_says_so_and_keeps_what_was_set_aside(replay):
    serve(replay, [launch(status=42), launch(id="00000000-0000-0000-0000-000000000007")])
    first = run(LAUNCHES)

    def broken(records, *, seen_at):
        raise KeyError("nobody thought of this")

    assert replay_run(replace(LAUNCHES, store=broken), first).outcome == "failed"
    assert first.quarantine.count() == 1


def test_an_answer_in_pages_comes_back_page_by_page():
    bodies = [b"one", b"", b"\x00" * 1000, "三".encode()]
    RawAnswer.keep("feed", bodies)
    assert RawAnswer.objects.get().bodies == bodies


def test_an_answer_that_came_twice_is_kept_once(replay):
    serve(replay, [launch()])
    run(LAUNCHES)
    run(LAUNCHES, force=True)
    assert RawAnswer.objects.count() == 1
    assert RawAnswer.objects.get().runs.count() == 2


def test_the_newest_answers_are_kept_and_held_ones_stay_for_a_person(replay, monkeypatch):
    held = FeedRun.objects.create(
        feed=LAUNCHES.slug, outcome="held", started_at=timezone.now() - timedelta(days=3),
        ended_at=timezone.now(), raw=RawAnswer.keep(LAUNCHES.slug, [b"held"]),
    )  # fmt: skip
    ran = []
    for number in range(KEPT_ANSWERS + 2):
        replay.answers[LAUNCHES_PATH] = Reply(page([launch(name=f"Falcon 9 | Relay {number}")]))
        ran.append(run(LAUNCHES, force=True))
        Asking.objects.all().delete()

    assert RawAnswer.objects.count() == KEPT_ANSWERS + 3, "small ones are all kept for a month"
    monkeypatch.setattr("feeds.models.raw.KEPT_BYTES", 1)
    RawAnswer.forget_old(LAUNCHES.slug)
    assert RawAnswer.objects.count() == KEPT_ANSWERS + 1
    held.refresh_from_db()
    assert held.raw is not None
    with pytest.raises(CommandError, match="is not kept"):
        command(ran[0].pk)


def test_records_set_aside_long_ago_are_forgotten(replay):
    old = FeedRun.objects.create(
        feed="own", outcome="stored", quarantined=1,
        started_at=timezone.now() - timedelta(days=91), ended_at=timezone.now(),
    )  # fmt: skip
    QuarantinedRecord.objects.create(
        run=old, feed="own", position=1, raw="x", reason="y", first_at=old.started_at
    )
    serve(replay, [launch()])
    run(LAUNCHES)
    assert not QuarantinedRecord.objects.exists()
    old.refresh_from_db()
    assert old.quarantined == 1


def test_a_run_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="no run 123456 of a feed"):
        command(123456)


def test_the_body_of_a_held_answer_is_the_body_that_came(replay):
    answered(replay, 40)
    serve(replay, rows=rows(3))
    body = gp_csv(rows(3, EPOCH="2026-11-01T00:00:00.000000"))
    replay.answers[GP_PATH] = Reply(body, content_type="text/csv")
    three_hours_later()
    assert present(run(GP).raw).bodies == [body]


def test_answers_of_more_than_a_month_ago_are_forgotten(replay):
    for number in range(KEPT_ANSWERS + 3):
        day = timezone.now() - timedelta(days=60 - number)
        FeedRun.objects.create(
            feed=LAUNCHES.slug, outcome="unchanged", started_at=day, ended_at=day,
            raw=RawAnswer.keep(LAUNCHES.slug, [b"%d" % number]),
        )  # fmt: skip
    RawAnswer.forget_old(LAUNCHES.slug)
    assert RawAnswer.objects.count() == KEPT_ANSWERS


def test_what_came_of_a_refused_or_broken_answer_is_kept_for_a_person(replay):
    items = [launch(id=f"00000000-0000-0000-0000-{n:012d}") for n in range(3)]
    more = f"{replay.url}{LAUNCHES_PATH}?offset=3"
    replay.answers[LAUNCHES_PATH] = lambda path, query: (
        Reply(b"<html>maintenance</html>", 403) if "offset" in query else Reply(page(items, 6, more))
    )

    row = run(LAUNCHES)

    row.refresh_from_db()
    assert (row.outcome, row.whole) == ("refused", False)
    assert present(row.raw).bodies == [page(items, 6, more), b"<html>maintenance</html>"]
    with pytest.raises(CommandError, match="got no whole answer"):
        command(row.pk)


def test_of_an_answer_that_broke_off_what_came_is_kept(replay):
    three_hours_later()
    replay.answers[GP_PATH] = Reply(b"OBJECT_NAME,OBJ", announce=400)
    row = run(GP)
    row.refresh_from_db()
    assert (row.outcome, present(row.raw).bodies) == ("refused", [b"OBJECT_NAME,OBJ"])
