"""Stores launches as a feed states them, beside what the ledger says of them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.countries import RIVALS
from facts.history import account
from facts.models import Source
from launches.models import (
    FEED_SLUG,
    FIRST_YEAR,
    FLOWN,
    SOURCE_SLUG,
    TERMINAL,
    Launch,
    PastRead,
    Spacecraft,
)
from launches.records import LaunchRecord, Stored, UnlistedLaunch
from launches.services.listings import keep_listings
from launches.services.revisions import keep_statements
from launches.services.rows import OWN_FIELDS, Rows, is_of_feed, statements_of
from launches.services.ties import may_fly, names_spacecraft, pair_launches


def upsert_launches(records: Sequence[LaunchRecord | UnlistedLaunch], *, seen_at: datetime) -> Stored:
    """Stores each launch once, ties it to the ledger's and to the spacecraft it names.

    Of a launch the newest statement counts, by the feed's own clock and not by arrival; an older one that
    comes late takes its place among the revisions. A changed NET, precision or status is a new
    `NetRevision`. Of a launch in the ledger only date, status and pad follow the feed, until it is over;
    its name, summary and sources stay. One that the feed no longer knows stays as it was last told; that,
    and that it is named again, is kept as a `Listing`. What launches and spacecraft said before is
    accounted for, so that answers of moments before stay.
    """
    with account(by_feed=True):
        return _upsert(records, seen_at)


def _upsert(records: Sequence[LaunchRecord | UnlistedLaunch], seen_at: datetime) -> Stored:
    unknown = {record.ll2_id for record in records if isinstance(record, UnlistedLaunch)}
    # Feeds of one source that store at the same moment do so one after the other.
    list(Source.objects.select_for_update().filter(slug=SOURCE_SLUG))
    told = statements_of([record for record in records if isinstance(record, LaunchRecord)])
    newest = {ll2_id: statements[-1] for ll2_id, statements in told.items()}
    launches = {
        row.ll2_id: row for row in Launch.objects.select_for_update().filter(ll2_id__in=newest) if row.ll2_id
    }
    ledger = Launch.objects.select_for_update().filter(ll2_id=None).exclude(slug__startswith=FEED_SLUG)
    loose = [r for r in newest.values() if r.ll2_id not in launches or is_of_feed(launches[r.ll2_id])]
    pairs, remarks = pair_launches(loose, ledger)
    taken = dict(
        Launch.objects.filter(designator__in={r.designator for r in loose if r.designator}).values_list(
            "designator", "ll2_id"
        )
    )
    taken |= {r.designator: r.ll2_id for r, tied in pairs.items() if r.designator == tied.designator != ""}

    rows = Rows(launches, taken, remarks, seen_at)
    for ll2_id, statements in told.items():
        rows.place(statements, pairs.get(newest[ll2_id]))
    Launch.objects.bulk_create(rows.new)
    _cite([row.pk for row in rows.new])
    Launch.objects.bulk_update(
        rows.touched, [*OWN_FIELDS, "ll2_id", "ll2_updated_at", "known_on", "changed_at"]
    )
    moved = rows.moved | keep_statements(rows.unread, told, remarks)
    remarks += _tie_spacecraft(newest, launches)
    listings = keep_listings(newest.keys(), unknown - newest.keys(), seen_at)
    remarks += [f"Launch Library lists “{row.launch.name}” again." for row in listings.values() if row.listed]
    moved |= listings.keys()
    new = len(rows.new)
    changed = len(moved - {row.ll2_id for row in rows.new})
    return Stored(new, changed, len(newest.keys() | unknown) - new - changed, tuple(remarks))


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
    remarks, tied = [], []
    loose = Spacecraft.objects.select_for_update(of=("self",), no_key=True).filter(launch=None)
    for spacecraft in loose.with_state(timezone.now().date()).order_by("slug"):
        hits = [r for r in newest.values() if may_fly(spacecraft, r) and names_spacecraft(r, spacecraft)]
        if len(hits) == 1:
            spacecraft.launch, spacecraft.changed_at = launches[hits[0].ll2_id], timezone.now()
            tied.append(spacecraft)
            remarks.append(f"Tied {spacecraft.name} to “{spacecraft.launch.name}”.")
        elif hits:
            named = ", ".join(f"“{r.name}”" for r in hits)
            remarks.append(f"{spacecraft.name} is not tied: {named} all name it.")
    Spacecraft.objects.bulk_update(tied, ["launch", "changed_at"])
    return remarks
