"""Every change of a launch, read in pieces, whatever the allowance of an hour cuts short."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feeds.models import Bookmark
from feeds.runs.runner import run
from feeds.sources.launch_library_log import LAUNCH_LIBRARY_CHANGES
from launches.models import Launch
from tests.feeds.answers import CHANGES_PATH, launch, page
from tests.feeds.replay import Reply
from tests.feeds.sources.launch_library_lists import Archive, pause, uuid

pytestmark = pytest.mark.usefixtures("empty_ledger")


def test_every_change_of_date_or_status_becomes_a_revision_and_a_new_name_keeps_the_launch(replay):
    recent = datetime.now(UTC) - timedelta(hours=20)

    def stamp(hours):
        return f"{recent + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"

    archive = Archive(replay, [launch(id=uuid(1), last_updated=stamp(0))])
    assert run(LAUNCH_LIBRARY_CHANGES).added == 1
    key = Launch.objects.get().pk
    moved: dict[str, Any] = {"net": "2026-12-09T12:15:00Z", "window_start": None, "window_end": None}
    gone = moved | {"status": 8}
    for hours, changes in enumerate((moved, gone, gone | {"name": "Falcon 9 Block 5 | Lantern 8"}), 1):
        pause()
        archive.items = [launch(id=uuid(1), last_updated=stamp(hours), **changes)]
        assert run(LAUNCH_LIBRARY_CHANGES).changed == 1

    row = Launch.objects.get()
    assert (row.pk, row.name) == (key, "Falcon 9 Block 5 | Lantern 8")
    said = row.revisions.order_by("stated_at").values_list("net__day", "status")
    assert list(said) == [(5, "go"), (9, "go"), (9, "tbc")]


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_at_the_end_of_the_calendar_is_set_aside_and_moves_no_mark(replay, moment):
    items = [launch(id=uuid(1)), launch(id=uuid(2), last_updated=moment)]
    replay.answers[CHANGES_PATH] = Reply(page(items))
    row = run(LAUNCH_LIBRARY_CHANGES)
    assert (row.outcome, row.added, row.quarantined) == ("stored", 1, 1)
    assert Bookmark.of("launch-library-changes") == datetime(2026, 11, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("ignored", ["ordering", "since"])
def test_a_list_that_ignores_what_was_asked_is_refused_before_anything_is_left_behind(replay, ignored):
    now = datetime.now(UTC).replace(microsecond=0)
    stamps = [f"{now - timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ}" for n in range(9)]
    if ignored == "since":
        stamps = [f"{now - timedelta(days=99 - n):%Y-%m-%dT%H:%M:%SZ}" for n in range(9)]
    items = [launch(id=uuid(n), last_updated=stamp) for n, stamp in enumerate(stamps)]
    replay.answers[CHANGES_PATH] = lambda path, query: Reply(
        page(items[:3], 9, f"{replay.url}{CHANGES_PATH}?offset=3")
    )

    row = run(LAUNCH_LIBRARY_CHANGES)

    assert (row.outcome, Launch.objects.count()) == ("refused", 0)
    assert {
        "ordering": "not in the order of last_updated",
        "since": "it may know last_updated__gte no longer",
    }[ignored] in row.sentence
    assert Bookmark.of("launch-library-changes") is None


@pytest.mark.parametrize("following", ["http://[::1", "http://elsewhere.example/x", "//"])
def test_a_next_page_elsewhere_is_refused(replay, following):
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    bookmark = datetime.now(UTC).replace(microsecond=0)
    Bookmark.objects.create(feed="launch-library-changes", at=bookmark)
    replay.answers[CHANGES_PATH] = Reply(page([launch(last_updated=now)], 300, following))
    row = run(LAUNCH_LIBRARY_CHANGES)
    assert (row.outcome, "which is another address" in row.sentence) == ("refused", True)


def test_that_nothing_changed_is_an_answer(replay):
    Archive(replay, [])
    assert run(LAUNCH_LIBRARY_CHANGES).outcome == "unchanged"


def test_changes_without_a_time_zone_are_walked_through(replay):
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=5)
    items = [
        launch(id=uuid(n), last_updated=f"{now + timedelta(minutes=n):%Y-%m-%dT%H:%M:%S}") for n in range(20)
    ]
    Archive(replay, items, size=3)
    for _ in range(4):
        run(LAUNCH_LIBRARY_CHANGES)
        pause()
    assert Launch.objects.count() == 20


def test_many_changes_of_one_moment_are_read_to_their_end(replay):
    at = f"{datetime.now(UTC) - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"
    later = f"{datetime.now(UTC) - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    items = [launch(id=uuid(n), last_updated=at) for n in range(13)] + [
        launch(id=uuid(99), last_updated=later)
    ]
    Archive(replay, items, size=3)
    for _ in range(2):
        run(LAUNCH_LIBRARY_CHANGES)
        pause()
    assert Launch.objects.count() == 14


def test_a_walk_that_cannot_get_past_a_moment_says_so(replay, monkeypatch):
    monkeypatch.setattr("feeds.formats.pagination.MOST_OF_ONE_MOMENT", 4)
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    Bookmark.objects.create(feed="launch-library-changes", at=at)
    Archive(replay, [launch(id=uuid(n), last_updated=f"{at:%Y-%m-%dT%H:%M:%SZ}") for n in range(30)], size=3)
    row = run(LAUNCH_LIBRARY_CHANGES)
    assert (row.outcome, "more than 4 pages of one and the same moment" in row.sentence) == ("refused", True)
