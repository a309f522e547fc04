"""Whether the files that a dump would write now could be loaded elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from facts.ledger.faults import Fault, Records, around, circles, lost_references, twice, unproved, unread
from facts.ledger.records import _read_record, rows_of, write_row
from facts.ledger.registry import in_order


def faults_of_rows() -> list[Fault]:
    """What the load of such files would refuse, record by record; empty where they load."""
    records: Records = {
        kind.name: {row.slug: write_row(kind, row) for row in rows_of(kind)} for kind in in_order()
    }
    return list(_found(records))


def _found(records: Records) -> Iterator[Fault]:
    for kind in in_order():
        name = f"{kind.name}.yaml"
        for slug, record in records[kind.name].items():
            shown = {part.key: part.shown(record[part.key]) for part in kind.fields if part.key in record}
            yield from _read_record(kind, shown, name, slug)[1]
        yield from lost_references(kind, records, set(), (), {})
        yield from circles(kind, records[kind.name])
        yield from twice(kind, records[kind.name])
        yield from unread(kind, records) if kind.is_fact else ()
        yield from around(kind, records)
    yield from unproved(records)
