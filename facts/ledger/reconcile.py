"""The database beside the ledger's files: what is new, changed or gone on either side, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facts.ledger.fields import Children, Refs, Texts
from facts.ledger.load import BrokenLedger
from facts.ledger.records import read_folder, rows_of, write_row
from facts.ledger.registry import Kind, Record, in_order

MOST_SIGNS = 160


@dataclass(frozen=True)
class Line:
    """One line of the difference: `+` only in the database, `-` only in the files, `~` in both, otherwise."""

    sign: str
    kind: str
    slug: str
    fields: tuple[tuple[str, str, str], ...] = ()

    def __str__(self) -> str:
        head = f"{self.sign} {self.kind} · {self.slug}"
        return "\n".join([head, *(f"    {name}: {before} → {after}" for name, before, after in self.fields)])


def compare(folder: Path) -> Iterator[Line]:
    """Every record that files and database do not say alike; raises BrokenLedger where no file can be read."""
    known = {
        (kind.name, slug) for kind in in_order() for slug in rows_of(kind).values_list("slug", flat=True)
    }
    records, faults = read_folder(folder, known)
    if faults:
        raise BrokenLedger(faults)
    for kind in in_order():
        here = {row.slug: write_row(kind, row) for row in rows_of(kind)}
        files = records[kind.name]
        for slug in sorted(here.keys() | files.keys()):
            if slug not in files:
                yield Line("+", kind.name, slug)
            elif slug not in here:
                yield Line("-", kind.name, slug)
            elif here[slug] != files[slug]:
                yield Line("~", kind.name, slug, tuple(_fields(kind, files[slug], here[slug])))


def _fields(kind: Kind, before: Record, after: Record) -> Iterator[tuple[str, str, str]]:
    for field in kind.fields:
        one, other = before.get(field.key), after.get(field.key)
        if one == other:
            continue
        if isinstance(field, Refs | Texts | Children) and one and other:
            gone = [item for item in one if item not in other]
            come = [item for item in other if item not in one]
            if gone or come:
                yield field.key, _words(gone) if gone else "–", _words(come) if come else "–"
                continue
        yield field.key, _words(one), _words(other)


def _words(value: object) -> str:
    """A value on one line, short enough to be read."""
    if value is None:
        return "–"
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…"
