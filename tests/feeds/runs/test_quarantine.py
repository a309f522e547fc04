"""Records set aside: each once, and read again when the code that reads them changed."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from feeds.models import Asking, FeedRun, QuarantinedRecord
from feeds.models.run import MAX_RAW
from feeds.monitoring.freshness import freshness, month
from feeds.registry import FEEDS
from feeds.runs import quarantine
from feeds.runs.quarantine import parser_version, read_again
from feeds.runs.runner import NotAsked, run
from launches.models import CatalogueEntry, ElementSet, Launch, PastRead
from news.models import Suggestion
from tests.feeds.answers import (
    GP_PATH,
    SATCAT_COLUMNS,
    SATCAT_PATH,
    gp_csv,
    gp_row,
    launch,
    satcat_row,
    serve,
    story,
)
from tests.feeds.replay import Reply
from tests.feeds.rows import spacecraft
from tests.present import present

GP, LAUNCHES, SATCAT, NEWS = (
    FEEDS[slug] for slug in ("celestrak-gp", "launch-library", "celestrak-satcat", "spaceflight-news")
)
GOOD = "00000000-0000-0000-0000-000000000007"


@pytest.fixture(autouse=True)
def _tracked(empty_ledger) -> None:
    spacecraft(norad_cat_id=66303, identity="catalogued")


def taught(feed, old: bytes, new: bytes):
    """The feed with a parser that reads one word as another: a new version, since it stands here."""

    def parse(bodies, received_at):
        return feed.parse([body.replace(old, new) for body in bodies], received_at)

    return replace(feed, parse=parse)


def command(*words: str) -> str:
    out = StringIO()
    call_command("read_quarantine", *words, stdout=out)
    return out.getvalue()


def test_a_record_that_comes_again_is_one_row_that_counts(replay):
    serve(replay, [launch(status=42), launch(id=GOOD)])
    first = run(LAUNCHES)
    second = run(LAUNCHES, force=True)

    kept = QuarantinedRecord.objects.get()
    assert (kept.times, kept.first_at, kept.run) == (2, first.started_at, second)
    assert (first.quarantined, second.quarantined) == (1, 1)


def test_a_record_is_read_again_by_itself_when_the_parser_changed(replay):
    serve(replay, [launch(status=42), launch(id=GOOD)])
    first = run(LAUNCHES)
    asked = len(replay.requests)

    with pytest.raises(NotAsked):  # the next ring of the bell, too early to ask
        run(taught(LAUNCHES, b'"id": 42', b'"id": 2'))

    assert not QuarantinedRecord.objects.exists()
    assert Launch.objects.filter(ll2_id="0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60", status="tbd").exists()
    row = present(FeedRun.objects.first())
    assert (row.outcome, row.seen, row.added, row.quarantined, row.replay_of) == ("stored", 1, 1, 0, first)
    assert "1 record set aside before read again, 1 can be read now: 1 new" in row.sentence
    assert len(replay.requests) == asked


def test_what_still_cannot_be_read_says_why_today_and_waits_for_the_next_parser(replay):
    serve(replay, [launch(status=42), launch(id=GOOD)])
    run(LAUNCHES)
    better = taught(LAUNCHES, b'"id": 42', b'"id": 43')

    row = present(read_again(better))

    assert (row.outcome, row.seen, row.quarantined) == ("unchanged", 1, 1)
    kept = QuarantinedRecord.objects.get()
    assert "status 43" in kept.reason
    assert kept.parser == parser_version(better)
    assert read_again(better) is None


def test_rows_of_tables_are_read_again_with_the_header_they_came_under(replay):
    columns = [*gp_row()][::-1]
    odd = gp_row(CLASSIFICATION_TYPE="Z", OBJECT_NAME="\x00LANTERN")
    replay.answers[GP_PATH] = Reply(gp_csv([gp_row(NORAD_CAT_ID="5"), odd], columns), content_type="text/csv")
    assert run(GP).quarantined == 1

    row = present(read_again(taught(GP, b",Z,", b",U,")))

    assert (row.outcome, row.added) == ("stored", 1)
    assert ElementSet.objects.get().norad_cat_id == 66303


def test_the_epoch_of_a_row_is_judged_by_the_day_it_came(replay):
    serve(replay, rows=[gp_row(NORAD_CAT_ID="5"), gp_row(CLASSIFICATION_TYPE="Z")])
    run(GP)
    QuarantinedRecord.objects.update(first_at=timezone.now() - timedelta(days=80))

    row = present(read_again(taught(GP, b",Z,", b",U,")))

    assert row.quarantined == 1
    assert "after it was received" in QuarantinedRecord.objects.get().reason


def test_an_old_word_of_the_catalogue_does_not_replace_a_newer_one(replay):
    serve(replay, rows=[])
    bad, good = satcat_row(OPS_STATUS_CODE="Q", APOGEE="400"), satcat_row(NORAD_CAT_ID="5")
    replay.answers[SATCAT_PATH] = Reply(gp_csv([good, bad], SATCAT_COLUMNS), content_type="text/csv")
    run(SATCAT)
    FeedRun.objects.all().update(started_at=timezone.now() - timedelta(days=2))
    QuarantinedRecord.objects.update(first_at=timezone.now() - timedelta(days=2))
    Asking.objects.all().delete()
    replay.answers[SATCAT_PATH] = Reply(
        gp_csv([good, satcat_row(APOGEE="300")], SATCAT_COLUMNS), content_type="text/csv"
    )
    assert run(SATCAT).outcome == "stored"

    read_again(taught(SATCAT, b",Q,", b",+,"))

    assert not QuarantinedRecord.objects.exists()
    assert CatalogueEntry.objects.get().apogee_km == 300


def test_a_story_set_aside_is_suggested_when_it_can_be_read(replay):
    serve(replay, stories=[story(news_site=7, url="https://orbit.example/lantern"), story(id=9)])
    run(NEWS)
    before = Suggestion.objects.count()

    row = present(read_again(taught(NEWS, b'"news_site": 7', b'"news_site": "Orbit Daily"')))

    assert (row.outcome, row.added, Suggestion.objects.count()) == ("stored", 1, before + 1)


def test_records_of_a_held_answer_wait_for_the_person_who_decides_of_it(replay):
    serve(replay, [launch(status=42), launch(id=GOOD)])
    row = run(LAUNCHES)
    FeedRun.objects.filter(pk=row.pk).update(outcome="held")
    assert read_again(taught(LAUNCHES, b'"id": 42', b'"id": 2')) is None


def test_a_record_too_long_to_keep_is_kept_for_a_person_alone(replay):
    serve(replay, [launch(status=42, name="x" * MAX_RAW), launch(id=GOOD)])
    run(LAUNCHES)
    kept = QuarantinedRecord.objects.get()
    assert (kept.cut, len(kept.raw)) == (True, MAX_RAW)
    assert read_again(taught(LAUNCHES, b"42", b"2")) is None


def test_reading_again_makes_no_feed_fresh_and_moves_no_bookmark(replay):
    told = {"last_updated": f"{timezone.now() - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"}
    serve(replay, [launch(status=42, **told), launch(id=GOOD, **told)])
    run(LAUNCHES)
    FeedRun.objects.update(started_at=timezone.now() - timedelta(days=2))
    read_again(taught(LAUNCHES, b'"id": 42', b'"id": 2'))
    row = next(row for row in freshness() if row.slug == LAUNCHES.slug)
    assert (row.stale, row.silent) == (True, False)


def test_a_store_that_breaks_loses_no_record(replay):
    serve(replay, [launch(status=42), launch(id=GOOD)])
    run(LAUNCHES)

    def broken(records, *, seen_at):
        raise KeyError("nobody thought of this")

    other = QuarantinedRecord.objects.get()
    other.pk, other.digest, other.first_at = None, "another", other.first_at + timedelta(hours=1)
    other.raw = other.raw.replace("0f3c1d52", "1f3c1d52")
    other.save()
    better = taught(LAUNCHES, b'"id": 42', b'"id": 2')

    row = present(read_again(replace(better, store=broken)))

    assert (row.outcome, row.sentence.startswith("Our own code failed: KeyError")) == ("failed", True)
    assert QuarantinedRecord.objects.count() == 2
    assert present(read_again(better)).added == 1, (
        "the one that broke it is not tried again, and holds up no other"
    )
    assert read_again(better) is None
    assert QuarantinedRecord.objects.count() == 1


def test_while_a_run_is_under_way_nothing_is_read_again(replay):
    serve(replay, [launch(status=42), launch(id=GOOD)])
    run(LAUNCHES)
    FeedRun.objects.create(feed=LAUNCHES.slug, started_at=timezone.now())
    assert read_again(taught(LAUNCHES, b'"id": 42', b'"id": 2')) is None
    assert QuarantinedRecord.objects.exists()


def test_the_version_of_a_parser_is_that_of_the_code_it_uses(monkeypatch, tmp_path):
    versions = {slug: parser_version(feed) for slug, feed in FEEDS.items()}
    assert versions["celestrak-gp"] != versions["launch-library"]
    monkeypatch.setattr(
        quarantine.sys.modules["feeds.formats.json_values"], "__file__", str(tmp_path / "reading.py")
    )
    (tmp_path / "reading.py").write_text("changed = True\n")
    quarantine._version.cache_clear()
    try:
        changed = {slug for slug, feed in FEEDS.items() if parser_version(feed) != versions[slug]}
    finally:
        quarantine._version.cache_clear()
    assert {"launch-library", "spaceflight-news"} <= changed


def test_by_hand_it_says_what_came_of_each_feed(replay, monkeypatch):
    serve(replay, [launch(status=42), launch(id=GOOD)])
    run(LAUNCHES)
    assert command().count("nothing waits") == len(FEEDS)

    monkeypatch.setitem(FEEDS, LAUNCHES.slug, taught(LAUNCHES, b'"id": 42', b'"id": 2'))
    assert command("launch-library").startswith(
        "launch-library: stored. The parser changed: 1 record set aside"
    )
    with pytest.raises(CommandError, match="no feed 'launch-libary'"):
        command("launch-libary")


def test_what_was_set_aside_is_kept_as_it_came(replay):
    serve(replay, [launch(status=42, name="三体 \u202egnol"), launch(id=GOOD)])
    run(LAUNCHES)
    kept = QuarantinedRecord.objects.get()
    assert json.loads(kept.raw)["name"] == "三体 \u202egnol"
    assert kept.raw.isascii()


def test_a_flown_launch_read_again_does_not_make_the_past_complete(replay):
    flown = [launch(status=3), launch(id=GOOD, status=42, net="2026-10-01T00:00:00Z")]
    serve(replay, [flown[0] | {"net": "2015-02-01T00:00:00Z"}, flown[1]])
    previous = FEEDS["launch-library-previous"]
    run(previous)
    complete = PastRead.objects.read_by()

    row = present(read_again(taught(previous, b'"id": 42', b'"id": 3')))

    assert (row.outcome, row.added, PastRead.objects.read_by()) == ("stored", 1, complete)


def test_a_record_that_the_feed_says_well_now_waits_for_nobody(replay):
    changes = FEEDS["launch-library-changes"]
    serve(replay, [launch(status=42), launch(id=GOOD)])
    run(changes)
    assert QuarantinedRecord.objects.waiting().count() == 1
    serve(replay, [launch(id=GOOD)])
    run(changes, force=True)
    assert QuarantinedRecord.objects.waiting().count() == 1, "nothing was said of it"

    serve(replay, [launch(status=2, last_updated="2026-11-02T10:00:00Z")])
    run(changes, force=True)

    assert QuarantinedRecord.objects.waiting().count() == 0
    assert month()[changes.slug].waiting == 0
    assert present(read_again(taught(changes, b'"id": 42', b'"id": 2'))).seen == 1, (
        "what was said then may be read yet"
    )


def test_a_record_that_the_whole_list_no_longer_says_waits_for_nobody_until_it_does_again(replay):
    for aside, waiting in ((True, 1), (False, 0), (True, 1)):
        FeedRun.objects.update(started_at=F("started_at") - timedelta(hours=3), ended_at=timezone.now())
        Asking.objects.update(at=F("at") - timedelta(hours=3))
        serve(replay, rows=[gp_row(), *([gp_row(NORAD_CAT_ID="5", ECCENTRICITY="7")] if aside else [])])
        run(GP)
        assert QuarantinedRecord.objects.waiting().count() == waiting
