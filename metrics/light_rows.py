"""Rows of the ledger made light: a few columns, read in one query, without what a row to be saved needs.

Of tens of thousands of rows the figures read a few columns. The database gives days as text, each
day is parsed once, and the rows are filled without checks. A column that was not read is fetched when
somebody asks for it, as with `only()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import accumulate
from typing import Any, TypeVar, cast

from django.db.models import CharField, DateField, DateTimeField, F, Model
from django.db.models.base import ModelState
from django.db.models.functions import Cast

from common.memory import made_to_stay
from launches.models import Launch, LaunchTotal, Spacecraft, StatusReading
from news.models import NewsItem
from projects.models import (
    ExchangeRate,
    Filing,
    FilingStep,
    FundingEvent,
    Milestone,
    Organization,
    Project,
    Statement,
    StatusChange,
    Target,
)

M = TypeVar("M", bound=Model)

# What figures are made of. Most long texts are left in the database; the note of what the first page quotes is
# needed, as it says where every source of a fact was retracted.
_FACT = ("slug", "confidence", "known_on", "found_on")
_NAMES = ("name", "native_name", "former_name", "former_native_name", "renamed_on_last")
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Project: (*_FACT, *_NAMES, "country", "kind", "scope", "part_of",
              "announced_on_first", "announced_on_last", "announced_on_precision"),
    Organization: (*_FACT, *_NAMES, "country"),
    StatusChange: (*_FACT, "project_id", "status", "on_first", "on_last", "on_precision"),
    FilingStep: ("document_id", "step", "position", "on_first", "on_last", "on_precision"),
    Target: (*_FACT, "note", "project", "speaker", "milestone", "promise", "text", "bound", "compute",
             "superseded_by", "searched_on",
             "stated_on_first", "stated_on_last", "stated_on_precision",
             "due_first", "due_last", "due_precision",
             "outcome_on_first", "outcome_on_last", "outcome_on_precision",
             "not_met_on_first", "not_met_on_last", "not_met_on_precision"),
    Statement: (*_FACT, "project", "spacecraft", "quantity", "value", "value_max", "unit", "qualifier",
                "precision", "part", "note", "stated_on_first", "stated_on_last", "stated_on_precision"),
    Milestone: (*_FACT, "note", "project", "country", "kind", "title", "summary",
                "on_first", "on_last", "on_precision"),
    FundingEvent: (*_FACT, "note", "organization", "project", "instrument", "round", "stage", "scope", "direction",
                   "amount", "currency", "amount_usd", "alternative_to", "summary",
                   "on_first", "on_last", "on_precision"),
    ExchangeRate: (*_FACT, "currency", "usd_per_unit", "on_first", "on_last", "on_precision"),
    Filing: (*_FACT, "note", "organization", "project", "authority", "country", "kind", "docket",
             "satellites_requested", "contained_in", "summary", "on_first", "on_last", "on_precision"),
    Launch: (*_FACT, "name", "vehicle", "country", "status", "net", "net_precision",
             "net_first", "net_last"),
    Spacecraft: (*_FACT, "name", "native_name", "project", "country", "norad_cat_id", "identity", "launch",
                 "compute", "compute_hardware", "reading_epoch", "reading_mean_altitude_km",
                 "launched_on_first", "launched_on_last", "launched_on_precision"),
    StatusReading: (*_FACT, "state", "basis", "says", "on_first", "on_last", "on_precision"),
    NewsItem: (*_FACT, "headline", "country", "state",
               "published_on_first", "published_on_last", "published_on_precision"),
    LaunchTotal: (*_FACT, "country", "year", "attempts", "world_attempts", "method"),
}  # fmt: skip
FEW_OF_LAUNCHES = (*_FACT, "name", "country", "net_last")


_ENTERED = "_entered"
ENTERED_PARTS = (StatusChange, StatusReading)
_day = lru_cache(maxsize=65_536)(date.fromisoformat)


class Part:
    """The columns of one model in a query, and how its rows are made of them."""

    def __init__(self, model: type[Model], prefix: str, columns: tuple[str, ...], *, entered: bool = False):
        self.model = model
        self.names = ["id"]
        self.expressions: list[Any] = [F(f"{prefix}id")]
        self.days = []
        for column in columns:
            field: Any = model._meta.get_field(column)
            if isinstance(field, DateField) and not isinstance(field, DateTimeField):
                self.days.append(len(self.names))
                self.expressions.append(Cast(F(prefix + column), CharField()))
            else:
                self.expressions.append(F(prefix + field.attname))
            self.names.append(field.attname)
        if entered:
            self.names.append(_ENTERED)
            self.expressions.append(Cast(F(f"{prefix}recorded_at"), CharField()))

    def make(self, values: tuple[Any, ...], db: str) -> Any:
        """One row; None where the join found none."""
        if values[0] is None or values[1] is None:  # the key alone stands on the other side of the join too
            return None
        row = self.model.__new__(self.model)
        told = row.__dict__
        told.update(zip(self.names, values, strict=True))
        for n in self.days:
            name = self.names[n]
            if told[name] is not None:
                told[name] = _day(told[name])
        state = row._state = ModelState()
        state.adding, state.db = False, db
        return row


def made_of(model: type[Model], parts: list[Part], more: dict[str, Any] | None = None) -> Iterator[list[Any]]:
    """The rows of a query, each as one object for each part; what more it gives stands on the first."""
    expressions = [expression for part in parts for expression in part.expressions] + list(
        (more or {}).values()
    )
    columns = {f"c{n}": expression for n, expression in enumerate(expressions)}
    ends = list(accumulate(len(part.names) for part in parts))
    spans = list(zip(parts, [0, *ends], ends, strict=False))
    rows = model._default_manager.order_by().annotate(**columns).values_list(*columns)
    db = rows.db
    with made_to_stay():
        for values in rows.iterator(chunk_size=2000):
            made = [part.make(values[start:end], db) for part, start, end in spans]
            if more:
                made[0].__dict__.update(zip(more, values[ends[-1] :], strict=True))
            yield made


def entered_at(row: Any) -> datetime:
    """When a row was recorded. The database writes moments as text; without a zone they are in UTC."""
    text = row.__dict__.get(_ENTERED)
    if text is None:
        return cast("datetime", row.recorded_at)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def copied(row: M) -> M:
    """The same row, free to point at others."""
    copy: M = type(row).__new__(type(row))
    copy.__dict__ |= row.__dict__
    copy._state = ModelState()
    copy._state.adding, copy._state.db = False, row._state.db
    copy._state.fields_cache = dict(row._state.fields_cache)
    return copy
