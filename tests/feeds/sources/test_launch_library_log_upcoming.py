"""Launches of the list, in any order, and those that left it."""

import itertools
import json
from datetime import UTC, datetime

import pytest

from feeds.runs import runner as feed_runner
from feeds.runs.runner import run
from launches.models import Launch, Listing
from tests.bare_rows import bare
from tests.feeds.answers import CHANGES_PATH, LAUNCHES_PATH, launch, page
from tests.feeds.replay import Reply
from tests.feeds.sources.launch_library_lists import (
    UPCOMING,
    listed,
    pause,
    uuid,
)
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_lists_in_any_order_end_in_the_same_launches(replay, order):
    stated = [launch(id=uuid(1), last_updated=f"2026-11-0{day}T10:00:00Z", status=day) for day in (1, 2, 8)]
    for turn in order:
        replay.answers[LAUNCHES_PATH] = Reply(page([stated[turn]]))
        run(UPCOMING)
        pause()
    assert Launch.objects.get().status == "tbc"
    assert Launch.objects.get().ll2_updated_at == datetime(2026, 11, 8, 10, tzinfo=UTC)


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
    bare(Listing).delete()

    feed_runner.replay(UPCOMING, row)

    assert [str(absent.launch.ll2_id) for absent in Listing.objects.absent()] == [uuid(1)]
    body = json.loads(present(row.raw).bodies[-1])
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
