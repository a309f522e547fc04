"""Thins the history of element sets, by a rule under which no answer changes.

A set goes where all of this is true:

- its epoch is older than KEPT_WHOLE_DAYS;
- there is a newer one of the same object and UTC day (by epoch; of one epoch, the one that comes first); of a
  set apart under another designator, or that may not be shown, one of which the same is true;
- and that one was recorded no later: by the moment for as long as sets are kept whole, else by the UTC day.

So of each object and day those sets stay that were the newest of their day at the end of any day on which
they were recorded: one, and one more for each later day that brought a newer one. What overtook a set that
goes may go itself, for what overtook that one overtook both: so it does not matter in which order sets go,
how many workers thin at once, or whether one died half-way.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from facts.models import LedgerVersion
from launches.models import ElementSet
from launches.models.elements import counted_from, kept_whole_from
from launches.models.origins import WITHHELD

BATCH = 1_000  # rows that go in one transaction
PART = 5_000  # rows that are read at a time, or one object's whole history
# Key, number, epoch, whether it came under another designator, its origin, and when it was recorded.
Row = tuple[int, int, datetime, bool, str, datetime]


class Thinned(NamedTuple):
    """How many element sets were old enough, and how many of them went."""

    old: int
    gone: int


def thin_element_sets(*, dry_run: bool = False, at_most: int | None = None) -> Thinned:
    """Deletes what the rule lets go, in short transactions; readers neither wait nor are waited for.

    What another worker is deleting is left to it. `dry_run` counts what would go.
    """
    whole_from = kept_whole_from(timezone.now())
    old = ElementSet.objects.filter(epoch__lt=whole_from)
    counts = dict(old.order_by("norad_cat_id").values_list("norad_cat_id").annotate(Count("pk")))
    rows = chain.from_iterable(
        old.filter(norad_cat_id__range=numbers).newest_first()
        .values_list("pk", "norad_cat_id", "epoch", "apart", "origin", "recorded_at")
        for numbers in _parts(counts)
    )  # fmt: skip
    going = islice(_overtaken(rows, whole_from), at_most)
    gone = 0
    while batch := list(islice(going, BATCH)):
        gone += len(batch) if dry_run else _delete(batch)
    if gone and not dry_run:
        LedgerVersion.bump()
    return Thinned(sum(counts.values()), gone)


def _parts(counts: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Ranges of numbers, in order, whose sets are about PART together."""
    first, held = 0, 0
    for number, count in counts.items():
        first, held = first or number, held + count
        if held >= PART:
            yield first, number
            first, held = 0, 0
    if held:
        yield first, number


def _overtaken(rows: Iterable[Row], whole_from: datetime) -> Iterator[int]:
    """The keys among rows of whole histories, newest first, that may go."""
    day: tuple[int, date] | None = None
    earliest: dict[tuple[bool, bool], datetime] = {}  # since when a newer set of the day counts, of each sort
    for pk, number, epoch, apart, origin, recorded_at in rows:
        counts_from = counted_from(recorded_at, whole_from)
        sort = (apart, origin in WITHHELD)
        if (number, epoch.date()) != day:
            day, earliest = (number, epoch.date()), {}
        if sort in earliest and earliest[sort] <= counts_from:
            yield pk
        else:
            earliest[sort] = counts_from


@transaction.atomic
def _delete(keys: list[int]) -> int:
    """Past the signals, of which each would move the ledger's version once a row."""
    free = ElementSet.objects.filter(pk__in=keys).order_by("pk").select_for_update(skip_locked=True)
    rows = ElementSet.objects.filter(pk__in=list(free.values_list("pk", flat=True)))
    return int(rows._raw_delete(rows.db))
