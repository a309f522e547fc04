"""The stamps of an act: which records it entered, changed or deleted, with the version of the ledger that it made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from facts.ledger.registry import Kind
from facts.models import LedgerVersion, Stamp
from facts.models.accounted import AT_ONCE


def entered(kind: Kind, keys: Sequence[int]) -> Iterator[Stamp]:
    """A stamp for each of the records with these primary keys that is still there; not stored."""
    for at in range(0, len(keys), AT_ONCE):
        rows = kind.model._base_manager.filter(pk__in=keys[at : at + AT_ONCE])
        for key, slug in rows.values_list("pk", "slug"):
            yield Stamp(kind=kind.name, row_id=key, slug=slug, what=Stamp.What.ENTERED)


def put(stamps: Collection[Stamp]) -> int:
    """Moves the ledger's version, once for all of them, and stores them with the number that it has then: that one.

    Where there are none, nothing happens (0). To be called in the transaction of what they tell of, after its writes:
    the row of the version is locked first and the number read after, so a lower number is never committed later.
    """
    if not stamps:
        return 0
    LedgerVersion.bump()
    version = LedgerVersion.current()
    for stamp in stamps:
        stamp.version = version
    Stamp.objects.bulk_create(stamps, batch_size=500)
    return version
