"""What rows are told in: fields that read a row once and describe themselves to the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.dates import PRECISIONS, PartialDate, label
from facts.citations import SourceRow
from facts.ledger.registry import KINDS

# Where each kind of record is told. Kinds that are missing here have no address.
ROUTES = {
    "sources": "sources",
    "organizations": "organizations",
    "projects": "projects",
    "status_changes": "status-changes",
    "targets": "targets",
    "statements": "statements",
    "milestones": "milestones",
    "funding": "funding",
    "exchange_rates": "exchange-rates",
    "filings": "filings",
    "launches": "launches",
    "launch_totals": "launch-totals",
    "net_revisions": "net-revisions",
    "spacecraft": "spacecraft",
    "element_sets": "element-sets",
    "news": "news",
    "open_questions": "open-questions",
    "feed_runs": "feed-runs",
}


@cache
def _root() -> str:
    return reverse("api:root")


@dataclass(frozen=True)
class Named:
    """Another record as references tell it, and the day it became known."""

    told: dict
    known_on: date | None


@dataclass
class Answer:
    """What the rows of one answer share.

    `as_of` is what the reader gave, `day` the day the answer stands for. `cited` holds the sources
    by primary key, `named` other records by kind and primary key, `linked` the keys of those that a
    field links to, `further` what a noun prepares for its own rows.
    """

    site: str
    day: date
    as_of: date | None = None
    cited: Mapping[int, list[dict]] = field(default_factory=dict)
    named: dict[str, dict[int, Named]] = field(default_factory=dict)
    linked: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    further: dict[str, Any] = field(default_factory=dict)

    def url(self, kind: str, key: object) -> str:
        """The address of one record."""
        return f"{self.list_url(kind)}{key}/"

    def list_url(self, kind: str) -> str:
        """The address of the list of a kind."""
        return self.root_url(f"{ROUTES[kind]}/")

    def root_url(self, path: str) -> str:
        """An address below the root of the API."""
        return f"{self.site}{_root()}{path}"

    def knew(self, known_on: date | None) -> bool:
        """Whether the public could know by the day asked for what became known on that day."""
        return self.as_of is None or known_on is None or known_on <= self.as_of

    def reference(self, kind: str, key: int | None) -> dict | None:
        """Another record, named; None where there is none or it was not yet known."""
        other = self.named[kind].get(key) if key else None
        return other.told if other and self.knew(other.known_on) else None


Reader = Callable[[Any, Answer], Any]


class Told(serializers.Field):
    """A field that is read from the whole row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="*", **kwargs)

    def reader(self) -> Reader:
        raise NotImplementedError

    def names(self, rows: Sequence[Any], answer: Answer) -> tuple[str, Iterable[int]] | None:
        """The kind and the keys of the other records that this field will name."""
        return None


class CitationSerializer(serializers.Serializer):
    """A source as facts cite it."""

    slug = serializers.SlugField()
    url = serializers.URLField()
    title = serializers.CharField()
    publisher = serializers.CharField()
    published_on = serializers.CharField(allow_blank=True, help_text="2026-03-01, 2026-03, 2026-Q1 or 2026.")
    published_label = serializers.CharField(allow_blank=True)
    language = serializers.CharField(help_text="ISO 639-1 code")
    quality = serializers.CharField(help_text="primary, press, copy or digest")


class WhenSerializer(serializers.Serializer):
    """A date as it was stated: every day from first to last is possible."""

    first = serializers.DateField()
    last = serializers.DateField()
    precision = serializers.ChoiceField(choices=list(PRECISIONS))
    label = serializers.CharField(help_text="The date as people write it, such as Q4 2025.")


class ReferenceSerializer(serializers.Serializer):
    """Another record: its slug, names, country (empty where it has none) and address."""

    slug = serializers.CharField()
    name = serializers.CharField()
    native_name = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True)
    url = serializers.URLField()


def told_source(row: SourceRow) -> dict:
    return dict(vars(row))


@lru_cache(maxsize=8192)
def told_date(first: date, last: date, precision: Any) -> dict:
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "precision": precision,
        "label": label(PartialDate(first, last, precision)),
    }


@extend_schema_field(CitationSerializer(many=True))
class Sources(Told):
    """The sources of a fact, in the order in which it cites them."""

    def reader(self) -> Reader:
        return lambda row, answer: answer.cited.get(row.pk, [])


@extend_schema_field(serializers.URLField())
class Url(Told):
    """The address of the row itself."""

    def __init__(self, kind: str, key: str = "slug") -> None:
        super().__init__()
        self.kind, self.key = kind, key

    def reader(self) -> Reader:
        return lambda row, answer: answer.url(self.kind, getattr(row, self.key))


