"""Puts what a feed states of a launch into its row: its own, or the one that the ledger has of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from launches.models import FEED_SLUG, TERMINAL, Launch, Listing, NetRevision
from launches.records import LaunchRecord

# What the feed may say of every launch that is not over.
NET_FIELDS = (
    "net",
    "net_precision",
    "net_first",
    "net_last",
    "window_start",
    "window_end",
    "status",
    "pad",
)
# What it says of a launch that only the feed knows.
OWN_FIELDS = (*NET_FIELDS, "name", "vehicle", "provider", "country", "site", "orbit", "designator", "summary")


def is_of_feed(launch: Launch) -> bool:
    """Whether the feed made this row; all others are the ledger's or an analyst's."""
    return launch.slug.startswith(FEED_SLUG)


def statements_of(records: Sequence[LaunchRecord]) -> dict[UUID, list[LaunchRecord]]:
    """The statements of each launch, oldest first, one a moment: pages overlap when a list moves between calls."""
    found: dict[UUID, dict[datetime, LaunchRecord]] = {}
    for record in records:
        said = found.setdefault(record.ll2_id, {})
        other = said.get(record.updated_at)
        if other is None or _rank(_own(record)) > _rank(_own(other)):
            said[record.updated_at] = record
    return {ll2_id: [said[at] for at in sorted(said)] for ll2_id, said in found.items()}


@dataclass
class Rows:
    """The rows of the launches that one answer names, by Launch Library's id, and what becomes of them.

    `taken` are the designators that are spoken for, by the id of their launch. Nothing is stored here but
    what ties a row of the feed to one of the ledger: `new` rows are to be made, `touched` ones to be
    updated, the statements of `unread` ones to be kept. `moved` are those whose date or state is another.
    """

    launches: dict[UUID, Launch]
    taken: dict[str, UUID | None]
    remarks: list[str]
    seen_at: datetime
    new: list[Launch] = field(default_factory=list)
    touched: list[Launch] = field(default_factory=list)
    unread: dict[UUID, Launch] = field(default_factory=dict)
    moved: set[UUID] = field(default_factory=set)

    def place(self, statements: Sequence[LaunchRecord], tied: Launch | None) -> None:
        """Puts the newest of a launch's statements into its row, or into the ledger's that it is tied to now."""
        record = statements[-1]
        row = self.launches.get(record.ll2_id)
        values, stated_at = _values(record, self.taken, self.remarks), record.updated_at
        if tied is not None:
            if row is not None:
                if row.ll2_updated_at and row.ll2_updated_at > stated_at:
                    values, stated_at = {name: getattr(row, name) for name in OWN_FIELDS}, row.ll2_updated_at
                _absorb(row, into=tied)
            row, tied.ll2_id, tied.ll2_updated_at = tied, record.ll2_id, None
            self.remarks.append(f"Tied “{record.name}” to the ledger's “{row.name}”.")
            self.moved.add(record.ll2_id)
        known_on = min(_known_on(statement, self.seen_at) for statement in statements)
        if row is None:
            row = Launch(
                slug=f"{FEED_SLUG}{record.ll2_id}",
                ll2_id=record.ll2_id,
                ll2_updated_at=stated_at,
                confidence="reported",
                known_on=known_on,
                **values,
            )
            self.new.append(row)
        else:
            read_before = [statement.updated_at for statement in statements] == [row.ll2_updated_at]
            if not self._follow(row, record.ll2_id, values, stated_at, known_on) and read_before:
                return
        self.launches[record.ll2_id] = self.unread[record.ll2_id] = row

    def _follow(
        self, row: Launch, ll2_id: UUID, values: Mapping[str, Any], stated_at: datetime, known_on: date
    ) -> bool:
        """Brings a row that is there up to a statement; false where the row is as new already."""
        newer = _is_newer(row, values, stated_at)
        if newer and _revise(row, values, stated_at, self.remarks):
            self.moved.add(ll2_id)
        earlier = is_of_feed(row) and known_on < row.known_on
        if earlier:
            row.known_on = known_on
        if newer or earlier:
            self.touched.append(row)
        return newer


def _known_on(record: LaunchRecord, seen_at: datetime) -> date:
    """The day the public could know: that of the flight, where the launch is over, and else that of first sight."""
    seen_on = seen_at.astimezone(UTC).date()
    return min(seen_on, record.net_last) if record.status in TERMINAL else seen_on


def _own(record: LaunchRecord) -> dict[str, Any]:
    """The record's words for our columns."""
    return {name: record.description if name == "summary" else getattr(record, name) for name in OWN_FIELDS}


def _rank(values: Mapping[str, Any], names: Sequence[str] = OWN_FIELDS) -> tuple[str, ...]:
    """Which of two statements of one moment stands: the same, whichever came first."""
    return tuple(str(values[name] or "") for name in names)


def _is_newer(row: Launch, values: Mapping[str, Any], stated_at: datetime) -> bool:
    if row.ll2_updated_at != stated_at:
        return row.ll2_updated_at is None or row.ll2_updated_at < stated_at
    names = _following(row, values)
    return _rank(values, names) > _rank({name: getattr(row, name) for name in names}, names)


def _following(row: Launch, values: Mapping[str, Any]) -> Sequence[str]:
    """What the feed may write: all of its own launch, of the ledger's date, status and pad until it is over."""
    if is_of_feed(row):
        return OWN_FIELDS
    if row.status in TERMINAL:
        return ()
    return [name for name in NET_FIELDS if name != "pad" or values["pad"]]


def _values(record: LaunchRecord, taken: dict, remarks: list[str]) -> dict:
    """The record's words for our columns. A designator that another launch holds is left out."""
    values = _own(record)
    if record.designator and taken.setdefault(record.designator, record.ll2_id) != record.ll2_id:
        values["designator"] = ""
        if any(f"has the designator {record.designator} of" in remark for remark in remarks):
            return values
        remarks.append(f"“{record.name}” claims designator {record.designator}, which another launch has.")
    return values


def _revise(row: Launch, values: Mapping[str, Any], stated_at: datetime, remarks: list[str]) -> bool:
    """Writes the newer statement into the row, as far as the feed may; says whether anything changed."""
    names = _following(row, values)
    if not names and values["status"] in TERMINAL and row.status != values["status"]:
        remarks.append(f"Launch Library says {values['status']} of “{row.name}”, the ledger {row.status}.")
    changed = [name for name in names if getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    row.ll2_updated_at = stated_at
    row.changed_at = timezone.now()
    return bool(changed)


def _absorb(row: Launch, into: Launch) -> None:
    """Takes the feed's own row over into a launch that the ledger learned of later.

    What was stated of it is stated of that launch from now on; the account keeps the row as it was, with what
    had been stated of it.
    """
    stated = list(NetRevision.statements.filter(launch=row).order_by("pk"))
    listed = list(Listing.objects.filter(launch=row).order_by("pk"))
    copies: list[NetRevision | Listing] = [*stated, *listed]
    now = timezone.now()
    for one in copies:
        one.pk, one.launch, one.recorded_at = None, into, now
    NetRevision.statements.bulk_create(stated)
    Listing.objects.bulk_create(listed)
    row.spacecraft.update(launch=into)
    row.delete()
