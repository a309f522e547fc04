"""The facts behind the figures: each kind read once, and kept while the ledger stays as it is."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from itertools import accumulate
from threading import Lock
from typing import Any, TypeVar, cast

from django.db.models import CharField, DateField, DateTimeField, F, Model, OuterRef, Subquery
from django.db.models.base import ModelState
from django.db.models.functions import Cast

from launches.models import CatalogueEntry, Launch, LaunchTotal, Spacecraft
from news.models import NewsItem
from projects.ledger.kinds import KINDS, kind_of
from projects.models import (
    ExchangeRate,
    Filing,
    FilingStep,
    FundingEvent,
    Milestone,
    OpenQuestion,
    Organization,
    Project,
    Revision,
    Statement,
    StatusChange,
    Target,
)
from projects.revisions import after as revisions_after
from projects.revisions import built, ids_of, parts_of

M = TypeVar("M", bound=Model)
C = TypeVar("C", bound=Model)

# What figures are made of. The long texts of facts are left in the database: no figure needs them.
_FACT = ("slug", "confidence", "known_on")
_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Project: (*_FACT, "name", "native_name", "country", "kind", "scope",
              "announced_on_first", "announced_on_last", "announced_on_precision"),
    Organization: (*_FACT, "name", "native_name", "country"),
    StatusChange: (*_FACT, "project_id", "status", "on_first", "on_last", "on_precision"),
    FilingStep: ("document_id", "step", "position", "on_first", "on_last", "on_precision"),
    Target: (*_FACT, "project", "milestone", "promise", "text", "bound", "superseded_by",
             "stated_on_first", "stated_on_last", "stated_on_precision",
             "due_first", "due_last", "due_precision",
             "outcome_on_first", "outcome_on_last", "outcome_on_precision",
             "not_met_on_first", "not_met_on_last", "not_met_on_precision"),
    Statement: (*_FACT, "project", "spacecraft", "quantity", "value", "value_max", "unit", "qualifier",
                "precision", "note", "stated_on_first", "stated_on_last", "stated_on_precision"),
    Milestone: (*_FACT, "project", "country", "kind", "title", "summary",
                "on_first", "on_last", "on_precision"),
    FundingEvent: (*_FACT, "organization", "project", "instrument", "round", "scope", "amount", "currency",
                   "amount_usd", "alternative_to", "summary", "on_first", "on_last", "on_precision"),
    ExchangeRate: (*_FACT, "currency", "usd_per_unit", "on_first", "on_last", "on_precision"),
    Filing: (*_FACT, "organization", "project", "authority", "country", "kind", "docket",
             "satellites_requested", "contained_in", "summary", "on_first", "on_last", "on_precision"),
    Launch: (*_FACT, "name", "vehicle", "country", "status", "net", "net_precision",
             "net_first", "net_last"),
    Spacecraft: (*_FACT, "name", "native_name", "project", "country", "norad_cat_id", "identity", "launch",
                 "status", "compute", "compute_hardware", "reading_epoch", "reading_mean_altitude_km",
                 "launched_on_first", "launched_on_last", "launched_on_precision",
                 "status_on_first", "status_on_last", "status_on_precision"),
    NewsItem: (*_FACT, "headline", "country", "state",
               "published_on_first", "published_on_last", "published_on_precision"),
    LaunchTotal: (*_FACT, "country", "year", "attempts", "method"),
}  # fmt: skip


class Ledger:
    """Every fact that figures rest on, whoever may know it; a Question takes what its reader may.

    A kind is read at its first use, in one query, and its rows point at each other. The rows are
    shared by all questions and threads: nobody changes them. With a moment, the ledger is as it stood
    then: later entries are not in it, and later changes are taken back. It is made of the present one.
    """

    def __init__(self, recorded: datetime | None = None, present: Ledger | None = None) -> None:
        self.recorded = recorded
        self._present = present

    @cached_property
    def present(self) -> Ledger:
        """The ledger as it stands now."""
        return self._present or Ledger()

    @cached_property
    def revisions(self) -> list[Revision]:
        """What was changed since the moment, oldest first."""
        return revisions_after(self.recorded) if self.recorded else []

    @cached_property
    def _undone(self) -> dict[str, dict[int, Revision]]:
        """The first change of each record since the moment: what it said before is what stood then."""
        undone: dict[str, dict[int, Revision]] = {}
        for revision in self.revisions:
            if self.recorded is None or revision.recorded_at > self.recorded:
                continue  # it did not stand here then
            undone.setdefault(revision.kind, {}).setdefault(revision.row_id, revision)
        return undone

    @cached_property
    def _ids(self) -> dict[tuple[str, str], int]:
        return ids_of(revision for rows in self._undone.values() for revision in rows.values())

    @cached_property
    def projects(self) -> dict[int, Project]:
        return self._projects_and_steps[0]

    @cached_property
    def status_changes(self) -> list[StatusChange]:
        """Oldest first, each with its project."""
        return self._projects_and_steps[1]

    @cached_property
    def _projects_and_steps(self) -> tuple[dict[int, Project], list[StatusChange]]:
        def order(row: Project) -> Any:
            return row.known_on, row.slug

        if self.recorded:
            rows = self._then(Project, self.present.projects, order)
            steps = {row.pk: row for row in self.present.status_changes}
            steps = self._then(StatusChange, steps, lambda row: row.slug)
            changes = list(self._tied(steps, project=rows).values())
        else:
            rows, changes = self._with(Project, order, StatusChange, "project", "status_changes")
        changes.sort(key=lambda row: (row.on.first, row.slug))
        return rows, changes

    @cached_property
    def spacecraft(self) -> dict[int, Spacecraft]:
        """With project and launch, and the day on which the catalogue says that each decayed (or None)."""
        entry = CatalogueEntry.objects.filter(norad_cat_id=OuterRef("norad_cat_id"))
        rows = self._read(
            "spacecraft",
            Spacecraft,
            lambda row: (row.launched_on.last if row.launched_on else date.max, row.slug),
            launch=Launch,
            decayed_on=Subquery(entry.values("decayed_on")[:1]),
        )
        return self._tied(rows, project=self.projects)

    @cached_property
    def targets(self) -> dict[int, Target]:
        """With project and the later promise in the place of each."""
        rows = self._read("targets", Target, lambda row: (row.due.last, row.slug))
        return self._tied(rows, project=self.projects, superseded_by=rows)

    @cached_property
    def statements(self) -> dict[int, Statement]:
        """With the project or spacecraft that each is about."""
        rows = self._read("statements", Statement, lambda row: (row.stated_on.last, row.slug))
        return self._tied(rows, project=self.projects, spacecraft=self.spacecraft)

    @cached_property
    def milestones(self) -> dict[int, Milestone]:
        rows = self._read("milestones", Milestone, lambda row: (row.on.last, row.slug))
        return self._tied(rows, project=self.projects)

    @cached_property
    def funding(self) -> dict[int, FundingEvent]:
        """With organization and project."""
        rows = self._read(
            "funding", FundingEvent, lambda row: (row.on.last, row.slug), organization=Organization
        )
        return self._tied(rows, project=self.projects)

    @cached_property
    def exchange_rates(self) -> dict[int, ExchangeRate]:
        return self._read("exchange_rates", ExchangeRate, lambda row: (row.on.first, row.slug))

    @cached_property
    def filings(self) -> dict[int, Filing]:
        """With the application's project and the wider record that counts it."""
        return self._filings_and_steps[0]

    @cached_property
    def filing_steps(self) -> list[FilingStep]:
        """Each step with its filing and the document that proves it, oldest first."""
        return self._filings_and_steps[1]

    @cached_property
    def _filings_and_steps(self) -> tuple[dict[int, Filing], list[FilingStep]]:
        def order(row: Filing) -> Any:
            return row.on.last, row.slug

        if self.recorded:
            rows = self._then(Filing, self.present.filings, order)
            undone = self._undone.get("filings", {})
            steps = [
                _copied(step)
                for step in self.present.filing_steps
                if step.filing_id in rows and step.filing_id not in undone
            ]
            for change in undone.values():
                steps += parts_of(KINDS["filings"], change, self._ids)
            steps = list(self._tied(dict(enumerate(steps)), filing=rows).values())
        else:
            rows, steps = self._with(Filing, order, FilingStep, "filing", "steps")
        rows = self._tied(rows, project=self.projects, contained_in=rows)
        steps.sort(key=lambda row: (row.on.last, row.filing.slug, row.position))
        return rows, list(self._tied(dict(enumerate(steps)), document=rows).values())

    @cached_property
    def launches(self) -> dict[int, Launch]:
        return self._read("launches", Launch, lambda row: (row.net_last, row.slug))

    @cached_property
    def news(self) -> dict[int, NewsItem]:
        """What readers may see."""
        return {pk: row for pk, row in self._all_news.items() if row.state in NewsItem.PUBLIC}

    @cached_property
    def _all_news(self) -> dict[int, NewsItem]:
        return self._read("_all_news", NewsItem, lambda row: (row.published_on.last, row.slug))

    @cached_property
    def launch_totals(self) -> dict[int, LaunchTotal]:
        return self._read("launch_totals", LaunchTotal, lambda row: (row.year, row.country, row.slug))

    @cached_property
    def open_questions(self) -> list[OpenQuestion]:
        """Those that bear on most projects first."""
        if self.recorded is None:
            return list(OpenQuestion.objects.by_reach())
        rows = {row.pk: row for row in self.present.open_questions}
        place = {pk: n for n, pk in enumerate(rows)}
        return list(self._then(OpenQuestion, rows, lambda row: place.get(row.pk, len(place))).values())

    def _read(self, name: str, model: type[M], order: Callable[[M], Any], **more: Any) -> dict[int, M]:
        """The rows of a kind by primary key, in an order that every database agrees on.

        `more` names what comes with them in the same query: a parent's model, or a figure.
        """
        if self.recorded:
            return self._then(model, getattr(self.present, name), order)
        parents = {key: parent for key, parent in more.items() if isinstance(parent, type)}
        more = {key: part for key, part in more.items() if key not in parents}
        parts = [_Part(model, "", _COLUMNS[model], entered=True)]
        parts += [_Part(parent, f"{key}__", _COLUMNS[parent]) for key, parent in parents.items()]
        rows: dict[int, M] = {}
        made: dict[tuple[str, int], Model] = {}
        for row, *others in _made(model, parts, more):
            rows[row.pk] = row
            for key, other in zip(parents, others, strict=True):
                shared = other and made.setdefault((key, other.pk), other)
                row._state.fields_cache[key] = shared
        return {row.pk: row for row in sorted(rows.values(), key=order)}

    def _then(self, model: type[M], present: dict[int, M], order: Callable[[M], Any]) -> dict[int, M]:
        """The rows of a kind as they stood at the moment, made of those that stand now."""
        kind = kind_of(model)
        assert kind is not None, f"{model.__name__} is no curated noun"
        moment = self.recorded or datetime.max.replace(tzinfo=UTC)
        rows: dict[int, Any] = {pk: _copied(row) for pk, row in present.items() if _entered_at(row) <= moment}
        for pk, revision in self._undone.get(kind.name, {}).items():
            row = built(kind, revision, self._ids)
            if now := present.get(pk):  # figures read beside it, such as the catalogue's day of decay
                own = row.__dict__
                own |= {key: value for key, value in now.__dict__.items() if key not in own}
            rows[pk] = row
        return {row.pk: row for row in sorted(rows.values(), key=order)}

    def _with(
        self, model: type[M], order: Callable[[M], Any], child: type[C], parent: str, children: str
    ) -> tuple[dict[int, M], list[C]]:
        """The rows of a kind, and the rows of another that belong to them, in one query.

        The database gives a row once for each that belongs to it, and once where none does.
        """
        parts = [
            _Part(model, "", _COLUMNS[model], entered=True),
            _Part(child, f"{children}__", _COLUMNS[child], entered=child in _ENTERED_PARTS),
        ]
        rows: dict[int, M] = {}
        found: dict[int, C] = {}
        for row, part in _made(model, parts):
            row = rows.setdefault(row.pk, row)
            if part is not None:
                part.__dict__[f"{parent}_id"] = row.pk
                part._state.fields_cache[parent] = row
                found[part.pk] = part
        return {row.pk: row for row in sorted(rows.values(), key=order)}, list(found.values())

    def _tied(self, rows: dict[int, M], **to: dict[int, Any]) -> dict[int, M]:
        """The same rows, pointing at rows that were read already, as joins would: no parent, no row."""
        model = type(next(iter(rows.values()))) if rows else Model
        for name, others in to.items():
            may_be_empty, column = rows and model._meta.get_field(name).null, f"{name}_id"
            for key, row in list(rows.items()):
                other = others.get(row.__dict__[column])
                if other is None and not may_be_empty:
                    del rows[key]
                else:
                    row._state.fields_cache[name] = other
        return rows


