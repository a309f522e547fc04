"""Stores launches as a feed states them, beside what the ledger says of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common.countries import RIVALS
from facts.models import Source
from launches.models import (
    FEED_SLUG,
    FIRST_YEAR,
    FLOWN,
    TERMINAL,
    Launch,
    Listing,
    NetRevision,
    PastRead,
    Spacecraft,
)
from launches.records import LaunchRecord, Stored, UnlistedLaunch
from launches.services.listings import keep_listings
from launches.services.revisions import keep_statements
from launches.services.ties import may_fly, names_spacecraft, pair_launches

SOURCE_SLUG = "launch-library-2"
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


@transaction.atomic
def upsert_launches(records: Sequence[LaunchRecord | UnlistedLaunch], *, seen_at: datetime) -> Stored:
    """Stores each launch once, ties it to the ledger's and to the spacecraft it names.

    Of a launch the newest statement counts, by the feed's own clock and not by arrival; an older one that
    comes late takes its place among the revisions. A changed NET, precision or status is a new
    `NetRevision`. Of a launch in the ledger only date, status and pad follow the feed, until it is over;
    its name, summary and sources stay. One that the feed no longer knows stays as it was last told; that,
    and that it is named again, is kept as a `Listing`.
    """
    unknown = {record.ll2_id for record in records if isinstance(record, UnlistedLaunch)}
    # Feeds of one source that store at the same moment do so one after the other.
    list(Source.objects.select_for_update().filter(slug=SOURCE_SLUG))
    told = _told([record for record in records if isinstance(record, LaunchRecord)])
    newest = {ll2_id: statements[-1] for ll2_id, statements in told.items()}
    launches = {row.ll2_id: row for row in Launch.objects.select_for_update().filter(ll2_id__in=newest)}
    ledger = Launch.objects.select_for_update().filter(ll2_id=None).exclude(slug__startswith=FEED_SLUG)
    loose = [r for r in newest.values() if r.ll2_id not in launches or is_of_feed(launches[r.ll2_id])]
    pairs, remarks = pair_launches(loose, ledger)
    taken = dict(
        Launch.objects.filter(designator__in={r.designator for r in loose if r.designator}).values_list(
            "designator", "ll2_id"
        )
    )
    taken |= {r.designator: r.ll2_id for r, tied in pairs.items() if r.designator == tied.designator != ""}

    new: list[Launch] = []
    touched: list[Launch] = []
    unread: dict[UUID, Launch] = {}
    moved: set[UUID] = set()
    for record in newest.values():
        row = launches.get(record.ll2_id)
        tied = pairs.get(record)
        values, stated_at = _values(record, taken, remarks), record.updated_at
        if tied is not None:
            if row is not None:
                if row.ll2_updated_at and row.ll2_updated_at > stated_at:
                    values, stated_at = {name: getattr(row, name) for name in OWN_FIELDS}, row.ll2_updated_at
                _absorb(row, into=tied)
            row, tied.ll2_id, tied.ll2_updated_at = tied, record.ll2_id, None
            remarks.append(f"Tied “{record.name}” to the ledger's “{row.name}”.")
            moved.add(record.ll2_id)
        known_on = min(_known_on(statement, seen_at) for statement in told[record.ll2_id])
        if row is None:
            row = Launch(
                slug=f"{FEED_SLUG}{record.ll2_id}",
                ll2_id=record.ll2_id,
                ll2_updated_at=stated_at,
                confidence="reported",
                known_on=known_on,
                **values,
            )
            new.append(row)
        else:
            at = row.ll2_updated_at
            newer = _is_newer(row, values, stated_at)
            if newer and _revise(row, values, stated_at, remarks):
                moved.add(record.ll2_id)
            earlier = is_of_feed(row) and known_on < row.known_on
            if earlier:
                row.known_on = known_on
            if newer or earlier:
                touched.append(row)
            if not newer and [statement.updated_at for statement in told[record.ll2_id]] == [at]:
                continue
        launches[record.ll2_id] = unread[record.ll2_id] = row

    Launch.objects.bulk_create(new)
    _cite([row.pk for row in new])
    Launch.objects.bulk_update(touched, [*OWN_FIELDS, "ll2_id", "ll2_updated_at", "known_on", "changed_at"])
    moved |= keep_statements(unread, told, remarks)
    remarks += _tie_spacecraft(newest, launches)
    listings = keep_listings(newest.keys(), unknown - newest.keys(), seen_at)
    remarks += [f"Launch Library lists “{row.launch.name}” again." for row in listings.values() if row.listed]
    moved |= listings.keys()
    changed = len(moved - {row.ll2_id for row in new})
    return Stored(len(new), changed, len(newest.keys() | unknown) - len(new) - changed, tuple(remarks))


def upsert_known_and_national(records: Sequence[LaunchRecord], *, seen_at: datetime) -> Stored:
    """Stores launches of the feed's past that are ours to keep: see `_ours`."""
    kept = set(
        Launch.objects.filter(ll2_id__in={record.ll2_id for record in records}).values_list(
            "ll2_id", flat=True
        )
    )
    kept |= {record.ll2_id for record in records if _ours(record)}
    ours = [record for record in records if record.ll2_id in kept]
    stored = upsert_launches(ours, seen_at=seen_at)
    if left := len(records) - len(ours):
        words = f"{left} of other countries or before {FIRST_YEAR} left aside."
        return replace(stored, remarks=(words, *stored.remarks))
    return stored


