"""What is wrong in records that can each be read: where, and how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from facts.ledger.days import dated_pages, days_of_sources, unproved_days, untold_days
from facts.ledger.fields import Ref
from facts.ledger.registry import Kind, Record, in_order

Records = dict[str, dict[str, Record]]


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in the files: where, and how to mend it."""

    file: str
    record: str
    field: str
    sentence: str

    def __str__(self) -> str:
        return (
            " · ".join(part for part in (self.file, self.record, self.field) if part) + f": {self.sentence}"
        )


def references(kind: Kind, record: Record) -> Iterable[tuple[str, str, str]]:
    """(field, kind, slug) of everything a record refers to."""
    for field in kind.fields:
        if field.key in record:
            for target, slug in field.references(record[field.key]):
                yield field.key, target, slug


def lost_references(
    kind: Kind,
    records: Records,
    unreadable: set[str],
    known: Collection[tuple[str, str]],
    former: Mapping[tuple[str, str], str],
) -> Iterable[Fault]:
    """References to what is nowhere; of a `former` slug, the present one is told."""
    for slug, record in records[kind.name].items():
        for key, target, other in references(kind, record):
            if target not in unreadable and other not in records[target] and (target, other) not in known:
                sentence = f"refers to {other!r}, which is not in {target}.yaml: mend the slug or add it"
                if now := former.get((target, other)):
                    sentence = f"refers to {other!r}, which is {now!r} now: write that"
                yield Fault(f"{kind.name}.yaml", slug, key, sentence)


def circles(kind: Kind, records: dict[str, Record]) -> Iterable[Fault]:
    """A record that leads back to itself by one of its links to its own kind."""
    for field in kind.fields:
        if not isinstance(field, Ref) or field.kind != kind.name:
            continue
        for slug, record in records.items():
            seen, at = {slug}, record.get(field.key)
            while at is not None and at not in seen:
                seen.add(at)
                at = records.get(at, {}).get(field.key)
            if at == slug:
                sentence = f"leads back to itself by way of {record[field.key]!r}: remove one link"
                yield Fault(f"{kind.name}.yaml", slug, field.key, sentence)


def twice(kind: Kind, records: dict[str, Record]) -> Iterable[Fault]:
    """Values that only one record may have."""
    for unique in kind.uniques:
        seen: dict[tuple, str] = {}
        for slug, record in records.items():
            if (value := unique.value(record)) is None:
                continue
            if other := seen.get(value):
                yield Fault(f"{kind.name}.yaml", slug, unique.keys[0], unique.sentence(other))
            seen.setdefault(value, slug)


def around(kind: Kind, records: Records) -> Iterable[Fault]:
    """What does not go together between records that can each be read."""
    for slug, key, sentence in kind.around(records):
        yield Fault(f"{kind.name}.yaml", slug, key, sentence)


def unread(kind: Kind, records: Records) -> Iterable[Fault]:
    """Records called confirmed without a source whose page was read and that is no digest."""
    for slug, record in records[kind.name].items():
        if record.get("confidence") == "confirmed" and not _was_read(record, records["sources"]):
            sentence = "confirmed needs a source whose page was read and that is no digest: write reported"
            yield Fault(f"{kind.name}.yaml", slug, "confidence", sentence)


def unproved(records: Records) -> Iterable[Fault]:
    """Days that no source can show: since when a fact was known, none at all, and of what became of it.

    Of a record that cites an unknown source nothing can be said: that is another fault.
    """
    days, pages = days_of_sources(records["sources"]), dated_pages(records)
    for kind in in_order():
        own = {
            slug: record
            for slug, record in records[kind.name].items()
            if records["sources"].keys() >= set(record.get("sources", ()))
        }
        for slug, key, sentence in (*unproved_days(kind, own, days, pages), *untold_days(kind, own, days)):
            yield Fault(f"{kind.name}.yaml", slug, key, sentence)


def _was_read(record: Record, sources: dict[str, Record]) -> bool:
    """Whether a page that was read, and is no digest, backs the record. Unknown sources are another fault."""
    backing = [sources.get(slug) for slug in record.get("sources", [])]
    return not backing or any(
        s is None or (s.get("seen") == "page" and s.get("quality") != "digest") for s in backing
    )
