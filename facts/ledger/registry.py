"""Kinds of curated records: the registry, and what all facts share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from common.confidence import CONFIDENCE
from common.countries import COUNTRIES
from facts.ledger.fields import Choice, Day, Field, Refs, Text

Record = dict[str, Any]
Check = Callable[[Record], Iterable[str]]
Around = Callable[[dict[str, dict[str, Record]]], Iterable[tuple[str, str, str]]]


@dataclass(frozen=True)
class Unique:
    """Keys whose values, together, only one record of a kind may have.

    Of the `optional` ones a record may have none. `says` is what two such records would have in common.
    """

    keys: tuple[str, ...]
    unless: Callable[[Record], bool] = lambda record: False
    optional: tuple[str, ...] = ()
    says: str = ""

    def value(self, record: Record) -> tuple | None:
        """What must be unique about a record; None where the rule does not reach it."""
        if self.unless(record) or any(key not in record for key in self.keys):
            return None
        return tuple(record.get(key) for key in (*self.keys, *self.optional))

    def sentence(self, other: str) -> str:
        if self.says:
            return f"{self.says}, as {other} does: use that record, or mend one of the two"
        what = "is" if len(self.keys) == 1 else f"with {' and '.join(self.keys[1:])} is"
        return f"{what} also that of {other}: use that record, or mend one of the two"


@dataclass(frozen=True)
class GoesWith:
    """Rows of a table of feeds that are deleted with a record. The first of the columns names the record.

    `until` is the column that tells when another row took a row's place, where rows are replaced at all.
    """

    name: str
    model: type[Any]
    columns: tuple[str, ...]
    until: str = ""

    def stood(self, row: Any, moment: datetime) -> bool:
        """Whether a row stood here at a moment."""
        until = getattr(row, self.until) if self.until else None
        return bool(row.recorded_at <= moment and (until is None or until > moment))

    def stood_at(self, moment: datetime) -> Any:
        """The rows that stood here at a moment, of those that are still kept."""
        rows = self.model._base_manager.filter(recorded_at__lte=moment)
        return (
            rows.filter(Q(**{self.until: None}) | Q(**{f"{self.until}__gt": moment})) if self.until else rows
        )

    def of(self, keys: Iterable[int]) -> Iterable[tuple[int, list[Any]]]:
        """What the rows of these records say, each with the key of its record."""
        rows = self.model._base_manager.filter(**{f"{self.columns[0]}__in": keys}).order_by("pk")
        for key, *said in rows.values_list(*self.columns):
            yield key, [one if one is None or isinstance(one, bool) else str(one) for one in said]

    def row(self, key: int, said: Iterable[Any]) -> Any:
        """A row from what it said: not saved. Columns that were added since say what is usual."""
        row = self.model(**{self.columns[0]: key}, **dict(zip(self.columns[1:], said, strict=False)))
        row.clean_fields(exclude=[self.columns[0].removesuffix("_id")])  # from texts to days and moments
        return row


@dataclass(frozen=True)
class Kind:
    """One file of records. `order` sets the writing order: a kind comes after those it refers to.

    `own_date` is the fact's own date; `happens` says that it cannot be known before that date, and
    `dated_ahead` that the date may lie ahead all the same, as a deadline does. `told_later` are dates of what became
    of it, which no source of before can tell. `slug_parts` are what a slug is made of where none is typed.
    Rows whose slug starts with one of `not_curated` come from feeds and are in no file. `around` says what does
    not go together between records of this kind, or with those of the kinds in `beside`: (slug, field, sentence).
    The account of changes keeps `columns` too, which no file has, and of what is deleted what `goes_with` it.
    """

    name: str
    model: type[Any]  # a Model; each has phrases of its own
    order: int
    title: str
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    uniques: tuple[Unique, ...] = ()
    own_date: str = ""
    happens: bool = False
    dated_ahead: bool = False
    told_later: tuple[str, ...] = ()
    slug_parts: Callable[[Any], Iterable[Any]] = lambda row: ()
    prefetch: tuple[str, ...] = ()
    not_curated: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    around: Around = lambda records: ()
    columns: tuple[str, ...] = ()
    goes_with: tuple[GoesWith, ...] = ()

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def is_fact(self) -> bool:
        return any(part.key == "sources" for part in self.fields)

    @property
    def keeps_back(self) -> bool:
        """Whether readers may see only some of its records: see `public` of their queryset."""
        return not self.is_fact or bool(self.model.PUBLIC)

    def leaving(self, keys: list[int]) -> dict[int, dict[str, list[list[Any]]]]:
        """What goes with records that are deleted, by their keys."""
        if not self.goes_with:
            return {}
        found: dict[int, dict[str, list[list[Any]]]] = {
            key: {gone.name: [] for gone in self.goes_with} for key in keys
        }
        for gone in self.goes_with:
            for key, said in gone.of(keys):
                found[key][gone.name].append(said)
        return found

    def doubts(self, record: Record) -> Iterable[tuple[str, str]]:
        """(field, sentence) of what does not go together in a record whose fields can be read one by one."""
        for check in (*self.checks, found_in_pairs):
            for sentence in check(record):
                key, _, rest = sentence.partition(": ")
                yield key, rest


def found_in_pairs(record: Record) -> Iterable[str]:
    """A day on which something was found has its reason, and no day since when it was known beside it."""
    if "found_on" in record and "known_on" in record:
        yield "found_on: stands beside known_on: a day is either known or the day of finding"
    if "found_on" in record and "found_reason" not in record:
        yield "found_reason: is missing: write why the day is unknown"
    if "found_reason" in record and "found_on" not in record:
        yield "found_on: is missing: a reason stands beside the day on which it was found"


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Adds a kind to the ledger."""
    KINDS[kind.name] = kind
    return kind


def leave_to_feeds(kind: str, prefix: str) -> None:
    """Says of a lower app's kind that rows whose slug begins so come from a feed; see `not_curated`."""
    KINDS[kind] = replace(KINDS[kind], not_curated=(*KINDS[kind].not_curated, prefix))


def kind_of(model: type[Model]) -> Kind | None:
    """The kind of a model's rows; None where they are not curated."""
    return next((kind for kind in KINDS.values() if kind.model is model), None)


def in_order() -> list[Kind]:
    """All kinds, each after those it refers to."""
    return sorted(KINDS.values(), key=lambda kind: kind.order)


def country(required: bool = True) -> Choice:
    return Choice("country", required=required, words=tuple(COUNTRIES))


def shared() -> tuple[Field, ...]:
    """The last fields of every fact."""
    return (
        Text("note", most=2000),
        Choice("confidence", required=True, words=tuple(CONFIDENCE)),
        Day("known_on"),
        Day("found_on"),
        Text("found_reason", most=300),
        Refs("sources", required=True, kind="sources"),
    )


def ordered(low: str, high: str, group: str = "") -> Check:
    """The value of `low` is not above that of `high`; both may be keys inside a group."""

    def check(record: Record) -> list[str]:
        record = record.get(group, {}) if group else record
        if low in record and high in record and record[low] > record[high]:
            sentence = f"{high} {record[high]!r} is less than {low} {record[low]!r}: swap or mend them"
            return [f"{group or high}: {sentence}"]
        return []

    return check
