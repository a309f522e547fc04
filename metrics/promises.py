"""Promises: target dates that came due, and how many were kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, register
from metrics.steps import Event, StepRow, running
from projects.models import Project, Target


@dataclass(frozen=True)
class PromiseRow:
    """A country's stated target dates by what became of them on the day; the facts are those decided."""

    country: str
    met: int
    missed: int
    unknown: int
    pending: int
    superseded: int
    facts: tuple[FactRef, ...]

    @property
    def due(self) -> int:
        return self.met + self.missed + self.unknown


def is_judged(target: Target) -> bool:
    """Whether a date can be kept or missed, and is that of a project whose purpose is computing."""
    return target.bound == Target.Bound.BY and target.project.scope == Project.Scope.CORE


@asked_once
def _judged(question: Question) -> dict[str, list[Target]]:
    """The dates that can be kept or missed, by country."""
    found: dict[str, list[Target]] = defaultdict(list)
    for target in question.targets:
        if is_judged(target):
            found[target.project.country].append(target)
    return found


@asked_once
def promises(question: Question, country: str) -> PromiseRow:
    """Met, missed and open target dates of a country's computing projects, each statement by itself."""
    words = question.outcomes
    mine = _judged(question)[country]
    count = Counter(words[target.id] for target in mine)
    return PromiseRow(
        country,
        met=count["met"],
        missed=count["missed"],
        unknown=count["unknown"],
        pending=count["pending"],
        superseded=count["superseded"],
        facts=tuple(FactRef("targets", t.slug) for t in mine if words[t.id] in ("met", "missed")),
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
    words = question.outcomes
    ahead = [
        target
        for target in question.targets
        if words[target.id] == "pending"
        and target.confidence != "disputed"
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
    """Judged dates that passed unmet, by country, on the last day each could have been kept."""
    words = question.outcomes
    return running(
        (
            Event(
                target.project.country,
                target.due.last,
                target.due.last,
                1,
                f"{target.project.name}: {target.text}",
                (FactRef("targets", target.slug),),
                disputed=target.confidence == "disputed",
            )
            for target in question.targets
            if words[target.id] == "missed" and is_judged(target)
        ),
        question,
    )


def came_due(question: Question, rows: Sequence[StepRow]) -> list[FactRef]:
    """All judged dates that came due, kept or not: the whole that those missed are of."""
    outcomes = question.outcomes
    return [
        FactRef("targets", target.slug)
        for target in question.targets
        if is_judged(target)
        and outcomes[target.pk] in ("met", "missed", "unknown")
        and question.country in ("", target.project.country)
    ]


register(
    Metric(
        "promises_missed",
        _("Promised dates missed"),
        _(
            "Stated target dates of computing projects that passed unmet, counted on the last day on which "
            "each could have been kept. Each statement counts: a date promised three times and missed is "
            "missed three times."
        ),
        _("target dates"),
        _(
            "Not how late: see each project. Dates that passed without a word are not counted as missed, "
            "and dates given as “not earlier than” cannot be missed."
        ),
        promises_missed,
        over_time=True,
        evidence=came_due,
    )
)
