"""How full the columns of an answer are, and which names its objects have at any depth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

# What no record can lack: it would have been set aside.
_ALWAYS = {int, float, date, datetime, UUID}
_EMPTY = (None, "", (), "unknown")
DEEPEST = 6
MOST_NAMES = 500


@cache
def _columns(kind: Hashable) -> tuple[str, ...]:
    """The fields of a record that may be empty."""
    return tuple(field.name for field in fields(cast(Any, kind)) if field.type not in _ALWAYS)


class Columns:
    """Of how many records each column is filled; those that have no column to be empty are not counted."""

    def __init__(self) -> None:
        self.records = 0
        self.filled: Counter[str] = Counter()

    def look(self, record: Any) -> None:
        """Counts one record, a dataclass."""
        if names := _columns(cast(Hashable, type(record))):
            self.records += 1
            for name in names:
                self.filled[name] += getattr(record, name) not in _EMPTY

    @classmethod
    def of(cls, records: Iterable[Any]) -> Columns:
        """Those of all records of an answer."""
        made = cls()
        for record in records:
            made.look(record)
        return made


def names_of(items: Iterable[Any]) -> dict[str, int]:
    """In how many of these objects each name stands, the names of parts behind those of the whole: `pad.country`.

    The parts of a list are told by its name and `[]`. Names deeper than DEEPEST are left aside, and so is what
    comes after MOST_NAMES: others write them.
    """
    found: Counter[str] = Counter()
    for item in items:
        names: set[str] = set()
        _gather(item, "", 1, names)
        found.update(name for name in names if name in found or len(found) < MOST_NAMES)
    return dict(found)


def _gather(item: Any, before: str, depth: int, names: set[str]) -> None:
    if not isinstance(item, Mapping) or depth > DEEPEST or len(names) >= MOST_NAMES:
        return
    for key, value in item.items():
        name = f"{before}{key[:60]}"
        names.add(name)
        _gather(value, f"{name}.", depth + 1, names)
        for part in value[:20] if isinstance(value, list) else ():
            _gather(part, f"{name}[].", depth + 1, names)