@extend_schema_field(WhenSerializer(allow_null=True))
class When(Told):
    """A stated date. With `as_of`, one that began later is not told: nobody knew it."""

    def __init__(self, name: str, *, foretold: bool = False) -> None:
        super().__init__()
        self.name, self.foretold = name, foretold

    def reader(self) -> Reader:
        first, last, precision = (f"{self.name}_{part}" for part in ("first", "last", "precision"))
        foretold = self.foretold

        def read(row: Any, answer: Answer) -> dict | None:
            start = getattr(row, first)
            if start is None or (answer.as_of is not None and not foretold and start > answer.as_of):
                return None
            return told_date(start, getattr(row, last), getattr(row, precision))

        return read


def name_them(fields: Iterable[Told], rows: Sequence[Any], answer: Answer) -> None:
    """Reads the names of all records that the fields will refer to: one query a kind."""
    wanted: dict[str, set[int]] = {}
    for told in fields:
        if found := told.names(rows, answer):
            wanted.setdefault(found[0], set()).update(found[1])
    for kind, keys in wanted.items():
        answer.named[kind] = names_of(kind, keys, answer)


# What a reference calls a record of a kind that has no `name`.
TITLES = {"sources": "title", "targets": "text", "filings": "slug", "funding": "slug"}


def names_of(kind: str, keys: set[int], answer: Answer) -> dict[int, Named]:
    """Records of one kind as references tell them, by primary key: none that readers may not see."""
    model: Any = KINDS[kind].model
    columns = {column.name for column in model._meta.concrete_fields}
    native, country, known = (
        name if name in columns else None for name in ("native_name", "country", "known_on")
    )
    # No record has the key 0: a page that names none asks as often as one that names many.
    rows = (
        model._default_manager.public()
        .filter(pk__in=keys or {0})
        .values("pk", "slug", TITLES.get(kind, "name"), *filter(None, (native, country, known)))
    )
    base = answer.list_url(kind)
    return {
        row["pk"]: Named(
            {
                "slug": row["slug"],
                "name": row[TITLES.get(kind, "name")],
                "native_name": row["native_name"] if native else "",
                "country": row["country"] if country else "",
                "url": f"{base}{row['slug']}/",
            },
            row["known_on"] if known else None,
        )
        for row in rows
    }


@extend_schema_field(ReferenceSerializer(allow_null=True))
class Reference(Told):
    """One other record; with `as_of`, none that was not yet known."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__()
        self.column, self.kind = f"{name}_id", kind

    def reader(self) -> Reader:
        column, kind = self.column, self.kind
        return lambda row, answer: answer.reference(kind, getattr(row, column))

    def names(self, rows: Sequence[Any], answer: Answer) -> tuple[str, Iterable[int]]:
        return self.kind, filter(None, (getattr(row, self.column) for row in rows))


@extend_schema_field(ReferenceSerializer(many=True))
class References(Told):
    """Other records by their names' order; with `as_of`, those known by then."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__()
        self.name, self.kind = name, kind

    def reader(self) -> Reader:
        name, kind = self.name, self.kind

        def read(row: Any, answer: Answer) -> list[dict]:
            keys = answer.linked[name].get(row.pk, ())
            return [told for key in keys if (told := answer.reference(kind, key))]

        return read

    def names(self, rows: Sequence[Any], answer: Answer) -> tuple[str, Iterable[int]]:
        """Follows a many-to-many link, or a foreign key from the other side."""
        field: Any = rows[0]._meta.get_field(self.name)
        keys = [row.pk for row in rows]
        if field.one_to_many:
            own, other = field.remote_field.attname, "pk"
            links = field.related_model._default_manager.order_by("name", "pk")
        else:
            own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
            links = field.remote_field.through._default_manager.order_by(
                f"{field.m2m_reverse_field_name()}__name", "pk"
            )
        found: dict[int, list[int]] = {}
        for mine, theirs in links.filter(**{f"{own}__in": keys}).values_list(own, other):
            found.setdefault(mine, []).append(theirs)
        answer.linked[self.name] = found
        return self.kind, {key for linked in found.values() for key in linked}


def plain_number(value: Decimal | float | None) -> float | int | None:
    """A number as JSON writes it: 744 and not "744.000000"."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


@extend_schema_field({"type": "number", "nullable": True})
class Number(Told):
    """A decimal column as a plain number."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def reader(self) -> Reader:
        return lambda row, answer: plain_number(getattr(row, self.name))


class Computed(Told):
    """Whatever a function of the row and the answer gives."""

    def __init__(self, read: Reader, schema: Any, help_text: str = "") -> None:
        super().__init__(help_text=help_text)
        self.read = read
        extend_schema_field(schema)(self)

    def reader(self) -> Reader:
        return self.read
