"""What stood here before changes that were made since: the rows, and the parts of them, as the account tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import CharField, DecimalField, FloatField, Min, Model, Q, Value

from facts.ledger.faults import references
from facts.ledger.fields import Children
from facts.ledger.registry import KINDS, Kind
from facts.models import FormerSlug, Revision

T = TypeVar("T")
reading: ContextVar[Any] = ContextVar(
    "tables of the past that queries read", default=None
)  # see `as_it_stood`


@contextmanager
def as_it_stands() -> Iterator[None]:
    """Within it, queries find the records as they stand now."""
    token = reading.set(None)
    try:
        yield
    finally:
        reading.reset(token)


class read_now(cached_property[T]):
    """A value worked out once, from the records as they stand now: wherever it is asked first."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        with as_it_stands():
            return super().__get__(instance, owner)


def built(kind: Kind, revision: Revision, ids: Mapping[tuple[str, str], int]) -> Model:
    """The row as it was before a change: not saved, with the keys of what it points at."""
    return kind.model(**columns_of(kind, revision, ids))


def columns_of(kind: Kind, revision: Revision, ids: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """What the account tells of a row before a change, by column, as the model gives it.

    A link to a record that is gone since is left empty.
    """

    class Known(dict):
        def __missing__(self, key: tuple[str, str]) -> None:
            return None

    known = Known(ids)
    columns: dict[str, Any] = {"id": revision.row_id, "recorded_at": revision.recorded_at}
    for part in kind.fields:
        columns |= part.columns(revision.before.get(part.key), known)
    columns |= revision.before.get("columns", {})
    return {name: _typed(kind.model, name, value) for name, value in columns.items()}


def _typed(model: type[Model], name: str, value: Any) -> Any:
    """A value as the database gives it: numbers with its decimals, days and ids from their texts."""
    field: Any = model._meta.get_field(name)
    if value is None or field.is_relation:
        return value
    if isinstance(field, FloatField):
        return float(value)
    if isinstance(field, DecimalField):
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-field.decimal_places))
    return field.to_python(value) if isinstance(value, str) else value


def parts_of(kind: Kind, revision: Revision, ids: Mapping[tuple[str, str], int]) -> list[Any]:
    """The rows that belonged to a record before a change (roles, steps): not saved."""
    return [
        child
        for part in kind.fields
        if isinstance(part, Children)
        for child in part.rows(revision.before.get(part.key), revision.row_id, dict(ids))
    ]


def taken_back(moment: datetime) -> list[Revision]:
    """The first change since a moment of each record that stood here then, and its deletion; in one query.

    What the record said before the first one is what stood then.
    """
    since = Revision.objects.filter(at__gt=moment, recorded_at__lte=moment).order_by()
    first = since.values("kind", "row_id").annotate(first=Min("pk")).values("first")
    rows = since.filter(Q(pk__in=first) | Q(after__isnull=True))
    return list(rows.defer("after").order_by("pk"))


def ids_of(revisions: Iterable[Revision], moment: datetime) -> dict[tuple[str, str], int]:
    """The primary keys of all that the records before these changes refer to, as slugs meant it at the moment.

    What stood then and was deleted since comes before a later record that took its slug. A slug that was given
    up since still means the record that had it.
    """
    wanted: dict[str, set[str]] = {}
    for revision in revisions:
        for _key, name, slug in references(KINDS[revision.kind], revision.before):
            wanted.setdefault(name, set()).add(slug)
    found: dict[tuple[str, str], int] = {}
    for name, slugs in wanted.items():
        deleted = Revision.objects.filter(kind=name, slug__in=slugs, after__isnull=True)
        gone = deleted.filter(at__gt=moment, recorded_at__lte=moment).values_list("slug", "row_id")
        here = KINDS[name].model._default_manager.filter(slug__in=slugs).values_list("slug", "pk")
        former = FormerSlug.objects.filter(kind=name, slug__in=slugs).values_list("slug", "row_id")
        found |= {(name, slug): key for slug, key in (*here, *former, *gone)}
    return found


class Past:
    """The records at a moment, as far as they say something else now. Read once, at the first use."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    @read_now
    def taken_back(self) -> list[Revision]:
        """See `taken_back`."""
        return taken_back(self.moment)

    @read_now
    def undone(self) -> dict[str, dict[int, Revision]]:
        """The first change since the moment of each record that stood here then, by kind and primary key."""
        undone: dict[str, dict[int, Revision]] = {}
        for revision in self.taken_back:
            undone.setdefault(revision.kind, {}).setdefault(revision.row_id, revision)
        return undone

    @read_now
    def ids(self) -> dict[tuple[str, str], int]:
        """The primary keys of what the records of then refer to, by kind and slug."""
        return ids_of((revision for rows in self.undone.values() for revision in rows.values()), self.moment)

    @read_now
    def kinds(self) -> frozenset[str]:
        """The kinds of which a record was entered, changed or deleted since; in two queries."""
        entered: list[Any] = [
            model._base_manager.order_by()
            .filter(recorded_at__gt=self.moment)
            .values_list(Value(name, output_field=CharField()))
            for name, kind in KINDS.items()
            for model in (kind.model, *(gone.model for gone in kind.goes_with))
        ]
        return frozenset(self.undone) | {name for (name,) in entered[0].union(*entered[1:])}
