"""Canonical records: from files with every fault named, and from the database."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.db.models import QuerySet

from facts.ledger.days import known_on, leave_out_computed_days
from facts.ledger.faults import (
    Fault,
    Records,
    around,
    circles,
    lost_references,
    twice,
    unproved,
    unread,
)
from facts.ledger.fields import Field, Ref, Refs, Unreadable
from facts.ledger.registry import KINDS, Kind, Record, in_order

MOST_BYTES = 20_000_000
MOST_DEPTH = 500


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain YAML. A key written twice is an error; dates, `on` and `yes` are words as they stand."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for n, key in enumerate(keys):
        sentence = f"the key {key!r} stands twice in one record" if key in keys[:n] else ""
        if not isinstance(key, str | int | float | bool | None):
            sentence = "a key must be a word"
        if sentence:
            raise yaml.constructor.ConstructorError(None, None, sentence, node.value[n][0].start_mark)
    return {
        key: loader.construct_object(value, deep=True)
        for key, (_, value) in zip(keys, node.value, strict=True)
    }


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_BOOL = "tag:yaml.org,2002:bool"
_LEFT_AS_TEXT = {_BOOL, "tag:yaml.org,2002:timestamp"}
_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag not in _LEFT_AS_TEXT]
    for sign, resolvers in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF"))


def digest(record: Record) -> str:
    """A fingerprint of a canonical record."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def read_folder(
    folder: Path,
    known: Collection[tuple[str, str]] = (),
    former: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> tuple[dict[str, dict[str, Record]], list[Fault]]:
    """Canonical records by kind and slug, and every fault found in the files.

    A record may refer to another one of the files, or to a (kind, slug) that is `known` already; `former` are
    slugs that were given up, with the present ones.
    """
    records: Records = {}
    faults: list[Fault] = []
    unreadable: set[str] = set()
    for kind in in_order():
        read, found = _read_file(folder / f"{kind.name}.yaml", kind)
        faults += found
        records[kind.name] = read or {}
        if read is None:
            unreadable.add(kind.name)
    for kind in in_order():
        faults += lost_references(kind, records, unreadable, known, former)
        faults += circles(kind, records[kind.name])
        faults += twice(kind, records[kind.name])
        if kind.is_fact and "sources" not in unreadable:
            faults += unread(kind, records)
    if not unreadable:
        faults += unproved(records)
    if not faults:
        faults += [fault for kind in in_order() for fault in around(kind, records)]
        leave_out_computed_days(records)
    return records, faults


def _read_file(path: Path, kind: Kind) -> tuple[dict[str, Record] | None, list[Fault]]:
    """The records of one file; None where the file as a whole cannot be read."""
    name = path.name
    if not path.is_file():
        return None, [Fault(name, "", "", f"is missing from {path.parent}: add the file, empty if need be")]
    if path.stat().st_size > MOST_BYTES:
        return None, [Fault(name, "", "", f"is larger than {MOST_BYTES} bytes: split or trim it")]
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_depth(text)
        raw = yaml.load(text, Loader=_Loader)  # noqa: S506  a SafeLoader
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        return None, [Fault(name, "", "", f"is no readable YAML: {' '.join(str(error).split())}")]
    if raw is None:
        raw = []
    if not isinstance(raw, list):
        return None, [Fault(name, "", "", "is not a list: start each record with '- slug: …'")]
    records: dict[str, Record] = {}
    faults: list[Fault] = []
    for n, item in enumerate(raw, 1):
        if not isinstance(item, dict):
            faults.append(Fault(name, f"record {n}", "", "is no mapping: write 'field: value' on each line"))
            continue
        slug = item.get("slug")
        label = slug if isinstance(slug, str) and slug else f"record {n}"
        record, found = _read_record(kind, item, name, label)
        if label in records:
            found.append(Fault(name, label, "slug", f"is used twice (again at record {n}): rename one"))
        faults += found
        records[label] = record
    return records, faults


def _refuse_depth(text: str) -> None:
    """Records are three levels deep. Thousands of open brackets would overrun the parser's stack."""
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]|(?:[-?:][ \t]+){20}", text):
        depth = depth + 1 if sign in "[{" else max(depth - 1, 0) if sign in "]}" else MOST_DEPTH + 1
        deepest = max(deepest, depth)
    if deepest > MOST_DEPTH:
        raise ValueError(f"it is nested more than {MOST_DEPTH} levels deep")


def _read_record(kind: Kind, item: dict, file: str, label: str) -> tuple[Record, list[Fault]]:
    known = {field.key for field in kind.fields}
    faults = [
        Fault(
            file, label, str(key), f"is an unknown field: known are {', '.join(f.key for f in kind.fields)}"
        )
        for key in item
        if key not in known
    ]
    record: Record = {}
    for field in kind.fields:
        if item.get(field.key) is None:
            if field.required:
                faults.append(Fault(file, label, field.key, "is missing: every record needs it"))
            continue
        try:
            value = field.read(item[field.key])
        except Unreadable as error:
            faults.append(Fault(file, label, field.key, str(error)))
        else:
            if value != field.unsaid:
                record[field.key] = value
    if not faults:
        faults = [Fault(file, label, key, sentence) for key, sentence in kind.doubts(record)]
    return record, faults


def write_row(kind: Kind, row: Any, *, of_feeds: bool = False) -> Record:
    """The canonical record of a database row; links to rows that a feed made only where they are asked for."""
    said = ((f, f.write(row)) for f in kind.fields)
    record = {
        f.key: value for f, told in said if (value := told if of_feeds else _curated(f, told)) is not None
    }
    if kind.is_fact:
        given = record.pop("known_on")
        days = [source.published_on_last for source in row.sources.all() if source.published_on_last]
        day = known_on(kind, record, days)
        if day is None or day.isoformat() != given:
            record["known_on"] = given
        record = {field.key: record[field.key] for field in kind.fields if field.key in record}
    return record


def _curated(field: Field, value: Any) -> Any:
    """The value without links to rows that a feed made: no file holds those."""
    if not isinstance(field, Ref | Refs) or value is None:
        return value
    prefixes = KINDS[field.kind].not_curated
    if isinstance(value, list):
        return [slug for slug in value if not slug.startswith(prefixes)] or None
    return None if value.startswith(prefixes) else value


def rows_of(kind: Kind, *, of_feeds: bool = False) -> QuerySet[Any]:
    """All curated rows of a kind, and those of feeds where asked for, with everything that writing them reads."""
    links = [f.name for f in kind.fields if type(f).__name__ == "Ref"]
    prefetch = [*kind.prefetch, *(["sources"] if kind.is_fact else [])]
    rows = kind.model.objects.order_by("slug")
    for prefix in () if of_feeds else kind.not_curated:
        rows = rows.exclude(slug__startswith=prefix)
    return (
        rows.select_related(*links).prefetch_related(*prefetch) if links else rows.prefetch_related(*prefetch)
    )
