"""The database beside the ledger's files: what is new, changed or gone on either side, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facts.ledger.fields import Children, Refs, Texts
from facts.ledger.load import BrokenLedger
from facts.ledger.records import read_folder, rows_of, write_row
from facts.ledger.registry import Kind, Record, in_order
from facts.ledger.site_slugs import SiteSlugs, former_here, renamed

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
    rows = {kind.name: {row.slug: row for row in rows_of(kind)} for kind in in_order()}
    former = former_here()
    records, faults = read_folder(
        folder, {(name, slug) for name, found in rows.items() for slug in found}, former
    )
    if faults:
        raise BrokenLedger(faults)
    slugs = SiteSlugs(records, rows, (), former)
    for kind in in_order():
        found = {
            slug: renamed(kind, write_row(kind, row), slugs.names) for slug, row in rows[kind.name].items()
        }
        here = slugs.by_files(kind.name, found)
        files = {slug: renamed(kind, record, slugs.names) for slug, record in records[kind.name].items()}
        for slug in sorted(here.keys() | files.keys()):
            if slug not in files:
                yield Line("+", kind.name, slug)
            elif slug not in here:
                yield Line("-", kind.name, slug)
            elif now := slugs.here.get((kind.name, slug)):
                other = ("slug", slug, now)
                yield Line("~", kind.name, slug, (other, *_fields(kind, files[slug], here[slug])))
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
