"""The stamps of an act: which records it entered, changed or deleted, with the version of the ledger that it made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from facts.ledger.registry import KINDS, Kind
from facts.models import LedgerVersion, Stamp
from facts.models.accounted import parted


def entered(kind: Kind, keys: Sequence[int]) -> Iterator[Stamp]:
    """A stamp for each of the records with these primary keys that is still there; not stored."""
    for part in parted(keys):
        rows = kind.model._base_manager.filter(pk__in=part)
        for key, slug in rows.values_list("pk", "slug"):
            yield Stamp(kind=kind.name, row_id=key, slug=slug, what=Stamp.What.ENTERED)


def count_from(moment: datetime, stamps: Iterable[Stamp], began_at: datetime) -> None:
    """What an act that began at one moment entered stands here from another, that of its end.

    Nobody saw it before. A record that was brought back keeps its own moment, which lies before the act.
    """
    new: dict[str, list[int]] = {}
    for stamp in stamps:
        new.setdefault(stamp.kind, []).append(stamp.row_id)
    for name, keys in new.items():
        for part in parted(keys):
            rows: Any = QuerySet(KINDS[name].model).filter(pk__in=part, recorded_at__gte=began_at)
            rows.update(recorded_at=moment)


def put(stamps: Collection[Stamp], held_at: datetime | None = None) -> int:
    """Moves the ledger's version, once for all of them, and stores them with the number that it has then: that one.

    Where there are none, nothing happens (0). To be called in the transaction of what they tell of, after its writes:
    the row of the version is locked first and the number read after, so a lower number is never committed later.
    """
    if not stamps:
        return 0
    LedgerVersion.bump(held_at)
    version = LedgerVersion.current()
    for stamp in stamps:
        stamp.version = version
    Stamp.objects.bulk_create(stamps, batch_size=500)
    return version
