"""Keeps what a feed states of a launch's date and status, each statement in its place in time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from launches.models import Launch, NetRevision
from launches.records import LaunchRecord

SAID = ("net", "net_precision", "net_first", "net_last", "window_start", "window_end", "status")
REVISED = ("net", "net_precision", "status")


def keep_statements(
    launches: Mapping[UUID, Launch], told: Mapping[UUID, Sequence[LaunchRecord]], remarks: list[str]
) -> set[UUID]:
    """Keeps every statement of these launches once; those launches whose course of dates and states is another now.

    Which statements moved something is told from all of them in the order in which they were made, not in
    which they came: so the revisions end the same in whatever order answers arrive. Of two statements of one
    moment that differ only one stands, which a remark tells. A row that reads otherwise now is replaced by
    another, and kept for the answers of moments before.
    """
    kept: dict[int, list[NetRevision]] = {row.pk: [] for row in launches.values()}
    for revision in NetRevision.statements.filter(launch__in=kept).order_by("stated_at", "pk"):
        kept[revision.launch_id].append(revision)
    new: list[NetRevision] = []
    replaced: list[int] = []
    moved = set()
    for ll2_id, row in launches.items():
        before = {revision.stated_at: revision for revision in kept[row.pk]}
        course = _placed(row, before, told[ll2_id], remarks)
        states = {_state(revision) for revision in before.values()}
        other = [revision for revision in course if _state(revision) not in states]
        new += other
        replaced += [before[one.stated_at].pk for one in other if one.stated_at in before]
        if _moves(before.values()) != _moves(course):
            moved.add(ll2_id)
    now = timezone.now()
    for revision in new:
        revision.recorded_at = now
    if replaced:
        NetRevision.statements.filter(pk__in=replaced).replace(now)
    NetRevision.statements.bulk_create(new)
    return moved


def _placed(
    row: Launch,
    before: Mapping[datetime, NetRevision],
    told: Iterable[LaunchRecord],
    remarks: list[str],
) -> list[NetRevision]:
    """What was kept and what is told now as new rows, in the order of time, each with whether it moved something."""
    known = {at: _said(revision) for at, revision in before.items()}
    for record in told:
        said = _said(record)
        other = known.setdefault(record.updated_at, said)
        if _rank(said) != _rank(other):
            remarks.append(
                f"“{row.name}” is stated in two ways as of {record.updated_at:%Y-%m-%d %H:%M:%S}: one of them stands."
            )
            known[record.updated_at] = max(said, other, key=_rank)
    course: list[NetRevision] = []
    for at in sorted(known):
        revision = NetRevision(launch=row, stated_at=at, **known[at])
        revision.moved = not course or any(
            getattr(revision, name) != getattr(course[-1], name) for name in REVISED
        )
        course.append(revision)
    return course


def _said(of: NetRevision | LaunchRecord) -> dict[str, Any]:
    return {name: getattr(of, name) for name in SAID}


def _moves(course: Iterable[NetRevision]) -> list[tuple[Any, ...]]:
    return [_state(revision) for revision in course if revision.moved]


def _state(revision: NetRevision) -> tuple[Any, ...]:
    return (revision.moved, revision.stated_at, *_said(revision).values())


def _rank(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of two statements of one moment stands: the same one, whichever came first."""
    return tuple(str(value or "") for value in said.values())
