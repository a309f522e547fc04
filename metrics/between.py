"""What changed between two days: the world's news, our own corrections, and what each did to the figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.countries import RIVALS
from common.dates import PartialDate
from launches.models import StatusReading
from metrics.outcomes import Outcome
from metrics.question import FactRef, Question
from metrics.scoreboard import scoreboard
from metrics.scores import ScoreRow
from projects.models import Statement, StatusChange, Target

# What names a fact of each kind, in the order in which readers see them.
TITLES: dict[str, Any] = {
    "projects": lambda row: row.name,
    "status_changes": lambda row: f"{row.project.name}: {row.get_status_display()}",
    "targets": lambda row: f"{row.project.name}: {row.text}",
    "milestones": lambda row: row.title,
    "spacecraft": lambda row: row.name,
    "status_readings": lambda row: f"{row.spacecraft.name}: {row.get_state_display()}",
    "launches": lambda row: row.name,
    "filings": lambda row: (
        f"{row.authority}: {row.get_kind_display()}" + (f", {row.project.name}" if row.project else "")
    ),
    "funding": lambda row: (
        row.organization.name + f": {row.get_round_display() if row.round else row.get_instrument_display()}"
    ),
    "statements": lambda row: f"{subject(row).name}: {row.quantity}",
    "news": lambda row: row.headline,
}

LISTED = tuple(kind for kind in TITLES if kind != "launches")


def subject(told: Statement) -> Any:
    """The project or spacecraft that a statement is about: the database wants one of the two."""
    return told.project or told.spacecraft


def country_of(row: Any) -> str:
    """The country that a fact counts for."""
    if isinstance(row, Statement):
        return str(subject(row).country)
    if isinstance(row, StatusReading):
        return str(row.spacecraft.country)
    return str(row.project.country if isinstance(row, StatusChange | Target) else row.country)


@dataclass(frozen=True)
class Known:
    """One fact that became known, or that we added late."""

    kind: str
    slug: str
    title: str
    country: str
    confidence: str
    known_on: date
    found: bool = False  # its day is unknown: `known_on` is the one on which it was found

    @property
    def ref(self) -> FactRef:
        return FactRef(self.kind, self.slug)


@dataclass(frozen=True)
class FigureChange:
    """One figure of the scoreboard at both days.

    `shown` is what stood here on the first day (None where nothing was kept yet), `corrected` what is
    known now of that day, `now` the figure of the second day. From shown to corrected we changed our
    account; from corrected to now the world changed.
    """

    measure: str
    country: str
    shown: ScoreRow | None
    corrected: ScoreRow
    now: ScoreRow


def facts_of(question: Question) -> Iterator[tuple[str, Any]]:
    """Every listed fact that the question may know, with the name of its kind.

    Launches are left out: those with compute aboard are told by their spacecraft.
    """
    for kind in LISTED:
        for row in getattr(question, kind):
            if row.known_on <= question.day and question.country in ("", country_of(row)):
                yield kind, row


def became_known(question: Question, since: date) -> list[Known]:
    """Facts that the public could know by the question's day and not on `since`, newest first."""
    return _listed((kind, row) for kind, row in facts_of(question) if row.known_on > since)


def added_late(question: Question, since: Question) -> list[Known]:
    """Facts that the public could know on the first day, and that stand here only since then."""
    before = {(kind, row.slug) for kind, row in facts_of(since)}
    return _listed(
        (kind, row)
        for kind, row in facts_of(question)
        if row.known_on <= since.day and (kind, row.slug) not in before
    )


def _listed(found: Iterator[tuple[str, Any]]) -> list[Known]:
    rows = [
        Known(
            kind,
            row.slug,
            TITLES[kind](row),
            country_of(row),
            row.confidence,
            row.known_on,
            row.found_on is not None,
        )
        for kind, row in found
    ]
    return sorted(rows, key=lambda row: (row.known_on, row.kind, row.slug), reverse=True)


@dataclass(frozen=True)
class Decided:
    """A promised date (`due`) whose outcome is another one on the second day."""

    slug: str
    title: str
    country: str
    due: PartialDate
    before: Outcome
    after: Outcome


def decided(now: Question, before: Question) -> list[Decided]:
    """Promised dates that were kept, missed or came due without a report between the two days."""
    found = []
    for target in now.targets:
        was, became = before.outcomes.get(target.pk), now.outcomes[target.pk]
        if was and was != became and now.country in ("", target.project.country):
            title = TITLES["targets"](target)
            found.append(Decided(target.slug, title, target.project.country, target.due, was, became))
    return sorted(found, key=lambda row: (row.due.last, row.slug), reverse=True)


def figures(now: Question, corrected: Question, shown: Question | None) -> list[FigureChange]:
    """The scoreboard's figures at both days, those that no step changed included."""
    old = {(row.measure, row.country): row for row in scoreboard(shown)} if shown else {}
    mid = {(row.measure, row.country): row for row in scoreboard(corrected)}
    return [
        FigureChange(row.measure, row.country, old.get(key), mid[key], row)
        for row in scoreboard(now)
        if (key := (row.measure, row.country)) in mid and row.country in RIVALS
    ]