@transaction.atomic
def upsert_past(records: Sequence[LaunchRecord], *, seen_at: datetime) -> Stored:
    """Stores the next stretch of the past, and with it how far the past is complete; that never moves back.

    The records are those of flown launches in the order of their NET, of every nation, from where the
    stretch before ended.
    """
    stored = upsert_known_and_national(records, seen_at=seen_at)
    read_up_to = min(max((record.net for record in records), default=seen_at), seen_at)
    before = PastRead.objects.read_by()
    if records and (before is None or before < read_up_to):
        PastRead.objects.create(read_up_to=read_up_to)
    return stored


def _ours(record: LaunchRecord) -> bool:
    """Whether a launch unknown so far is kept: ahead, or flown from the US or China since 2015."""
    ahead = record.status not in FLOWN
    return ahead or (record.country in RIVALS and record.net.year >= FIRST_YEAR)


def unlisted_launches(listed: Collection[str]) -> list[Launch]:
    """Launches that the feed told us of, whose end is open, and that it lists no longer; longest due first.

    Each with `unlisted_since`: when it was found that the feed does not know it by its id either.
    """
    rows = Launch.objects.exclude(ll2_id=None).exclude(status__in=TERMINAL).order_by("net_last", "pk")
    rows = rows.with_listing()
    return [row for row in rows if str(row.ll2_id) not in listed]


def _known_on(record: LaunchRecord, seen_at: datetime) -> date:
    """The day the public could know: that of the flight, where the launch is over, and else that of first sight."""
    seen_on = seen_at.astimezone(UTC).date()
    return min(seen_on, record.net_last) if record.status in TERMINAL else seen_on


def _told(records: Sequence[LaunchRecord]) -> dict[UUID, list[LaunchRecord]]:
    """The statements of each launch, oldest first, one a moment: pages overlap when a list moves between calls."""
    found: dict[UUID, dict[datetime, LaunchRecord]] = {}
    for record in records:
        said = found.setdefault(record.ll2_id, {})
        other = said.get(record.updated_at)
        if other is None or _rank(_own(record)) > _rank(_own(other)):
            said[record.updated_at] = record
    return {ll2_id: [said[at] for at in sorted(said)] for ll2_id, said in found.items()}


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
    """Moves the feed's own row into a launch that the ledger learned of later."""
    NetRevision.statements.filter(launch=row).update(launch=into)
    Listing.objects.filter(launch=row).update(launch=into)
    row.spacecraft.update(launch=into)
    row.delete()


def _cite(launch_ids: Sequence[int]) -> None:
    """Launch Library is a third party's compilation: press, not the word of those who launch."""
    if not launch_ids:
        return
    source, _created = Source.objects.get_or_create(
        slug=SOURCE_SLUG,
        defaults={
            "url": "https://ll.thespacedevs.com/2.3.0/",
            "title": "Launch Library 2",
            "publisher": "The Space Devs",
            # Version 2.3.0, the one cited here, came out in that year.
            "published_on_first": date(2024, 1, 1),
            "published_on_last": date(2024, 12, 31),
            "published_on_precision": "year",
            "language": "en",
            "quality": Source.Quality.PRESS,
        },
    )
    through = Launch.sources.through
    through.objects.bulk_create(
        [through(launch_id=pk, source_id=source.pk) for pk in launch_ids], ignore_conflicts=True
    )


def _tie_spacecraft(newest: dict, launches: dict) -> list[str]:
    """Ties a spacecraft without a launch to the one launch that names it."""
    remarks = []
    for spacecraft in Spacecraft.objects.filter(launch=None).order_by("slug"):
        hits = [r for r in newest.values() if may_fly(spacecraft, r) and names_spacecraft(r, spacecraft)]
        if len(hits) == 1:
            row = launches[hits[0].ll2_id]
            if Spacecraft.objects.filter(pk=spacecraft.pk, launch=None).update(
                launch=row, changed_at=timezone.now()
            ):
                remarks.append(f"Tied {spacecraft.name} to “{row.name}”.")
        elif hits:
            named = ", ".join(f"“{r.name}”" for r in hits)
            remarks.append(f"{spacecraft.name} is not tied: {named} all name it.")
    return remarks
