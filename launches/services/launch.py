"""Stores launches as a feed states them, beside what the ledger says of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common.countries import RIVALS
from launches.models import FLOWN, TERMINAL, Launch, NetRevision, Spacecraft
from launches.records import LaunchRecord, Stored
from launches.services.ties import may_fly, names_spacecraft, pair_launches
from projects.models import Source

FEED_SLUG = "ll2-"
SOURCE_SLUG = "launch-library-2"
# National totals are compared from this year on.
FIRST_YEAR = 2015
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
REVISED = ("net", "net_precision", "status")


def is_of_feed(launch: Launch) -> bool:
    """Whether the feed made this row; all others are the ledger's or an analyst's."""
    return launch.slug.startswith(FEED_SLUG)


@transaction.atomic
def upsert_launches(records: Sequence[LaunchRecord], *, seen_at: datetime) -> Stored:
    """Stores each launch once, ties it to the ledger's and to the spacecraft it names.

    A statement not newer than the stored one changes nothing. A changed NET, precision or status is
    a new `NetRevision`. Of a launch in the ledger only date, status and pad follow the feed, until
    it is over; its name, summary and sources stay.
    """
    # Feeds of one source that store at the same moment do so one after the other.
    list(Source.objects.select_for_update().filter(slug=SOURCE_SLUG))
    newest = _newest(records)
    launches = {row.ll2_id: row for row in Launch.objects.select_for_update().filter(ll2_id__in=newest)}
    ledger = Launch.objects.select_for_update().filter(ll2_id=None).exclude(slug__startswith=FEED_SLUG)
    loose = [r for r in newest.values() if r.ll2_id not in launches or is_of_feed(launches[r.ll2_id])]
    pairs, remarks = pair_launches(loose, ledger)
    revised = _last_revisions(launches.values())
    taken = dict(
        Launch.objects.filter(designator__in={r.designator for r in loose if r.designator}).values_list(
            "designator", "ll2_id"
        )
    )

    new: list[Launch] = []
    touched: list[Launch] = []
    revisions: list[NetRevision] = []
    changed = 0
    for record in newest.values():
        row = launches.get(record.ll2_id)
        tied = pairs.get(record)
        if tied is not None:
            if row is not None:
                revised[tied.pk] = revised.pop(row.pk, None)
                _absorb(row, into=tied)
            row, tied.ll2_id, tied.ll2_updated_at = tied, record.ll2_id, None
            remarks.append(f"Tied “{record.name}” to the ledger's “{row.name}”.")
        values = _values(record, taken, remarks)
        if row is None:
            row = Launch(
                slug=f"{FEED_SLUG}{record.ll2_id}",
                ll2_id=record.ll2_id,
                ll2_updated_at=record.updated_at,
                confidence="reported",
                known_on=_known_on(record, seen_at),
                **values,
            )
            new.append(row)
        elif row.ll2_updated_at is None or row.ll2_updated_at < record.updated_at:
            changed += _revise(row, record, values, remarks) or tied is not None
            touched.append(row)
        else:
            continue
        launches[record.ll2_id] = row
        if revised.get(row.pk) != tuple(getattr(record, name) for name in REVISED):
            revisions.append(_revision(row, record))

    Launch.objects.bulk_create(new)
    _cite([row.pk for row in new])
    Launch.objects.bulk_update(touched, [*OWN_FIELDS, "ll2_id", "ll2_updated_at", "changed_at"])
    NetRevision.objects.bulk_create(revisions)
    remarks += _tie_spacecraft(newest, launches)
    return Stored(len(new), changed, len(newest) - len(new) - changed, tuple(remarks))


def upsert_known_and_national(records: Sequence[LaunchRecord], *, seen_at: datetime) -> Stored:
    """Stores launches of the feed's past that are ours to keep: see `_ours`."""
    known = set(
        Launch.objects.filter(ll2_id__in={record.ll2_id for record in records}).values_list(
            "ll2_id", flat=True
        )
    )
    ours = [record for record in records if record.ll2_id in known or _ours(record)]
    stored = upsert_launches(ours, seen_at=seen_at)
    if left := len(records) - len(ours):
        words = f"{left} of other countries or before {FIRST_YEAR} left aside."
        return replace(stored, remarks=(words, *stored.remarks))
    return stored


def _ours(record: LaunchRecord) -> bool:
    """Whether a launch unknown so far is kept: ahead, or flown from the US or China since 2015."""
    ahead = record.status not in FLOWN
    return ahead or (record.country in RIVALS and record.net.year >= FIRST_YEAR)


def unlisted_launches(listed: Collection[str]) -> list[Launch]:
    """Launches that the feed told us of, whose end is open, and that it lists no longer; longest due first."""
    rows = Launch.objects.exclude(ll2_id=None).exclude(status__in=TERMINAL).order_by("net_last", "pk")
    return [row for row in rows if str(row.ll2_id) not in listed]


def _known_on(record: LaunchRecord, seen_at: datetime) -> date:
    """The day the public could know: that of the flight, where the launch is over, and else that of first sight."""
    seen_on = seen_at.astimezone(UTC).date()
    return min(seen_on, record.net_last) if record.status in TERMINAL else seen_on


def _newest(records: Sequence[LaunchRecord]) -> dict[UUID, LaunchRecord]:
    """One record a launch: pages overlap when the feed grows between two calls."""
    newest: dict[UUID, LaunchRecord] = {}
    for record in sorted(records, key=lambda r: r.updated_at):
        newest[record.ll2_id] = record
    return newest


def _values(record: LaunchRecord, taken: dict, remarks: list[str]) -> dict:
    """The record's words for our columns. A designator that another launch holds is left out."""
    values = {name: getattr(record, name) for name in OWN_FIELDS if name != "summary"}
    values["summary"] = record.description
    if record.designator and taken.setdefault(record.designator, record.ll2_id) != record.ll2_id:
        values["designator"] = ""
        remarks.append(f"“{record.name}” claims designator {record.designator}, which another launch has.")
    return values


def _revise(row: Launch, record: LaunchRecord, values: dict, remarks: list[str]) -> bool:
    """Writes the newer statement into the row, as far as the feed may; says whether anything changed."""
    names: Sequence[str] = OWN_FIELDS
    if not is_of_feed(row):
        names = () if row.status in TERMINAL else NET_FIELDS
        if row.status in TERMINAL and record.status in TERMINAL and row.status != record.status:
            remarks.append(f"Launch Library says {record.status} of “{row.name}”, the ledger {row.status}.")
        if not record.pad:
            names = [name for name in names if name != "pad"]
    changed = [name for name in names if getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    row.ll2_updated_at = record.updated_at
    row.changed_at = timezone.now()
    return bool(changed)


def _last_revisions(rows: Iterable[Launch]) -> dict[int, tuple | None]:
    """The NET, precision and status that the feed stated last of each launch."""
    revisions = NetRevision.objects.filter(launch__in=[row.pk for row in rows]).order_by("stated_at", "id")
    return {row.launch_id: tuple(getattr(row, name) for name in REVISED) for row in revisions}


def _revision(row: Launch, record: LaunchRecord) -> NetRevision:
    said = {name: getattr(record, name) for name in NET_FIELDS if name != "pad"}
    return NetRevision(launch=row, stated_at=record.updated_at, **said)


def _absorb(row: Launch, into: Launch) -> None:
    """Moves the feed's own row into a launch that the ledger learned of later."""
    row.revisions.update(launch=into)
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
