"""Keeps what Launch Library's editors wrote of launches."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from facts.history import account
from facts.models import Source
from launches.models import SOURCE_SLUG, Launch, LaunchUpdate, UpdatesRead
from launches.records import Stored, UpdateRecord, UpdatesStretch

# Each row is a new version of the ledger: pages are computed anew after it.
_STEP = timedelta(hours=6)
_SAID = ("ll2_id", "comment", "author", "link", "created_on")


def store_updates(records: Sequence[UpdateRecord | UpdatesStretch], *, seen_at: datetime) -> Stored:
    """Adds each update once, and one that is worded otherwise now as a row beside the first.

    Of two wordings in one answer the later one counts. `UpdatesStretch` is the time of which the answer gives
    every update; it goes on from the one before where the two meet.
    """
    with account(by_feed=True):
        # Feeds of one source that store at the same moment do so one after the other.
        list(Source.objects.select_for_update().filter(slug=SOURCE_SLUG))
        told = {one.update_id: one for one in records if isinstance(one, UpdateRecord)}
        rows = LaunchUpdate.objects.recorded_by().filter(update_id__in=told)
        held = {row.update_id: row for row in rows}
        new = [one for key, one in told.items() if key not in held]
        reworded = [one for key, one in told.items() if key in held and _said(one) != _said(held[key])]
        LaunchUpdate.objects.bulk_create(
            [LaunchUpdate(update_id=one.update_id, **dict(_said(one))) for one in (*new, *reworded)]
        )
        for stretch in (one for one in records if isinstance(one, UpdatesStretch)):
            _note(stretch, at_once=bool(new or reworded))
    remarks = []
    launches = {one.ll2_id for one in new}
    if unknown := len(
        launches - set(Launch.objects.filter(ll2_id__in=launches).values_list("ll2_id", flat=True))
    ):
        remarks.append(f"Updates of launches not held here: {unknown}. They are kept for when these are.")
    return Stored(len(new), len(reworded), len(told) - len(new) - len(reworded), tuple(remarks))


def _said(of: UpdateRecord | LaunchUpdate) -> tuple[tuple[str, object], ...]:
    return tuple((name, getattr(of, name)) for name in _SAID)


def _note(stretch: UpdatesStretch, *, at_once: bool) -> None:
    """A row where more is read than before: with updates that are new, else every few hours."""
    step = timedelta() if at_once else _STEP
    read = UpdatesRead.objects.stretches()
    if not any(first <= stretch.read_from and stretch.read_up_to <= last + step for first, last in read):
        UpdatesRead.objects.create(read_from=stretch.read_from, read_up_to=stretch.read_up_to)
