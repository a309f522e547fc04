"""The facts behind the figures: each kind read once, and kept while the ledger stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Subquery

from facts.history import after as revisions_after
from facts.history import built, ids_of, parts_of
from facts.ledger.registry import KINDS, kind_of
from facts.models import Revision
from launches.models import CatalogueEntry, Launch, LaunchTotal, Listing, PastRead, Spacecraft
from metrics.light_rows import COLUMNS, ENTERED_PARTS, FEW_OF_LAUNCHES, Part, copied, entered_at, made_of
from news.models import NewsItem
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
        """With project and launch, and the day on which the catalogue says that each decayed (or None).

        `launch_was_away`: whether Launch Library ever stopped listing the launch.
        """
        entry = CatalogueEntry.objects.filter(norad_cat_id=OuterRef("norad_cat_id"))
        rows = self._read(
            "spacecraft",
            Spacecraft,
            lambda row: (row.launched_on.last if row.launched_on else date.max, row.slug),
            launch=Launch,
            decayed_on=Subquery(entry.values("decayed_on")[:1]),
            launch_was_away=Exists(Listing.objects.filter(launch=OuterRef("launch"))),
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
                copied(step)
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
        """In few columns: the feeds bring thousands that carry no compute, and figures only tell their age."""
        return self._read("launches", Launch, lambda row: (row.net_last, row.slug), FEW_OF_LAUNCHES)

    @cached_property
    def past_read(self) -> datetime | None:
        """The moment up to which every flown launch of the compared nations is held; None: none of them."""
        return PastRead.objects.read_by(self.recorded)

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

    def _read(
        self,
        name: str,
        model: type[M],
        order: Callable[[M], Any],
        columns: tuple[str, ...] = (),
        **more: Any,
    ) -> dict[int, M]:
        """The rows of a kind by primary key, in an order that every database agrees on.

        `more` names what comes with them in the same query: a parent's model, or a figure.
        """
        if self.recorded:
            return self._then(model, getattr(self.present, name), order)
        parents = {key: parent for key, parent in more.items() if isinstance(parent, type)}
        more = {key: part for key, part in more.items() if key not in parents}
        parts = [Part(model, "", columns or COLUMNS[model], entered=True)]
        parts += [Part(parent, f"{key}__", COLUMNS[parent]) for key, parent in parents.items()]
        rows: dict[int, M] = {}
        made: dict[tuple[str, int], Model] = {}
        for row, *others in made_of(model, parts, more):
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
        rows: dict[int, Any] = {pk: copied(row) for pk, row in present.items() if entered_at(row) <= moment}
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
            Part(model, "", COLUMNS[model], entered=True),
            Part(child, f"{children}__", COLUMNS[child], entered=child in ENTERED_PARTS),
        ]
        rows: dict[int, M] = {}
        found: dict[int, C] = {}
        for row, part in made_of(model, parts):
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