# --- Rows, light ------------------------------------------------------------------------------------
# Of tens of thousands of rows the figures read a few columns. The database gives days as text, each
# day is parsed once, and the rows are filled without the checks that a row to be saved needs. A column
# that was not read is fetched when somebody asks for it, as with `only()`.
_ENTERED = "_entered"
_ENTERED_PARTS = (StatusChange,)
_day = lru_cache(maxsize=65_536)(date.fromisoformat)


class _Part:
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


def _made(model: type[Model], parts: list[_Part], more: dict[str, Any] | None = None) -> Iterator[list[Any]]:
    """The rows of a query, each as one object for each part; what more it gives stands on the first."""
    expressions = [expression for part in parts for expression in part.expressions] + list(
        (more or {}).values()
    )
    columns = {f"c{n}": expression for n, expression in enumerate(expressions)}
    ends = list(accumulate(len(part.names) for part in parts))
    spans = list(zip(parts, [0, *ends], ends, strict=False))
    rows = model._default_manager.order_by().annotate(**columns).values_list(*columns)
    db = rows.db
    with _no_collection():
        for values in rows.iterator(chunk_size=2000):
            made = [part.make(values[start:end], db) for part, start, end in spans]
            if more:
                made[0].__dict__.update(zip(more, values[ends[-1] :], strict=True))
            yield made


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the garbage collector, which would look at everything made here again and again: it is to stay.

    Afterwards it all counts as old, which the collector looks at last.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was:
            gc.enable()


