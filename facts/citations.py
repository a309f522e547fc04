"""What facts rest on: the sources of any number of facts, of any kinds, in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import F, Model, QuerySet, Value

from common.dates import PartialDate, label
from facts.ledger.fields import write_when
from facts.ledger.registry import KINDS
from facts.models import Revision, Source
from facts.past import built


@dataclass(frozen=True)
class SourceRow:
    """One source, ready to be shown. `published_on` is canonical (`2026-03`), empty where unknown.

    `seen` is "page" where its text was read, "cited" where only another text names it.
    """

    slug: str
    url: str
    title: str
    publisher: str
    published_on: str
    published_label: str
    language: str
    quality: str
    seen: str


class Ref(Protocol):
    """Whatever names a fact by kind and slug."""

    @property
    def kind(self) -> str: ...

    @property
    def slug(self) -> str: ...


_COLUMNS = (
    "slug", "url", "title", "publisher", "language", "quality", "seen",
    "published_on_first", "published_on_last", "published_on_precision",
)  # fmt: skip


def citations(facts: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], list[SourceRow]]:
    """The sources of each fact, by (kind, primary key), in the order of their slugs, as in the ledger's files.

    `facts` holds primary keys by the name of their kind (see `facts.ledger.registry.KINDS`). Every
    fact asked for is in the answer; one that cites nothing has an empty list. One query for all.
    """
    wanted = {kind: set(keys) for kind, keys in facts.items()}
    found: dict[tuple[str, int], list[SourceRow]] = {
        (kind, key): [] for kind, keys in wanted.items() for key in keys
    }
    links = [_links(kind, keys) for kind, keys in wanted.items() if keys]
    if links:
        for kind, key, *columns in sorted(_together(links, all=True), key=lambda row: row[2]):
            found[kind, key].append(_row(*columns))
    return found


def sources_of(
    refs: Iterable[Ref], changed: Mapping[tuple[str, str], Revision] | None = None
) -> list[SourceRow]:
    """Each source that any of the facts rests on, once, by publisher and title. One query for all.

    A reference to a source stands for the source itself, where readers may see it. At a past moment `changed` has the
    first change since then of each record, by kind and slug: the sources are those of before.
    """
    then, wanted, cited_then = changed or {}, defaultdict[str, set[str]](set), set[str]()
    for ref in refs:
        if changed is not None and _model(ref.kind) is Source:
            cited_then.add(ref.slug)  # whoever cites it now
        elif change := then.get((ref.kind, ref.slug)):
            cited_then.update(change.before.get("sources", ()))
        else:
            wanted[ref.kind].add(ref.slug)
    parts = [_sources(kind, slugs) for kind, slugs in wanted.items()]
    if cited_then:
        parts.append(Source.objects.order_by().filter(slug__in=cited_then).values_list("pk", *_COLUMNS))
    found = {key: _row(*columns) for key, *columns in _together(parts, all=False)} if parts else {}
    rows = _before(found, cited_then, then) if then else list(found.values())
    return sorted(rows, key=lambda row: (row.publisher.casefold(), row.title.casefold(), row.slug))


def _before(
    rows: Mapping[int, SourceRow], slugs: set[str], changed: Mapping[tuple[str, str], Revision]
) -> list[SourceRow]:
    """The same sources by primary key, and those of these slugs, as they read before they were changed.

    Slugs are those of then: one that was renamed or deleted since is found by them, and who took its slug is not.
    """
    of_sources = {change.row_id: change for (kind, _slug), change in changed.items() if kind == "sources"}
    before = {key: of_sources[key] for key in rows if key in of_sources}
    before |= {change.row_id: change for slug in slugs if (change := changed.get(("sources", slug)))}
    sources = [built(KINDS["sources"], change, {}) for change in before.values()]
    then = [_row(*(getattr(source, column) for column in _COLUMNS)) for source in sources]
    taken = {row.slug for row in then}
    return then + [row for key, row in rows.items() if key not in before and row.slug not in taken]


def sources_of_each(refs: Iterable[Ref]) -> dict[tuple[str, str], list[SourceRow]]:
    """The sources of each fact, by (kind, slug), in the order of their slugs. One query for all.

    A reference to a source stands for the source itself, where readers may see it.
    """
    found: dict[tuple[str, str], list[SourceRow]] = {(ref.kind, ref.slug): [] for ref in refs}
    wanted: dict[str, set[str]] = {}
    for kind, slug in found:
        wanted.setdefault(kind, set()).add(slug)
    links = [_links_of(kind, slugs) for kind, slugs in wanted.items()]
    if links:
        for kind, slug, *columns in sorted(_together(links, all=True), key=lambda row: row[2]):
            found[kind, slug].append(_row(*columns))
    return found


def _model(kind: str) -> type[Model]:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of record that cites sources: known are {', '.join(KINDS)}")
    return KINDS[kind].model


def _through(kind: str) -> tuple[QuerySet[Any], str]:
    """The links of a kind to its sources, and the name of the key that leads to the fact."""
    field: Any = _model(kind)._meta.get_field("sources")
    return field.remote_field.through._default_manager.order_by(), field.m2m_field_name()


def _links(kind: str, keys: set[int]) -> QuerySet[Any]:
    rows, fact = _through(kind)
    return rows.filter(**{f"{fact}__in": keys}).values_list(
        Value(kind), F(f"{fact}_id"), *(f"source__{column}" for column in _COLUMNS)
    )


def _links_of(kind: str, slugs: set[str]) -> QuerySet[Any]:
    if _model(kind) is Source:
        return (
            Source.objects.public()
            .order_by()
            .filter(slug__in=slugs)
            .values_list(Value(kind), F("slug"), *(F(column) for column in _COLUMNS))
        )
    rows, fact = _through(kind)
    return rows.filter(**{f"{fact}__slug__in": slugs}).values_list(
        Value(kind), F(f"{fact}__slug"), *(f"source__{column}" for column in _COLUMNS)
    )


def _sources(kind: str, slugs: set[str]) -> QuerySet[Any]:
    if _model(kind) is Source:
        return Source.objects.public().order_by().filter(slug__in=slugs).values_list("pk", *_COLUMNS)
    rows, fact = _through(kind)
    return rows.filter(**{f"{fact}__slug__in": slugs}).values_list(
        "source_id", *(f"source__{column}" for column in _COLUMNS)
    )


def _together(parts: list[QuerySet[Any]], *, all: bool) -> QuerySet[Any]:
    first, *rest = parts
    return first.union(*rest, all=all) if rest else first if all else first.distinct()


@lru_cache(maxsize=4096)
def _dates(first: date | None, last: date | None, precision: Any) -> tuple[str, str]:
    if first is None or last is None:
        return "", ""
    when = PartialDate(first, last, precision)
    return write_when(when) or "", label(when)


def _row(
    slug: str,
    url: str,
    title: str,
    publisher: str,
    language: str,
    quality: str,
    seen: str,
    first: Any,
    last: Any,
    how: str,
) -> SourceRow:
    return SourceRow(slug, url, title, publisher, *_dates(first, last, how), language, quality, seen)
