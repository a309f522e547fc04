"""References to other records, groups of fields and rows that belong to a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from facts.ledger.fields.base import Field, Unreadable, read_slug, short


@dataclass(frozen=True)
class Ref(Field):
    """The slug of one record of another kind."""

    kind: str = ""

    def read(self, value: Any) -> str:
        return read_slug(value)

    def references(self, value: Any) -> Iterable[tuple[str, str]]:
        return [(self.kind, value)]

    def renamed(self, value: Any, names: Mapping[tuple[str, str], str]) -> str:
        return names.get((self.kind, value), value)

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {f"{self.name}_id": refs[self.kind, value] if value else None}

    def write(self, row: Any) -> str | None:
        other = getattr(row, self.name)
        return other.slug if other else None


@dataclass(frozen=True)
class Refs(Field):
    """The slugs of several records of another kind. Their order carries no meaning."""

    kind: str = ""

    def read(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not value:
            what = "is empty" if value == [] else f"{short.repr(value)} is not a list of slugs"
            raise Unreadable(f"{what}: write one line with a dash for each")
        slugs = [read_slug(item) for item in value]
        if len(set(slugs)) != len(slugs):
            raise Unreadable("names a slug twice")
        return sorted(slugs)

    def references(self, value: Any) -> Iterable[tuple[str, str]]:
        return [(self.kind, slug) for slug in value]

    def renamed(self, value: Any, names: Mapping[tuple[str, str], str]) -> list[str]:
        return sorted({names.get((self.kind, slug), slug) for slug in value})

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {}

    def write(self, row: Any) -> list[str] | None:
        return sorted(other.slug for other in getattr(row, self.name).all()) or None


@dataclass(frozen=True)
class Group(Field):
    """A mapping of fields that lie flat in the model."""

    parts: tuple[Field, ...] = ()

    def read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            keys = ", ".join(part.key for part in self.parts)
            raise Unreadable(f"{short.repr(value)} is not a mapping of {keys}")
        return read_parts(self.parts, value)

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        return {part.key: part.shown(value[part.key]) for part in self.parts if part.key in value}

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        value = value or {}
        return {k: v for part in self.parts for k, v in part.columns(value.get(part.key), refs).items()}

    def write(self, row: Any) -> dict[str, Any] | None:
        return {p.key: value for p in self.parts if (value := p.write(row)) is not None} or None


@dataclass(frozen=True)
class Children(Field):
    """A list of mappings, each a row of its own that belongs to this record, in order.

    `once` names the parts that no two rows of a record may share.
    """

    model: Any = None
    parent: str = ""
    parts: tuple[Field, ...] = ()
    once: tuple[str, ...] = ()

    def read(self, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise Unreadable(f"is not a list of mappings of {', '.join(part.key for part in self.parts)}")
        items = [read_parts(self.parts, item) for item in value]
        told = [tuple(item[key] for key in self.once) for item in items]
        if self.once and len(set(told)) != len(told):
            twice = next(keys for keys in told if told.count(keys) > 1)
            raise Unreadable(f"says {', '.join(twice)} twice: remove one")
        return items

    def shown(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{p.key: p.shown(item[p.key]) for p in self.parts if p.key in item} for item in value]

    def references(self, value: Any) -> Iterable[tuple[str, str]]:
        return [
            reference
            for item in value
            for part in self.parts
            if part.key in item
            for reference in part.references(item[part.key])
        ]

    def renamed(self, value: Any, names: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
        return [
            item | {p.key: p.renamed(item[p.key], names) for p in self.parts if p.key in item}
            for item in value
        ]

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {}

    def write(self, row: Any) -> list[dict[str, Any]] | None:
        children = sorted(getattr(row, self.name).all(), key=lambda child: (child.position, child.pk))
        return [
            {p.key: value for p in self.parts if (value := p.write(child)) is not None} for child in children
        ] or None

    def rows(self, value: Any, parent_id: int, refs: dict) -> list[Any]:
        """The child rows of a canonical value, unsaved."""
        return [
            self.model(
                **{f"{self.parent}_id": parent_id, "position": n},
                **{k: v for part in self.parts for k, v in part.columns(item.get(part.key), refs).items()},
            )
            for n, item in enumerate(value or [])
        ]


def read_parts(parts: tuple[Field, ...], value: dict[str, Any]) -> dict[str, Any]:
    """The canonical mapping of fields inside a record; raises Unreadable with every fault."""
    known = {part.key: part for part in parts}
    faults = [f"{key} is an unknown field (known: {', '.join(known)})" for key in value if key not in known]
    result: dict[str, Any] = {}
    for part in parts:
        if value.get(part.key) is None:
            if part.required:
                faults.append(f"{part.key} is missing")
            continue
        try:
            read = part.read(value[part.key])
        except Unreadable as error:
            faults.append(f"{part.key}: {error}")
        else:
            if read != part.unsaid:
                result[part.key] = read
    if faults:
        raise Unreadable("; ".join(faults))
    return result
