"""Which update speaks of which move, and what is said where none does."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError

from facts.models import LedgerVersion
from launches.models import LaunchUpdate, UpdatesRead
from launches.reasons import moves_of
from launches.records import UpdateRecord, UpdatesStretch
from launches.services import store_updates
from tests.metrics import facts
from tests.present import present

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_ledger")]
AN_ID = UUID(int=7)
MOVES = ("2026-03-01", "2026-04-01", "2026-05-01")


@pytest.fixture
def slipped():
    """A launch whose date moved twice, each time at noon."""
    launch = facts.launch("2026-12-01", slug="slipped", ll2_id=AN_ID, status="tbd")
    for number, day in enumerate(MOVES):
        facts.net(launch, f"2026-1{number}-01", day)
    return launch


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wrote(number: int, moment: str, comment: str | None = None) -> UpdateRecord:
    return UpdateRecord(number, AN_ID, comment or f"Update {number}.", "", "", at(moment))


def told(launch, *updates, read=()) -> list[str]:
    """The words beside each move, oldest first: the update's, or why there are none."""
    store_updates([*updates, *read], seen_at=at("2026-06-01"))
    pairs = reversed(moves_of(launch.pk))
    return [reason.update.comment if reason.update else reason.state for _move, reason in pairs]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-20", ["not_applicable", "Update 1.", "not_read"]),
        ("2026-04-01T11:59", ["not_applicable", "Update 1.", "not_read"]),
        ("2026-04-01T12:30", ["not_applicable", "Update 1.", "not_read"]),
        ("2026-04-01T13:01", ["not_applicable", "not_read", "Update 1."]),
        ("2026-05-01T12:30", ["not_applicable", "not_read", "Update 1."]),
        ("2026-05-02", ["not_applicable", "not_read", "not_read"]),
        ("2026-02-01", ["not_applicable", "not_read", "not_read"]),
    ],
)
def test_an_update_speaks_of_the_move_around_which_it_was_written(slipped, moment, expected):
    assert told(slipped, wrote(1, moment)) == expected


def test_of_several_updates_of_one_move_the_newest_speaks_whatever_came_first(slipped):
    assert told(slipped, wrote(1, "2026-03-25"), wrote(2, "2026-03-20"))[1] == "Update 1."


def test_no_update_is_none_only_where_that_time_was_read(slipped):
    april = UpdatesStretch(at("2026-04-01T12:00"), at("2026-05-01T12:00"))
    assert told(slipped, read=[april]) == ["not_applicable", "not_read", "none"]


def test_stretches_that_meet_are_one_and_a_gap_is_not_read(slipped):
    days = [("2026-03-01", "2026-03-20"), ("2026-03-20", "2026-04-02"), ("2026-04-03", "2026-05-02")]
    read = [UpdatesStretch(at(first), at(last)) for first, last in days]
    assert told(slipped, read=read) == ["not_applicable", "none", "not_read"]


def test_an_update_of_a_launch_that_is_learned_of_later_is_its_reason_then():
    store_updates([wrote(1, "2026-03-20")], seen_at=at("2026-03-21"))
    launch = facts.launch("2026-12-01", slug="later", ll2_id=AN_ID, status="tbd")
    facts.net(launch, "2026-10-01", MOVES[0])
    facts.net(launch, "2026-11-01", MOVES[1])
    assert [reason.state for _move, reason in moves_of(launch.pk)] == ["stated", "not_applicable"]


def test_a_wording_of_a_moment_before_stays_its_answer(slipped):
    store_updates([wrote(1, "2026-03-20", "Winds.")], seen_at=at("2026-03-21"))
    cited = LedgerVersion.now().seen_from(None, LedgerVersion.now().changed_at)
    assert told(slipped, wrote(1, "2026-03-20", "A valve."))[1] == "A valve."
    [_first, (_move, reason), _last] = reversed(moves_of(slipped.pk, cited))
    assert present(reason.update).comment == "Winds."


def test_a_stretch_that_reads_little_more_makes_no_row_and_a_day_more_does(slipped):
    read = UpdatesStretch(at("2026-03-01"), at("2026-03-02"))
    for hours in (0, 1, 5, 24):
        longer = UpdatesStretch(read.read_from, read.read_up_to + timedelta(hours=hours))
        store_updates([longer], seen_at=at("2026-06-01"))
    assert UpdatesRead.objects.count() == 2


def test_an_empty_comment_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="launchupdate_says_something"):
        LaunchUpdate.objects.create(update_id=1, ll2_id=AN_ID, comment="", created_on=at("2026-03-01"))
