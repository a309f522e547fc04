"""What rows are told in: fields that read a row once and describe themselves to the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.answers import Answer, names_of
from common.dates import PRECISIONS, PartialDate, label
from facts.citations import SourceRow
from facts.ordering import ByLetter

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
    seen = serializers.CharField(help_text="page: its text was read; cited: only another text names it")


class WhenSerializer(serializers.Serializer):
    """A date as it was stated: every day from first to last is possible."""

    first = serializers.DateField()
    last = serializers.DateField()
    precision = serializers.ChoiceField(choices=list(PRECISIONS))
    # A declared field leaves the class: this is no label of the serializer.
    label = serializers.CharField(  # type: ignore[assignment]
        help_text="The date as people write it, such as Q4 2025."
    )


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
    """The sources of a fact, in the order of their slugs."""

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
            if start is None or (answer.as_of is not None and not foretold and start > answer.day):
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
            links = field.related_model._default_manager.order_by(ByLetter("name"), "pk")
        else:
            own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
            links = field.remote_field.through._default_manager.order_by(
                ByLetter(f"{field.m2m_reverse_field_name()}__name"), "pk"
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
        describe: Callable[[Any], Any] = extend_schema_field(schema)
        describe(self)

    def reader(self) -> Reader:
        return self.read
