"""Updates of Launch Library's editors: read once, in whatever order and shape they come."""

from datetime import UTC, datetime, timedelta

import pytest

from feeds.models import Bookmark
from feeds.registry import FEEDS
from feeds.runs.runner import run
from feeds.sources.launch_library_updates import MOST_TEXT, parse
from launches.models import LaunchUpdate, UpdatesRead
from launches.records import UpdateRecord
from tests.feeds.answers import UPDATES_PATH, page, update
from tests.feeds.replay import Reply
from tests.feeds.sources.launch_library_lists import pause

UPDATES = FEEDS["launch-library-updates"]
RECEIVED_AT = datetime(2026, 11, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("empty_ledger")


def read(**changes) -> UpdateRecord:
    parsed = parse([page([update(**changes)])], RECEIVED_AT)
    [record] = [one for one in parsed.records if isinstance(one, UpdateRecord)]
    return record


def refused(**changes) -> str:
    [fault] = parse([page([update(**changes)])], RECEIVED_AT).quarantined
    return fault.reason


def test_an_update_keeps_its_words_author_link_and_moment(replay):
    replay.answers[UPDATES_PATH] = Reply(page([update()]))
    assert run(UPDATES).added == 1
    row = LaunchUpdate.objects.get()
    assert (row.comment, row.author) == ("Delayed to the 9th for strong winds aloft.", "An Editor")
    assert (row.link, row.created_on) == (
        "https://news.example/lantern-7",
        datetime(2026, 11, 2, 9, tzinfo=UTC),
    )
    assert Bookmark.of("launch-library-updates") == row.created_on


@pytest.mark.parametrize(
    "comment",
    [
        "<p>Winds <b>aloft</b></p>",
        "&lt;b&gt;Winds&lt;/b&gt;&nbsp;aloft<!-- x -->",
        "Winds\u202e aloft\x00<script>",
    ],
)
def test_markup_and_unseen_signs_of_a_comment_are_left_out(comment):
    assert read(comment=comment).comment == "Winds aloft"


def test_a_sign_for_less_is_no_markup():
    assert read(comment="T-0 slipped: 3 < 5 and 7 > 6").comment == "T-0 slipped: 3 < 5 and 7 > 6"


def test_a_comment_of_ten_thousand_letters_is_cut_between_letters():
    comment = read(comment="👩🏽‍🚀" * 10_000).comment
    assert comment == "👩🏽‍🚀" * (MOST_TEXT - 1) + "…"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://example.org/x", "data:text/html,x", "https://a.example/\u202e", 7, ""],
)
def test_a_link_of_another_scheme_is_left_out_and_the_words_stay(link):
    record = read(info_url=link)
    assert (record.link, record.comment) == ("", "Delayed to the 9th for strong winds aloft.")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "x"}, "id 'x' is not a whole number above 0"),
        ({"id": True}, "id 'True' is not a whole number above 0"),
        ({"created_on": None}, "created_on is missing or null"),
        ({"created_on": "2027-11-02T09:00:00Z"}, "created_on 2027-11-02T09:00:00Z lies in the future"),
        ({"launch": "no uuid"}, "id 'no uuid' is not a UUID"),
        ({"comment": 7}, "comment is not text"),
    ],
)
def test_an_update_that_cannot_be_understood_is_set_aside_with_the_reason(changes, reason):
    assert refused(**changes) == reason


def test_an_update_that_lost_a_field_stays_to_be_asked_for_again():
    item = update()
    del item["comment"]
    parsed = parse([page([update(id=1), item])], RECEIVED_AT)
    assert [fault.lacks for fault in parsed.quarantined] == ["comment"]
    assert parsed.read_up_to is None


def test_updates_of_events_and_without_words_are_counted_and_left_aside(replay):
    items = [update(id=1, launch=None), update(id=2, comment=None), update(id=3, comment=" <p></p> ")]
    replay.answers[UPDATES_PATH] = Reply(page(items))
    assert "3 of events or programs, or without words, left aside." in run(UPDATES).sentence
    assert not LaunchUpdate.objects.exists()


def test_an_update_of_a_launch_not_held_is_kept_and_said(replay):
    replay.answers[UPDATES_PATH] = Reply(page([update()]))
    assert "Updates of launches not held here: 1." in run(UPDATES).sentence
    assert LaunchUpdate.objects.count() == 1


def test_an_update_that_comes_again_is_one_row_and_a_new_wording_another(replay):
    replay.answers[UPDATES_PATH] = Reply(page([update()]))
    run(UPDATES)
    pause()
    assert run(UPDATES).outcome == "unchanged"
    assert LaunchUpdate.objects.count() == 1
    pause()
    replay.answers[UPDATES_PATH] = Reply(page([update(comment="Delayed for a valve.")]))
    assert run(UPDATES).changed == 1
    assert [row.comment for row in LaunchUpdate.objects.recorded_by()] == ["Delayed for a valve."]
    assert LaunchUpdate.objects.count() == 2


def test_the_order_of_an_answer_in_one_page_makes_no_difference(replay):
    items = [update(id=n, created_on=f"2026-11-0{n}T09:00:00Z") for n in (3, 1, 2)]
    replay.answers[UPDATES_PATH] = Reply(page(items))
    run(UPDATES)
    assert [row.update_id for row in LaunchUpdate.objects.order_by("created_on")] == [1, 2, 3]
    [(first, last)] = UpdatesRead.objects.stretches()
    assert first == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert datetime.now(UTC) - last < timedelta(minutes=1), "the list was read to its end"


def test_the_feed_keeps_within_the_hours_calls_of_its_host(replay):
    replay.answers[UPDATES_PATH] = Reply(page([update()]))
    assert UPDATES.spoken_for() == 9, "what the other three feeds still need"
    assert run(UPDATES).calls == 1
