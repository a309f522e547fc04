"""Keeps what a feed states of a launch's date and status, each statement in its place in time."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

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
    moment that differ only one stands, which a remark tells.
    """
    kept: dict[int, list[NetRevision]] = {row.pk: [] for row in launches.values()}
    for revision in NetRevision.statements.filter(launch__in=kept).order_by("stated_at", "pk"):
        kept[revision.launch_id].append(revision)
    new: list[NetRevision] = []
    changed: list[NetRevision] = []
    moved = set()
    for ll2_id, row in launches.items():
        before = [_state(revision) for revision in kept[row.pk]]
        course = _placed(row, kept[row.pk], told[ll2_id], remarks)
        new += [revision for revision in course if revision.pk is None]
        states = {revision.stated_at: state for revision, state in zip(kept[row.pk], before, strict=True)}
        changed += [r for r in course if r.pk and _state(r) != states[r.stated_at]]
        if [state for state in before if state[0]] != [_state(r) for r in course if r.moved]:
            moved.add(ll2_id)
    NetRevision.statements.bulk_create(new)
    NetRevision.statements.bulk_update(changed, [*SAID, "moved"])
    return moved


def _placed(
    row: Launch, kept: Iterable[NetRevision], told: Iterable[LaunchRecord], remarks: list[str]
) -> list[NetRevision]:
    """What was kept and what is told now, in the order of time, each with whether it moved something."""
    known = {revision.stated_at: revision for revision in kept}
    for record in told:
        said = {name: getattr(record, name) for name in SAID}
        other = known.get(record.updated_at)
        if other is None:
            known[record.updated_at] = NetRevision(launch=row, stated_at=record.updated_at, **said)
        elif _rank(record) != _rank(other):
            remarks.append(
                f"“{row.name}” is stated in two ways as of {record.updated_at:%Y-%m-%d %H:%M:%S}: one of them stands."
            )
            if _rank(record) > _rank(other):
                for name, value in said.items():
                    setattr(other, name, value)
    course = [known[at] for at in sorted(known)]
    earlier: NetRevision | None = None
    for revision in course:
        revision.moved = earlier is None or any(
            getattr(revision, name) != getattr(earlier, name) for name in REVISED
        )
        earlier = revision
    return course


def _state(revision: NetRevision) -> tuple:
    return (revision.moved, revision.stated_at, *(getattr(revision, name) for name in SAID))


def _rank(said: NetRevision | LaunchRecord) -> tuple[str, ...]:
    """Which of two statements of one moment stands: the same one, whichever came first."""
    return tuple(str(getattr(said, name) or "") for name in SAID)
