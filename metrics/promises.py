"""Promises: target dates that came due, and how many were kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from metrics.moved import moves_told
from metrics.outcomes import CAME_DUE
from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, register
from metrics.standing import count_apart, standing
from metrics.steps import Event, StepRow, running
from projects.models import Project, Target


@dataclass(frozen=True)
class PromiseRow:
    """A country's promises, each once, by what became of them on the day; the facts are those that came due.

    `unknown` came due and nobody reported an outcome. `apart` counts what came due and is no such promise, by
    the reason (see `metrics.standing`).
    """

    country: str
    met: int
    missed: int
    unknown: int
    pending: int
    superseded: int
    apart: tuple[tuple[str, int], ...]
    facts: tuple[FactRef, ...]

    @property
    def due(self) -> int:
        return self.met + self.missed + self.unknown


@asked_once
def _by_country(question: Question) -> dict[str, list[Target]]:
    """All statements of dates, by country."""
    found: dict[str, list[Target]] = defaultdict(list)
    for target in question.targets:
        found[target.project.country].append(target)
    return found


@asked_once
def promises(question: Question, country: str) -> PromiseRow:
    """Kept, missed and open promises of a country's computing projects."""
    words, stands = question.outcomes, standing(question)
    mine = _by_country(question)[country]
    counted = [target for target in mine if not stands[target.id].apart]
    count = Counter(words[target.id] for target in counted)
    return PromiseRow(
        country,
        met=count["met"],
        missed=count["missed"],
        unknown=count["unknown"],
        pending=count["pending"],
        superseded=count["superseded"],
        apart=count_apart(stands[target.id] for target in mine if words[target.id] in CAME_DUE),
        facts=tuple(FactRef("targets", t.slug) for t in counted if words[t.id] in CAME_DUE),
    )


@dataclass(frozen=True)
class NextTargetRow:
    """A promised date that is still ahead."""

    country: str
    project: str
    project_slug: str
    text: str
    first: date
    last: date
    label: str
    bound: str
    facts: tuple[FactRef, ...]


@asked_once
def next_targets(question: Question) -> list[NextTargetRow]:
    """Pending target dates of computing projects, soonest first; the newest statement of each promise."""
    words, stands = question.outcomes, standing(question)
    ahead = [
        target
        for target in question.targets
        if words[target.id] == "pending"
        and stands[target.id].apart not in ("disputed", "no_computer")
        and target.due_last >= question.day
        and target.project.scope == Project.Scope.CORE
        and question.country in ("", target.project.country)
    ]
    ahead.sort(key=lambda target: (target.stated_on_first, target.id))
    newest = {(target.project_id, target.promise): target for target in ahead}
    rows = [
        NextTargetRow(
            (project := t.project).country,
            project.name,
            project.slug,
            t.text,
            t.due_first,
            t.due_last,
            str(t.due),
            t.bound,
            (FactRef("targets", t.slug),),
        )
        for t in newest.values()
    ]
    return sorted(rows, key=lambda row: (row.last, row.first, row.project))


def promises_missed(question: Question) -> list[StepRow]:
    """Promises that were missed, by country, on the last day each could have been kept.

    One that moved before it was due is missed from the day on which the move was known.
    """
    words, stands = question.outcomes, standing(question)
    missed = [t for t in question.targets if words[t.id] == "missed" and not stands[t.id].apart]
    moved = question.moves
    return running(
        (
            Event(
                target.project.country,
                on := min(target.due_last, moved.get(target.id) or target.due_last),
                on,
                1,
                f"{target.project.name}: {target.text}",
                (FactRef("targets", target.slug),),
            )
            for target in missed
        ),
        question,
    )


def came_due(question: Question, rows: Sequence[StepRow]) -> list[FactRef]:
    """All promises that came due, kept or not: the whole that those missed are of."""
    words, stands = question.outcomes, standing(question)
    return [
        FactRef("targets", target.slug)
        for target in question.targets
        if not stands[target.id].apart
        and words[target.id] in CAME_DUE
        and question.country in ("", target.project.country)
    ]


register(
    Metric(
        "promises_missed",
        _("Promised dates missed"),
        _(
            "Promises of computing projects that were missed, each once: one speaker, one project, one thing "
            "promised, one period; dates that overlap are of one. Counted on the last day on which each could "
            "have been kept, or on the earlier day on which it was known to have moved."
        ),
        _("promises"),
        _(
            "Not how late: see each project. A date that came due without a report is not counted as missed, "
            "and a date given as “not earlier than” cannot be missed."
        ),
        promises_missed,
        over_time=True,
        evidence=came_due,
        carriers=moves_told,
    ),
    (
        "2026-11-29",
        _(
            "A promise counts once, one that moved before it was due is missed from the day on which "
            "the move was known, and what carries no computer or was public less than 30 days ahead "
            "is left out."
        ),
    ),
    (
        "2026-11-30",
        _("Statements of one promise for dates that overlap count once, not once for each last day."),
    ),
)
