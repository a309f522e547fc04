"""What the account of changes must not name: records that readers may not see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from facts.former_slugs import moved_to
from facts.ledger.faults import references
from facts.ledger.registry import KINDS, Kind, Record
from facts.models import Revision


def kept_back(changes: Iterable[Revision]) -> set[tuple[str, str]]:
    """(kind, slug) of the records that these changes refer to and that readers may not see now."""
    named: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        kind = KINDS[change.kind]
        for record in (change.before, change.after or {}):
            for key, target, slug in references(kind, record):
                if KINDS[target].keeps_back and not _cites(kind, key):
                    named[target].add(slug)
    hidden: set[tuple[str, str]] = set()
    for name, slugs in named.items():
        rows: Any = KINDS[name].model._default_manager
        public = set(rows.public().filter(slug__in=slugs).values_list("slug", flat=True))
        hidden |= {(name, slug) for slug in slugs - public if not moved_to(rows.public(), name, slug)}
    return hidden


def without(hidden: set[tuple[str, str]], kind: Kind, record: Record) -> Record:
    """The record without its references to what is hidden."""
    if not hidden:
        return record
    shown = dict(record)
    for part in kind.fields:
        if part.key not in record or _cites(kind, part.key):
            continue
        value = record[part.key]
        if isinstance(value, list):
            shown[part.key] = [one for one in value if hidden.isdisjoint(part.references([one]))]
        elif not hidden.isdisjoint(part.references(value)):
            del shown[part.key]
    return shown


def _cites(kind: Kind, key: str) -> bool:
    """Whether these are the sources of a fact: readers saw them with the fact."""
    return kind.is_fact and key == "sources"
