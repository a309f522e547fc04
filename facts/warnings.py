"""What is possible but unlikely: it is asked about before it is stored, and stored where it is meant.

Each noun registers its questions. The forms of the desk and its tables ask them; a load of the ledger's files,
feeds and services ask nothing. What can never be right is refused elsewhere (`services.doubts`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from facts import retracted, services
from facts.ledger.fields import Children, Ref, Refs, When
from facts.ledger.registry import Kind, Record

Find = Callable[[Record, Iterable[Record]], Iterable["Warned"]]


@dataclass(frozen=True)
class Warned:
    """What is asked about one field of a record; `other` is the slug of a record of its kind that it names."""

    key: str
    sentence: str
    other: str = ""


@dataclass(frozen=True)
class Question:
    """Asked where one of `keys` is new or changes, beside the records that say the same in `beside`.

    Within a long table only those are looked at that share the first of a record's `names`, where it has such.
    """

    keys: tuple[str, ...]
    find: Find
    beside: tuple[str, ...] = ()
    names: Callable[[Record], Sequence[str]] | None = None

    def places(self, record: Record) -> Sequence[Hashable]:
        """Where a record is found among many; it is looked for in the first of these."""
        if self.names:
            return self.names(record)
        return [tuple(record.get(key) for key in self.beside)]


QUESTIONS: dict[str, list[Question]] = defaultdict(list)


def register(kind: str, *questions: Question) -> None:
    """Takes the questions of a kind."""
    QUESTIONS[kind] += [one for one in questions if one not in QUESTIONS[kind]]


def seal_of(warned: Iterable[Warned]) -> str:
    """What an answer is given to: other questions have another one, so no answer covers what was not shown."""
    return hashlib.sha256("\n".join(one.sentence for one in warned).encode()).hexdigest()[:16]


def warnings_of_row(row: Any) -> list[Warned]:
    """What is asked of a row of the desk, saved or not, beside what is stored."""
    kind = services.kind_of_row(row)
    record = _said(kind, row)
    stored = _rows(kind).filter(pk=row.pk).first() if row.pk else None
    before = _said(kind, stored) if stored else None
    found: list[Warned] = []
    for question in _asked(kind, record, before):
        rows = _rows(kind).exclude(pk=row.pk) if row.pk else _rows(kind)
        others = [_said(kind, other) for other in rows.filter(**_same(kind, question.beside, row))]
        found += question.find(record, others)
    return found


def warnings_of_table(
    kind: Kind, records: Mapping[str, Record], written: Mapping[str, Record], slugs: Iterable[str]
) -> Iterable[tuple[str, Warned]]:
    """(slug, what is asked) of rows of a table beside the others of it and what is stored."""
    every = {**written, **records}
    found: dict[Question, dict[Hashable, list[Record]]] = {}
    for question in QUESTIONS[kind.name]:
        places: dict[Hashable, list[Record]] = defaultdict(list)
        for record in every.values():
            for place in question.places(record):
                places[place].append(record)
        found[question] = places
    slugs = list(slugs)
    cited = {slug: list(records[slug].get("sources", ())) for slug in slugs}
    new_pages = {
        slug: pages for slug, pages in cited.items() if pages != written.get(slug, {}).get("sources")
    }
    gone = retracted.found_among({page for pages in new_pages.values() for page in pages})
    for slug in slugs:
        record = records[slug]
        for question in _asked(kind, record, written.get(slug)):
            near = found[question][question.places(record)[0]]
            others = (other for other in near if other["slug"] != slug)
            yield from ((slug, one) for one in question.find(record, others))
        if asked := retracted.question(new_pages.get(slug, ()), gone):
            yield slug, Warned("sources", asked)


def _asked(kind: Kind, record: Record, before: Record | None) -> Iterable[Question]:
    """The questions about what this record newly says."""
    for question in QUESTIONS[kind.name]:
        if before is None or any(record.get(key) != before.get(key) for key in question.keys):
            yield question


def _rows(kind: Kind) -> Any:
    links = [field.name for field in kind.fields if isinstance(field, Ref)]
    return kind.model._default_manager.select_related(*links).order_by("slug")


def _said(kind: Kind, row: Any) -> Record:
    """What a row says in its own columns, as the files write it; its lists of other records need not be stored."""
    told = {
        field.key: field.write(row)
        for field in kind.fields
        if not isinstance(field, Refs | Children) and field.key not in {"known_on", "found_on"}
    }
    return {key: value for key, value in told.items() if value is not None}


def _same(kind: Kind, keys: Collection[str], row: Any) -> dict[str, Any]:
    """How the database is asked for the rows that say the same as this one in these fields."""
    columns: list[str] = []
    for field in kind.fields:
        if field.key in keys:
            parts = (
                ("_first", "_last")
                if isinstance(field, When)
                else ("_id",)
                if isinstance(field, Ref)
                else ("",)
            )
            columns += [f"{field.name}{part}" for part in parts]
    values = {column: getattr(row, column) for column in columns}
    return {
        column if value is not None else f"{column}__isnull": True if value is None else value
        for column, value in values.items()
    }
