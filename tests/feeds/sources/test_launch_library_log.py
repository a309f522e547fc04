"""Launch Library in pieces: back to 2015 and every change, whatever the allowance of an hour cuts short."""

import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from feeds.models import Asking, Bookmark, FeedRun, Host
from feeds.registry import FEEDS
from feeds.runs import runner as feed_runner
from feeds.runs.runner import NotAsked, run
from feeds.sources.launch_library_log import LAUNCH_LIBRARY_CHANGES, LAUNCH_LIBRARY_PREVIOUS, PAGES_A_RUN
from launches.models import Launch, Listing, NetRevision, PastRead
from tests.feeds.answers import CHANGES_PATH, LAUNCHES_PATH, PREVIOUS_PATH, launch, page
from tests.feeds.replay import Reply

pytestmark = pytest.mark.usefixtures("empty_ledger")
UPCOMING = FEEDS["launch-library"]


def uuid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def pause(hours: float = 2) -> None:
    """Lets time pass for every rule that looks at rows."""
    for model, names in ((FeedRun, ("started_at", "ended_at")), (Asking, ("at",))):
        model.objects.update(**{name: F(name) - timedelta(hours=hours) for name in names})


class Archive:
    """Answers like the lists of Launch Library: from a moment on, in the order of that field, in small pages."""

    def __init__(self, replay, items, size=3):
        self.url, self.items, self.size = replay.url, items, size
        replay.answers[PREVIOUS_PATH] = lambda path, query: self.answer(PREVIOUS_PATH, "net", query)
        replay.answers[CHANGES_PATH] = lambda path, query: self.answer(CHANGES_PATH, "last_updated", query)

    def answer(self, path, field, query):
        since, offset = query[f"{field}__gte"], int(query.get("offset", 0))
        assert query["ordering"] == field
        rows = sorted((i for i in self.items if i[field] >= since), key=lambda i: i[field])
        shown = rows[offset : offset + self.size]
        more = offset + self.size < len(rows)
        where = f"{self.url}{path}?ordering={field}&{field}__gte={since}&offset={offset + self.size}"
        return Reply(page(shown, len(rows), where if more else None))


def flown(number: int, **changes):
    net = datetime(2015, 1, 3, tzinfo=UTC) + timedelta(days=20 * number)
    stamp = f"{net:%Y-%m-%dT%H:%M:%SZ}"
    known = {
        "id": uuid(number),
        "name": f"Falcon 9 | Relay {number}",
        "net": stamp,
        "status": 3,
        "precision": 1,
    }
    return launch(**known | {"window_start": None, "window_end": None, "last_updated": stamp} | changes)


def run_until_still(feed, limit=30) -> int:
    """Runs the feed, with pauses, until a run reads nothing new; how many runs it took."""
    for turn in itertools.count(1):
        row = run(feed)
        assert row.outcome in {"stored", "unchanged"}, row.sentence
        if row.outcome == "unchanged" or turn == limit:
            return turn
        pause()
    raise AssertionError


def test_flown_launches_come_back_to_2015_over_several_runs_and_each_once(replay):
    Archive(replay, [flown(number) for number in range(25)])

    first = run(LAUNCH_LIBRARY_PREVIOUS)
    assert (first.calls, first.added) == (PAGES_A_RUN, 7), "pages begin where the one before ended"
    assert "the next run goes on from here" in first.sentence
    assert "net__gte=2015-01-01T00%3A00%3A00Z" in replay.requests[0]
    pause()
    run_until_still(LAUNCH_LIBRARY_PREVIOUS)

    assert Launch.objects.count() == NetRevision.objects.count() == 25
    assert Bookmark.of("launch-library-previous") == Launch.objects.order_by("net").last().net
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
    for _ in range(6):
        Asking.objects.create(host=host, url="x", status=200, at=timezone.now())

    row = run(LAUNCH_LIBRARY_PREVIOUS)
    assert (row.calls, row.outcome) == (1, "stored")
    assert "The hour's calls are used" in row.sentence

    FeedRun.objects.all().delete()
    with pytest.raises(NotAsked, match="allows 15 calls an hour; 8 are left"):
        run(LAUNCH_LIBRARY_PREVIOUS)


