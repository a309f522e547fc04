"""Flown launches, read in pieces back to 2015, whatever the allowance of an hour cuts short."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from feeds.models import Asking, Bookmark, FeedRun, Host
from feeds.runs.runner import NotAsked, run
from feeds.sources.launch_library_log import LAUNCH_LIBRARY_PREVIOUS, PAGES_A_RUN
from launches.models import Launch, NetRevision, PastRead
from tests.feeds.answers import PREVIOUS_PATH, page
from tests.feeds.replay import Reply
from tests.feeds.sources.launch_library_lists import Archive, flown, pause, run_until_still, uuid
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")


def test_flown_launches_come_back_to_2015_over_several_runs_and_each_once(replay):
    Archive(replay, [flown(number) for number in range(25)])

    first = run(LAUNCH_LIBRARY_PREVIOUS)
    assert (first.calls, first.added) == (PAGES_A_RUN, 7), "pages begin where the one before ended"
    assert "the next run goes on from here" in first.sentence
    assert "net__gte=2015-01-01T00%3A00%3A00Z" in replay.requests[0]
    pause()
    run_until_still(LAUNCH_LIBRARY_PREVIOUS)

    assert Launch.objects.count() == NetRevision.objects.count() == 25
    assert Bookmark.of("launch-library-previous") == present(Launch.objects.order_by("net").last()).net
    assert PastRead.objects.read_by() == Bookmark.of("launch-library-previous")


def test_a_flown_launch_was_known_on_the_day_it_flew(replay):
    Archive(replay, [flown(0)])
    run(LAUNCH_LIBRARY_PREVIOUS)
    assert Launch.objects.get().known_on == datetime(2015, 1, 3).date()


def test_launches_of_other_countries_and_before_2015_are_left_aside(replay):
    other = flown(1)
    other["pad"] = other["pad"] | {"country": {"alpha_2_code": "NZ"}}
    Archive(replay, [flown(0), other])

    row = run(LAUNCH_LIBRARY_PREVIOUS)

    assert (row.seen, row.added, Launch.objects.count()) == (2, 1, 1)
    assert "1 of other countries or before 2015 left aside" in row.sentence


def test_a_run_that_fails_moves_no_mark_and_the_next_one_begins_at_the_same_place(replay):
    Archive(replay, [flown(number) for number in range(9)])
    whole = replay.answers[PREVIOUS_PATH]
    replay.answers[PREVIOUS_PATH] = lambda path, query: (
        Reply(b"oops", 500) if len(replay.requests) > 1 else whole(path, query)
    )
    assert run(LAUNCH_LIBRARY_PREVIOUS).outcome == "unreachable"
    assert (Bookmark.of("launch-library-previous"), Launch.objects.count()) == (None, 0)
    assert PastRead.objects.read_by() is None

    replay.answers[PREVIOUS_PATH] = whole
    pause()
    run_until_still(LAUNCH_LIBRARY_PREVIOUS)
    assert Launch.objects.count() == 9


def test_a_page_of_one_and_the_same_moment_is_left_by_its_next_page(replay):
    same = [flown(0, id=uuid(n), name=f"Falcon 9 | Twin {n}") for n in range(5)]
    Archive(replay, [*same, flown(9)])
    run_until_still(LAUNCH_LIBRARY_PREVIOUS)
    assert Launch.objects.count() == 6


def test_a_run_takes_what_the_hour_leaves_and_keeps_calls_for_the_others(replay):
    Archive(replay, [flown(number) for number in range(25)])
    host = Host.objects.create(name=replay.url.removeprefix("http://"))
    for _ in range(5):
        Asking.objects.create(host=host, url="x", status=200, at=timezone.now())

    row = run(LAUNCH_LIBRARY_PREVIOUS)
    assert (row.calls, row.outcome) == (1, "stored")
    assert "The hour's calls are used" in row.sentence

    FeedRun.objects.all().delete()
    with pytest.raises(NotAsked, match="allows 15 calls an hour; 9 are left"):
        run(LAUNCH_LIBRARY_PREVIOUS)


def test_one_absurd_moment_moves_no_mark_past_what_was_read(replay, monkeypatch):
    items = [flown(n) for n in range(1, 9)]
    items[1] = items[1] | {"net": "2150-01-01T00:00:00Z"}
    archive = Archive(replay, items)

    def answer(path, field, query):
        """The odd one stands where its true date belongs."""
        found = [i for i in items if i is items[1] or i[field] >= query[f"{field}__gte"]]
        return Reply(page(found[: archive.size], 8, f"{replay.url}{path}?offset=3"))

    monkeypatch.setattr(archive, "answer", answer)
    run(LAUNCH_LIBRARY_PREVIOUS)
    assert present(Bookmark.of("launch-library-previous")) < datetime(2016, 1, 1, tzinfo=UTC)


def test_a_run_says_how_far_the_walk_has_come(replay):
    Archive(replay, [flown(n) for n in range(1, 9)], size=2)
    assert "Read up to 24 Mar 2015, 00:00 UTC." in run(LAUNCH_LIBRARY_PREVIOUS).sentence


def test_a_net_corrected_back_behind_the_mark_is_read_and_no_fault(replay):
    archive = Archive(replay, [flown(n) for n in range(1, 4)], size=9)
    run(LAUNCH_LIBRARY_PREVIOUS)
    pause()
    archive.items[-1] = archive.items[-1] | {
        "net": "2015-03-03T23:59:00Z",
        "last_updated": "2026-11-05T00:00:00Z",
    }

    row = run(LAUNCH_LIBRARY_PREVIOUS)

    assert (row.outcome, row.changed) == ("stored", 1)
