"""Giving the curated ledger back as files that load to the same database."""

from __future__ import annotations

from pathlib import Path

import yaml

from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import Kind, Record, in_order

WIDTH = 110
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def to_yaml(kind: Kind, records: list[Record]) -> str:
    """The text of one file."""
    head = f"# {kind.title}\n# Fields and words: docs/ledger.md. Check with: manage.py load_ledger --check\n"
    if not records:
        return head + "[]\n"
    shown = [{f.key: f.shown(record[f.key]) for f in kind.fields if f.key in record} for record in records]
    return head + yaml.dump(
        shown, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False
    )


def dump(folder: Path) -> dict[str, int]:
    """Writes every kind's file into the folder and returns how many records each holds.

    Each file is replaced in one step: a reader never sees half of one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for kind in in_order():
        records = [write_row(kind, row) for row in rows_of(kind)]
        path = folder / f"{kind.name}.yaml"
        temporary = path.with_suffix(".yaml.new")
        temporary.write_text(to_yaml(kind, records), encoding="utf-8")
        temporary.replace(path)
        counts[kind.name] = len(records)
    return counts
