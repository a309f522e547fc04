"""What records say now, as the account of changes keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import Kind, Record
from facts.models.accounted import parted


def told(kind: Kind, keys: Iterable[int], *, lock: bool = False) -> dict[int, tuple[Record, Any]]:
    """What the records with these primary keys say now, and their rows; `known_on` is always said.

    Rows of feeds too, and links to them; `columns` has what the record's fields leave out and figures rest on.
    Locked, nobody else changes them before the transaction ends.
    """
    found, rows, wanted = {}, rows_of(kind, of_feeds=True), list(keys)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    for row in chain.from_iterable(rows.filter(pk__in=part) for part in parted(wanted)):
        record = write_row(kind, row, of_feeds=True)
        if kind.is_fact:
            record["known_on"] = row.known_on.isoformat()
        if kind.columns:
            record["columns"] = {name: _plain(getattr(row, name)) for name in kind.columns}
        found[row.pk] = (record, row)
    return found


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def without_sources(record: Record | None) -> Record:
    """A record without what its first source brings."""
    return {key: value for key, value in (record or {}).items() if key not in ("sources", "known_on")}