def _entered_at(row: Any) -> datetime:
    """When a row was recorded. The database writes moments as text; without a zone they are in UTC."""
    text = row.__dict__.get(_ENTERED)
    if text is None:
        return cast("datetime", row.recorded_at)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _copied(row: M) -> M:
    """The same row, free to point at others."""
    copy: M = type(row).__new__(type(row))
    copy.__dict__ |= row.__dict__
    copy._state = ModelState()
    copy._state.adding, copy._state.db = False, row._state.db
    copy._state.fields_cache = dict(row._state.fields_cache)
    return copy


_lock = Lock()
_MOST_MOMENTS = 4  # past moments kept beside the present
_kept: dict[tuple[int, datetime | None], Ledger] = {}


def kept(version: int, recorded: datetime | None = None) -> Ledger:
    """The ledger of a version (see `LedgerVersion.now`), read by the first who asks; only the newest stays."""
    with _lock:
        if (version, recorded) not in _kept:
            past = [key for key in _kept if key[0] == version and key[1] is not None]
            for key in list(_kept):
                if key[0] != version or key in past[: 1 - _MOST_MOMENTS]:
                    del _kept[key]
            present = _kept.setdefault((version, None), Ledger())
            if recorded:
                _kept[version, recorded] = Ledger(recorded, present)
        return _kept[version, recorded]


def forget() -> None:
    """Reads all anew at the next question: for tests, whose versions end with their transactions."""
    with _lock:
        _kept.clear()
