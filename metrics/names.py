"""The ledger with the names of a past day: what was renamed since is called as it was then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from django.db.models import Model

from launches.models import Spacecraft
from metrics.light_rows import copied
from metrics.reading import Reading
from metrics.snapshot import Ledger
from projects.models import (
    Filing,
    FilingStep,
    FundingEvent,
    Milestone,
    Project,
    Statement,
    StatusChange,
    Target,
)

M = TypeVar("M", bound=Model)


def named(ledger: Ledger, day: date | None) -> Ledger | NamedLedger:
    """The facts that lead to a project, with its name of the day; the ledger itself where none was renamed since.

    Days between the same two renamings share one answer, which lives as long as the ledger.
    """
    if day is None:
        return ledger
    later = [on for row in ledger.projects.values() if (on := row.renamed_on_last) and on > day]
    if not later:
        return ledger
    until = min(later)
    if until not in ledger.named:
        ledger.named[until] = NamedLedger(ledger, until - timedelta(days=1))
    found: NamedLedger = ledger.named[until]
    return found


def with_former_organizations(events: list[FundingEvent], day: date | None) -> list[FundingEvent]:
    """The same events; those of an organization that was renamed since name it as it was called on the day."""
    if day is None:
        return events
    return [_renamed(event, day) for event in events]


def _renamed(event: FundingEvent, day: date) -> FundingEvent:
    since = event.organization.renamed_on_last
    if since is None or since <= day:
        return event
    event, organization = copied(event), copied(event.organization)
    organization.name, organization.native_name = organization.name_on(day)
    event._state.fields_cache["organization"] = organization
    return event


def _copies(rows: Mapping[int, M]) -> dict[int, M]:
    return {key: copied(row) for key, row in rows.items()}


class NamedLedger(Reading):
    """Copies of the projects with other names, and of all that points at a project; in the order of the ledger."""

    def __init__(self, ledger: Ledger, day: date) -> None:
        super().__init__(ledger.recorded)
        self._ledger, self._day = ledger, day

    @cached_property
    def projects(self) -> dict[int, Project]:
        rows = _copies(self._ledger.projects)
        for row in rows.values():
            row.name, row.native_name = row.name_on(self._day)
        return rows

    @cached_property
    def status_changes(self) -> list[StatusChange]:
        rows = _copies(dict(enumerate(self._ledger.status_changes)))
        return list(self._tied(rows, project=self.projects).values())

    @cached_property
    def spacecraft(self) -> dict[int, Spacecraft]:
        return self._tied(_copies(self._ledger.spacecraft), project=self.projects)

    @cached_property
    def targets(self) -> dict[int, Target]:
        rows = _copies(self._ledger.targets)
        return self._tied(rows, project=self.projects, superseded_by=rows)

    @cached_property
    def statements(self) -> dict[int, Statement]:
        rows = _copies(self._ledger.statements)
        return self._tied(rows, project=self.projects, spacecraft=self.spacecraft)

    @cached_property
    def milestones(self) -> dict[int, Milestone]:
        return self._tied(_copies(self._ledger.milestones), project=self.projects)

    @cached_property
    def funding(self) -> dict[int, FundingEvent]:
        return self._tied(_copies(self._ledger.funding), project=self.projects)

    @cached_property
    def filings(self) -> dict[int, Filing]:
        rows = _copies(self._ledger.filings)
        return self._tied(rows, project=self.projects, contained_in=rows)

    @cached_property
    def filing_steps(self) -> list[FilingStep]:
        rows = _copies(dict(enumerate(self._ledger.filing_steps)))
        return list(self._tied(rows, filing=self.filings, document=self.filings).values())
