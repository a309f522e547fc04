"""What bears on an open question: the facts of its subject about its projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from common.dates import PartialDate
from facts.models.fact import Fact
from launches.models import Spacecraft
from metrics.milestones import IN_ORBIT
from metrics.question import FactRef, Question, asked_once
from projects.models import Filing, FundingEvent, Milestone, OpenQuestion, Statement, Target

Subject = OpenQuestion.Subject


@dataclass(frozen=True)
class Bears:
    """Which facts bear on a subject: quantities stated, promises, events, and whole kinds of facts."""

    quantities: frozenset[str] = field(default_factory=frozenset)
    promises: frozenset[str] = field(default_factory=frozenset)
    events: frozenset[str] = field(default_factory=frozenset)
    kinds: frozenset[str] = field(default_factory=frozenset)


_WRONG = frozenset({Milestone.Kind.SETBACK, Milestone.Kind.FAILURE})
BEARS: dict[str, Bears] = {
    Subject.OPERATIONAL: Bears(
        quantities=frozenset({"satellites"}),
        promises=frozenset(Target.Milestone.values),
        events=frozenset(IN_ORBIT) | _WRONG,
    ),
    Subject.COMPUTE: Bears(
        quantities=frozenset({"compute", "model-size", "accuracy", "downlink-saving"}),
        events=frozenset({*IN_ORBIT, Milestone.Kind.TEST, Milestone.Kind.ORDER}),
    ),
    Subject.POWER: Bears(
        quantities=frozenset(
            {"power", "specific-power", "array-power", "array-area", "beamed-power", "power-to-compute-share",
             "power-added-per-year", "energy-cost"}
        )
    ),
    Subject.COOLING: Bears(quantities=frozenset({"radiator-area", "duty-cycle", "power"})),
    Subject.LINKS: Bears(quantities=frozenset({"isl-rate", "linked-satellites", "link-availability"})),
    Subject.STORAGE: Bears(
        quantities=frozenset({"storage", "failed-disks"}), promises=frozenset(Target.Milestone.values)
    ),
    Subject.LAW: Bears(kinds=frozenset({"filings"})),
    Subject.MONEY: Bears(kinds=frozenset({"funding"})),
    Subject.LAUNCH: Bears(
        promises=frozenset({Target.Milestone.FIRST_LAUNCH, Target.Milestone.FIRST_PROTOTYPE, Target.Milestone.OTHER}),
        events=frozenset({Milestone.Kind.LAUNCH, Milestone.Kind.HARDWARE_DELIVERY}) | _WRONG,
    ),
    Subject.IDENTITY: Bears(kinds=frozenset({"spacecraft"})),
}  # fmt: skip


@dataclass(frozen=True)
class BearingRow:
    """One fact that bears on a question, with the date it is told by."""

    ref: FactRef
    fact: Fact
    on: PartialDate


def bearing(question: Question, asked: OpenQuestion, projects: Iterable[int]) -> list[BearingRow]:
    """The facts of the question's subject about these projects that were known, newest first.

    A question without a subject, or of one that no kind of fact is about, has none.
    """
    wanted = BEARS.get(asked.subject)
    if wanted is None:
        return []
    by_project = _by_project(question)
    rows = [row for pk in set(projects) for row in by_project.get(pk, ()) if _is_about(row.fact, wanted)]
    return sorted(rows, key=lambda row: (row.on.last, row.on.first, row.ref.slug), reverse=True)


def _is_about(fact: Fact, wanted: Bears) -> bool:
    match fact:
        case Statement():
            return fact.quantity in wanted.quantities
        case Target():
            return fact.milestone in wanted.promises
        case Milestone():
            return fact.kind in wanted.events
        case Filing():
            return "filings" in wanted.kinds
        case FundingEvent():
            return "funding" in wanted.kinds
        case Spacecraft():
            return "spacecraft" in wanted.kinds
    return False


@asked_once
def _by_project(question: Question) -> dict[int, list[BearingRow]]:
    """Every known fact that can bear on a question, by the primary key of its project."""
    found: dict[int, list[BearingRow]] = defaultdict(list)
    for kind, project, fact, on in _facts(question):
        if project is not None:
            found[project].append(BearingRow(FactRef(kind, fact.slug), fact, on))
    return found


def _facts(question: Question) -> Iterator[tuple[str, int | None, Any, PartialDate]]:
    for told in question.statements:
        about = told.project_id or (told.spacecraft.project_id if told.spacecraft else None)
        yield "statements", about, told, told.stated_on
    for target in question.targets:
        yield "targets", target.project_id, target, target.stated_on
    for event in question.milestones:
        yield "milestones", event.project_id, event, event.on
    for paper in question.filings:
        yield "filings", paper.project_id, paper, paper.on
    for money in question.funding:
        yield "funding", money.project_id, money, money.on
    for craft in question.spacecraft:
        yield (
            "spacecraft",
            craft.project_id,
            craft,
            question.state(craft).on or PartialDate.of(craft.known_on),
        )
