"""The facts behind the figures: each kind read once, and kept while the ledger stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from django.db.models import F, Model, OuterRef, Subquery

from launches.models import CatalogueEntry, Launch, LaunchTotal, Spacecraft
from projects.models import (
    ExchangeRate,
    Filing,
    FilingStep,
    FundingEvent,
    Milestone,
    OpenQuestion,
    Organization,
    Project,
    Statement,
    StatusChange,
    Target,
)

M = TypeVar("M", bound=Model)
C = TypeVar("C", bound=Model)

# What figures are made of. The long texts of facts are left in the database: no figure needs them.
_FACT = ("slug", "confidence", "known_on")
_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Project: (*_FACT, "name", "native_name", "country", "kind", "scope",
              "announced_on_first", "announced_on_last", "announced_on_precision"),
    Organization: (*_FACT, "name", "native_name", "country"),
    StatusChange: (*_FACT, "status", "on_first", "on_last", "on_precision"),
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
    LaunchTotal: (*_FACT, "country", "year", "attempts", "method"),
}  # fmt: skip


class Ledger:
    """Every fact that figures rest on, whoever may know it; a Question takes what its reader may.

    A kind is read at its first use, in one query, and its rows point at each other. The rows are
    shared by all questions and threads: nobody changes them.
    """

    @cached_property
    def projects(self) -> dict[int, Project]:
        return self._projects_and_steps[0]

    @cached_property
    def status_changes(self) -> list[StatusChange]:
        """Oldest first, each with its project."""
        return self._projects_and_steps[1]

    @cached_property
    def _projects_and_steps(self) -> tuple[dict[int, Project], list[StatusChange]]:
        rows, changes = self._with(
            Project, lambda row: (row.known_on, row.slug), StatusChange, "project", "status_changes"
        )
        changes.sort(key=lambda row: (row.on.first, row.slug))
        return rows, changes

    @cached_property
    def spacecraft(self) -> dict[int, Spacecraft]:
        """With project and launch, and the day on which the catalogue says that each decayed (or None)."""
        entry = CatalogueEntry.objects.filter(norad_cat_id=OuterRef("norad_cat_id"))
        rows = self._read(
            Spacecraft,
            lambda row: (row.launched_on.last if row.launched_on else date.max, row.slug),
            launch=Launch,
            decayed_on=Subquery(entry.values("decayed_on")[:1]),
        )
        return self._tied(rows, project=self.projects)

    @cached_property
    def targets(self) -> dict[int, Target]:
        """With project and the later promise in the place of each."""
        rows = self._read(Target, lambda row: (row.due.last, row.slug))
        return self._tied(rows, project=self.projects, superseded_by=rows)

    @cached_property
    def statements(self) -> dict[int, Statement]:
        """With the project or spacecraft that each is about."""
        rows = self._read(Statement, lambda row: (row.stated_on.last, row.slug))
        return self._tied(rows, project=self.projects, spacecraft=self.spacecraft)

    @cached_property
    def milestones(self) -> dict[int, Milestone]:
        rows = self._read(Milestone, lambda row: (row.on.last, row.slug))
        return self._tied(rows, project=self.projects)

    @cached_property
    def funding(self) -> dict[int, FundingEvent]:
        """With organization and project."""
        rows = self._read(FundingEvent, lambda row: (row.on.last, row.slug), organization=Organization)
        return self._tied(rows, project=self.projects)

    @cached_property
    def exchange_rates(self) -> dict[int, ExchangeRate]:
        return self._read(ExchangeRate, lambda row: (row.on.first, row.slug))

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
        rows, steps = self._with(Filing, lambda row: (row.on.last, row.slug), FilingStep, "filing", "steps")
        rows = self._tied(rows, project=self.projects, contained_in=rows)
        steps.sort(key=lambda row: (row.on.last, row.pk))
        steps = list(self._tied({row.pk: row for row in steps}, document=rows).values())
        return rows, steps

    @cached_property
    def launch_totals(self) -> dict[int, LaunchTotal]:
        return self._read(LaunchTotal, lambda row: (row.year, row.country, row.slug))

    @cached_property
    def open_questions(self) -> list[OpenQuestion]:
        """Those that bear on most projects first."""
        return list(OpenQuestion.objects.by_reach())

    def _read(self, model: type[M], order: Callable[[M], Any], **more: Any) -> dict[int, M]:
        """The rows of a kind by primary key, in an order that every database agrees on.

        `more` names what comes with them in the same query: a parent's model, or a figure.
        """
        columns = list(_COLUMNS[model])
        parents = {name: parent for name, parent in more.items() if isinstance(parent, type)}
        for name, parent in parents.items():
            columns += [f"{name}__{column}" for column in _COLUMNS[parent]]
        rows = model._default_manager.order_by().select_related(*parents or (None,)).only(*columns)
        rows = rows.annotate(**{name: part for name, part in more.items() if name not in parents})
        return {row.pk: row for row in sorted(rows, key=order)}

    def _with(
        self, model: type[M], order: Callable[[M], Any], child: type[C], parent: str, children: str
    ) -> tuple[dict[int, M], list[C]]:
        """The rows of a kind, and the rows of another that belong to them, in one query.

        The database gives a row once for each that belongs to it, and once where none does.
        """
        columns = ("id", *_COLUMNS[child])
        parts = {f"child_{name}": F(f"{children}__{name}") for name in columns}
        rows: dict[int, M] = {}
        found = []
        for row in model._default_manager.order_by().only(*_COLUMNS[model]).annotate(**parts):
            rows.setdefault(row.pk, row)
            values = {name: getattr(row, f"child_{name}") for name in columns}
            if values["id"] is not None:
                found.append(child(**values, **{parent: rows[row.pk]}))
        return {row.pk: row for row in sorted(rows.values(), key=order)}, found

    def _tied(self, rows: dict[int, M], **to: dict[int, Any]) -> dict[int, M]:
        """The same rows, pointing at rows that were read already, as joins would: no parent, no row."""
        for name, others in to.items():
            for row in list(rows.values()):
                other = others.get(getattr(row, f"{name}_id"))
                if other is None and not row._meta.get_field(name).null:
                    del rows[row.pk]
                else:
                    setattr(row, name, other)
        return rows


_lock = Lock()
_kept: dict[int, Ledger] = {}


def kept(version: int) -> Ledger:
    """The ledger of a version (see `LedgerVersion.current`), read by the first who asks; only the newest stays."""
    with _lock:
        if version not in _kept:
            _kept.clear()
            _kept[version] = Ledger()
        return _kept[version]


def forget() -> None:
    """Reads all anew at the next question: for tests, whose versions end with their transactions."""
    with _lock:
        _kept.clear()
