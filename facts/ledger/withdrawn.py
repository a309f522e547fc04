"""Records that the ledger's files no longer hold, each with the reason: they leave a site that had loaded them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from facts.former_slugs import present_slugs
from facts.history import account
from facts.ledger.faults import Fault, Records, references
from facts.ledger.records import digest, rows_of, write_row
from facts.ledger.registry import KINDS, in_order
from facts.models import LoadedRow

FILE = "withdrawn.csv"
COLUMNS = ["kind", "slug", "why"]


@dataclass(frozen=True)
class Withdrawn:
    kind: str
    slug: str
    why: str


def read_withdrawn(folder: Path, records: Records) -> tuple[list[Withdrawn], list[Fault]]:
    """What the folder lists as withdrawn, and what cannot be; a folder without such a list withdraws nothing."""
    path = folder / FILE
    if not path.is_file():
        return [], []
    lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    if not lines or lines[0] != COLUMNS:
        return [], [Fault(FILE, "", "", f"must begin with the line {','.join(COLUMNS)}")]
    found = [Withdrawn(*line) for line in lines[1:] if len(line) == len(COLUMNS) and all(line)]
    faults = [
        Fault(FILE, line[1] if len(line) > 1 else "", "", "write a kind, a slug and a reason on each line")
        for line in lines[1:]
        if len(line) != len(COLUMNS) or not all(line)
    ]
    for one in found:
        if one.kind not in KINDS:
            faults.append(
                Fault(FILE, one.slug, "kind", f"{one.kind!r} is none: known are {', '.join(KINDS)}")
            )
        elif one.slug in records[one.kind]:
            faults.append(Fault(FILE, one.slug, "slug", f"stands in {one.kind}.yaml too: remove one of them"))
    return found, faults


def withdraw(listed: Iterable[Withdrawn]) -> Iterator[tuple[Withdrawn, str]]:
    """Takes away each record that is still as it was loaded; yields what it did, or why a row stays.

    The reason stands in the account of changes. Rows entered or changed here are nobody's but the desk's.
    """
    for one in listed:
        kind = KINDS[one.kind]
        loaded = LoadedRow.objects.filter(kind=one.kind, slug=one.slug)
        before = loaded.first()
        row = rows_of(kind).filter(slug=one.slug).first() if before else None
        if before and row is None and (now := present_slugs(kind).get(one.slug)):
            yield one, f"was withdrawn from the files, but is {now!r} here: kept as it is"
        elif before and row and digest(write_row(kind, row)) != before.digest:
            yield one, "was withdrawn from the files and changed here: kept as it is"
        elif row and (names := _referring(one)):
            yield one, f"was withdrawn from the files, but {names} refers to it: kept as it is"
        elif row:
            with account(why=one.why):
                row.delete()
            loaded.delete()
            yield one, ""


def _referring(one: Withdrawn) -> str:
    """The first record here that refers to this one; empty where none does."""
    for kind in in_order():
        for row in rows_of(kind):
            named = {(target, slug) for _key, target, slug in references(kind, write_row(kind, row))}
            if (one.kind, one.slug) in named:
                return f"{kind.name} · {row.slug}"
    return ""