def test_every_change_of_date_or_status_becomes_a_revision_and_a_new_name_keeps_the_launch(replay):
    recent = datetime.now(UTC) - timedelta(hours=20)

    def stamp(hours):
        return f"{recent + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"

    archive = Archive(replay, [launch(id=uuid(1), last_updated=stamp(0))])
    assert run(LAUNCH_LIBRARY_CHANGES).added == 1
    key = Launch.objects.get().pk
    for hours, changes in enumerate(
        ({"net": "2026-12-09T12:15:00Z", "window_start": None, "window_end": None},
         {"status": 8, "net": "2026-12-09T12:15:00Z", "window_start": None, "window_end": None},
         {"status": 8, "net": "2026-12-09T12:15:00Z", "window_start": None, "window_end": None,
          "name": "Falcon 9 Block 5 | Lantern 8"}), 1,
    ):  # fmt: skip
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


def test_one_absurd_moment_moves_no_mark_past_what_was_read(replay):
    items = [flown(n) for n in range(1, 9)]
    items[1] = items[1] | {"net": "2150-01-01T00:00:00Z"}
    archive = Archive(replay, items)
    archive.answer = lambda path, field, query: Reply(  # the odd one stands where its true date belongs
        page([i for i in items if i is items[1] or i[field] >= query[f"{field}__gte"]][: archive.size], 8,
             f"{replay.url}{path}?offset=3")
    )  # fmt: skip
    run(LAUNCH_LIBRARY_PREVIOUS)
    assert Bookmark.of("launch-library-previous") < datetime(2016, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("following", ["http://[::1", "http://elsewhere.example/x", "//"])
def test_a_next_page_elsewhere_is_refused(replay, following):
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    bookmark = datetime.now(UTC).replace(microsecond=0)
    Bookmark.objects.create(feed="launch-library-changes", at=bookmark)
    replay.answers[CHANGES_PATH] = Reply(page([launch(last_updated=now)], 300, following))
    row = run(LAUNCH_LIBRARY_CHANGES)
    assert (row.outcome, "which is another address" in row.sentence) == ("refused", True)


def test_a_run_says_how_far_the_walk_has_come(replay):
    Archive(replay, [flown(n) for n in range(1, 9)], size=2)
    assert "Read up to 24 Mar 2015, 00:00 UTC." in run(LAUNCH_LIBRARY_PREVIOUS).sentence


def test_that_nothing_changed_is_an_answer(replay):
    Archive(replay, [])
    assert run(LAUNCH_LIBRARY_CHANGES).outcome == "unchanged"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_lists_in_any_order_end_in_the_same_launches(replay, order):
    stated = [launch(id=uuid(1), last_updated=f"2026-11-0{day}T10:00:00Z", status=day) for day in (1, 2, 8)]
    for turn in order:
        replay.answers[LAUNCHES_PATH] = Reply(page([stated[turn]]))
        run(UPCOMING)
        pause()
    assert Launch.objects.get().status == "tbc"
    assert Launch.objects.get().ll2_updated_at == datetime(2026, 11, 8, 10, tzinfo=UTC)


# --- Launches that left the list ----------------------------------------------------------------
def listed(replay, *items):
    replay.answers[LAUNCHES_PATH] = Reply(page(list(items)))


def test_a_launch_that_left_the_list_is_looked_up_by_its_id(replay):
    gone, stays = launch(id=uuid(1)), launch(id=uuid(2), name="Falcon 9 | Relay 2")
    listed(replay, gone, stays)
    run(UPCOMING)
    pause()
    listed(replay, stays)
    over = gone | {"last_updated": "2026-11-20T10:00:00Z", "status": {"id": 3, "name": "Success"}}
    replay.answers[f"{CHANGES_PATH}{uuid(1)}/"] = Reply(json.dumps(over).encode())

    row = run(UPCOMING)

    assert (row.outcome, row.calls, row.changed) == ("stored", 2, 1)
    assert Launch.objects.get(ll2_id=uuid(1)).status == "success"


def test_a_launch_that_launch_library_removed_keeps_its_last_word_and_is_not_asked_for_every_hour(replay):
    listed(replay, launch(id=uuid(1)), launch(id=uuid(2), name="Falcon 9 | Relay 2"))
    run(UPCOMING)
    pause()
    listed(replay, launch(id=uuid(2), name="Falcon 9 | Relay 2"))

    row = run(UPCOMING)
    assert (row.outcome, row.changed) == ("stored", 1)
    assert "no longer knows “Falcon 9 Block 5 | Lantern 7” (404): its last word stays" in row.sentence
    pause()
    assert run(UPCOMING).calls == 1
    assert Launch.objects.get(ll2_id=uuid(1)).status == "go"


def test_a_launch_that_is_named_again_is_back_under_the_same_key(replay):
    gone, stays = launch(id=uuid(1)), launch(id=uuid(2), name="Falcon 9 | Relay 2")
    listed(replay, gone, stays)
    run(UPCOMING)
    key = Launch.objects.get(ll2_id=uuid(1)).pk
    for items, absent in (((stays,), True), ((gone, stays), False)):
        pause()
        listed(replay, *items)
        row = run(UPCOMING)
        assert (row.outcome, row.added, row.changed) == ("stored", 0, 1)
        assert [row.launch_id for row in Listing.objects.absent()] == [key] * absent
    assert Launch.objects.get(ll2_id=uuid(1)).pk == key
    assert len(Launch.objects.get(pk=key).absences()) == 1


def test_a_404_that_something_on_the_way_gave_says_nothing_of_a_launch(replay):
    listed(replay, launch(id=uuid(1)), launch(id=uuid(2), name="Falcon 9 | Relay 2"))
    run(UPCOMING)
    pause()
    listed(replay, launch(id=uuid(2), name="Falcon 9 | Relay 2"))
    replay.answers[f"{CHANGES_PATH}{uuid(1)}/"] = Reply(b"<h1>Not found</h1>", 404, "text/html")

    row = run(UPCOMING)

    assert "a 404 that is not Launch Library's own" in row.sentence
    assert not Listing.objects.exists()


def test_an_answer_that_a_launch_is_not_known_is_read_again_from_what_was_kept(replay):
    listed(replay, launch(id=uuid(1)), launch(id=uuid(2), name="Falcon 9 | Relay 2"))
    run(UPCOMING)
    pause()
    listed(replay, launch(id=uuid(2), name="Falcon 9 | Relay 2"))
    row = run(UPCOMING)
    Listing.objects.all().delete()

    feed_runner.replay(UPCOMING, row)

    assert [str(absent.launch.ll2_id) for absent in Listing.objects.absent()] == [uuid(1)]
    body = json.loads(row.raw.bodies[-1])
    assert (body["not_known"], "Written by Racetracker" in body["note"]) == (uuid(1), True)


def test_a_list_that_was_not_read_to_its_end_says_nothing_of_what_it_leaves_out(replay):
    listed(replay, launch(id=uuid(1)))
    run(UPCOMING)
    pause()
    other = launch(id=uuid(2), name="Falcon 9 | Relay 2")

    def endless(path, query):
        following = f"{replay.url}{LAUNCHES_PATH}?offset={int(query.get('offset', 0)) + 1}"
        return Reply(page([other], 900, following))

    replay.answers[LAUNCHES_PATH] = endless
    assert run(UPCOMING).calls == 7
    assert not [path for path in replay.requests if uuid(1) in path]


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
