"""Why a date or state of a launch moved, in the words of Launch Library's editors, as far as they gave any."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from common.dates import AsOf
from launches.models import Launch, LaunchUpdate, NetRevision, UpdatesRead

# An editor moves the date and writes why, or writes first: an update so shortly after a move speaks of it.
SHORTLY = timedelta(hours=1)

State = Literal["stated", "none", "not_read", "not_applicable"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Reason:
    """What was written about a move of NET or status.

    `stated`: `update` is the newest update of its time. `none`: every update of that time was read, and none
    is of this launch. `not_read`: that time was not read, so nobody here knows. `not_applicable`: the first
    statement of a launch, which moves nothing.
    """

    state: State
    update: LaunchUpdate | None = None


def moves_of(launch: int, as_of: AsOf | None = None) -> list[tuple[NetRevision, Reason]]:
    """Every date and state that one launch was given, the newest first, each with its reason."""
    moves = _courses([launch], as_of).get(launch, [])
    reasons = _reasons_of({launch: moves}, as_of)
    return [(revision, reasons[revision.pk]) for revision in reversed(moves)]


def reasons_of(launches: Iterable[int], as_of: AsOf | None = None) -> dict[int, Reason]:
    """The reason of each revision of these launches, by the key of the revision; four queries.

    An update belongs to the first move after it, or to one that was made up to an hour before it where that
    one is nearer. Both clocks hold: updates and the times read are those of the moment asked.
    """
    return _reasons_of(_courses(launches, as_of), as_of)


def _courses(launches: Iterable[int], as_of: AsOf | None) -> dict[int, list[NetRevision]]:
    """The statements that moved something, oldest first, by launch."""
    rows = NetRevision.every.known_by(as_of) if as_of else NetRevision.every.stood_at(None)
    moves: dict[int, list[NetRevision]] = defaultdict(list)
    for revision in rows.filter(launch__in=set(launches), moved=True).order_by("stated_at", "pk"):
        moves[revision.launch_id].append(revision)
    return moves


def _reasons_of(courses: Mapping[int, Sequence[NetRevision]], as_of: AsOf | None) -> dict[int, Reason]:
    ids = dict(Launch.objects.filter(pk__in=courses).exclude(ll2_id=None).values_list("pk", "ll2_id"))
    written = defaultdict(list)
    for update in LaunchUpdate.objects.known_by(as_of).filter(ll2_id__in=ids.values()):
        written[update.ll2_id].append(update)
    read = UpdatesRead.objects.stretches(as_of.recorded if as_of else None)
    found: dict[int, Reason] = {}
    for launch, course in courses.items():
        updates = written[ids[launch]] if launch in ids else []
        found |= _reasons(course, updates, read)
    return found


def _reasons(
    course: Sequence[NetRevision],
    updates: Iterable[LaunchUpdate],
    read: Sequence[tuple[datetime, datetime]],
) -> dict[int, Reason]:
    moments = [revision.stated_at for revision in course]
    newest: dict[int, LaunchUpdate] = {}
    for update in sorted(updates, key=lambda one: (one.created_on, one.update_id)):
        place = _move_of(update.created_on, moments)
        if place is not None:
            newest[course[place].pk] = update
    found = {}
    for number, revision in enumerate(course):
        if number == 0:
            found[revision.pk] = Reason("not_applicable")
        elif revision.pk in newest:
            found[revision.pk] = Reason("stated", newest[revision.pk])
        else:
            first, last = moments[number - 1], moments[number]
            whole = any(start <= first and last <= end for start, end in read)
            found[revision.pk] = Reason("none" if whole else "not_read")
    return found


def _move_of(at: datetime, moments: Sequence[datetime]) -> int | None:
    """The place of the move that an update speaks of; None where it was written long after the last one."""
    after = bisect_left(moments, at)
    before = after - 1
    is_shortly_after = before >= 0 and at - moments[before] <= SHORTLY
    if after == len(moments):
        return before if is_shortly_after else None
    if is_shortly_after and at - moments[before] < moments[after] - at:
        return before
    return after
