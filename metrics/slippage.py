"""The slip ledger: when a date was promised against the date promised, each time it was stated."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate, Precision, label
from metrics.moved import Move, missed_moves, moves_told
from metrics.outcomes import CAME_DUE, Outcome, known_outcome_on, known_searched_on, outcome_label
from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, RowChoice, register
from metrics.standing import APART, Standing, standing
from projects.models import Project, Target

SILENT_MONTHS = (12, 24)
LEAST_DAYS = 30  # between two statements: over fewer days a rate tells of the calendar, not of the promise
_DAYS_A_MONTH = 365.2425 / 12


@dataclass(
    slots=True, unsafe_hash=True
)  # never changed; frozen, thousands of them would take twice as long to make
class SlipRow:
    """One statement of one promised date.

    A disputed statement is somebody else's date: it stands in the ledger and moves nothing.
    `judged`: it counts in the shares, as the one statement by which its promise is counted; else `apart` is
    the reason why not (see `metrics.standing`). `rated`: it is of a promise that counts, so that its rate and
    its silence do. `days_late` is the least that the outcome came after the last day promised (None: not known).
    `slip_rate` is the least days by which the date moved for each day that passed since the newest
    statement of the same promise that was at least 30 days older (None: there was none): 0 keeps its word,
    1 recedes day by day.
    `silent_months` is 12 or 24 where nobody has said so long what becomes of a date still open, or past without
    a report; else 0. `moved_by` is the later statement by which a missed date was known to have moved, on `moved_on`.
    """

    country: str
    project: str
    project_slug: str
    promise: str
    text: str
    stated_first: date
    stated_last: date
    due_first: date
    due_last: date
    stated: str
    due: str
    bound: str
    judged: bool
    apart: str
    rated: bool
    confidence: str
    outcome: Outcome
    outcome_on: date | None
    searched_on: date | None
    days_late: int | None
    slip_rate: float | None
    silent_months: int
    moved_by: FactRef | None
    moved_on: date | None
    facts: tuple[FactRef, ...]

    @property
    def came_due(self) -> bool:
        """Whether it is one of those that the share kept is taken of."""
        return self.judged and self.outcome in CAME_DUE

    @property
    def outcome_label(self) -> str:
        """What became of it, in the words of readers."""
        return outcome_label(self.outcome, self.outcome_on, self.searched_on)

    @property
    def apart_label(self) -> str:
        """Why it does not count; empty where it does."""
        return str(APART[self.apart]) if self.apart else ""


class Told(NamedTuple):
    """A statement with what is known of it on the day: a SlipRow in the making, which figures can count."""

    target: Target
    project: Project
    outcome: Outcome
    stands: Standing
    slip_rate: float | None
    silent_months: int
    move: Move | None

    @property
    def judged(self) -> bool:
        return not self.stands.apart

    @property
    def came_due(self) -> bool:
        return not self.stands.apart and self.outcome in CAME_DUE


@asked_once
def statements(question: Question) -> list[Told]:
    """Every stated date, by project and promise, oldest statement first."""
    promises: dict[tuple[int, str], list[Target]] = defaultdict(list)
    day = question.day
    for target in question.targets:
        if target.stated_on_first <= day:
            promises[target.project_id, target.promise].append(target)
    projects = {key: told[0].project for key, told in promises.items()}
    asked = [key for key, project in projects.items() if question.country in ("", project.country)]
    stands, words, moves = standing(question), question.outcomes, missed_moves(question)
    found: list[Told] = []
    for key in sorted(asked, key=lambda key: (projects[key].slug, key[1])):
        told, project = promises[key], projects[key]
        rates: dict[int, float] = {}
        newest = told[0]
        if len(told) > 1:
            told.sort(key=attrgetter("stated_on_first", "id"))
            rates = _slip_rates(told)
            newest = max(told, key=attrgetter("stated_on_last", "id"))
        for target in told:
            word = words[target.id]
            silent = _silent_months(target, word, day) if target is newest else 0
            rate, move = rates.get(target.id), moves.get(target.id)
            found.append(Told(target, project, word, stands[target.id], rate, silent, move))
    return found


@asked_once
def slippage(question: Question) -> list[SlipRow]:
    """Every stated date as a row, in the order of `statements`."""
    return [slip_row(told, question.day) for told in statements(question)]


@lru_cache(maxsize=65_536)
def _label(first: date, last: date, precision: Precision) -> str:
    return label(PartialDate(first, last, precision))


def slip_row(told: Told, day: date) -> SlipRow:
    """A statement as readers see it."""
    target, project, word, stands, rate, silent, move = told
    return SlipRow(
        country=project.country,
        project=project.name,
        project_slug=project.slug,
        promise=target.promise,
        text=target.text,
        stated_first=target.stated_on_first,
        stated_last=target.stated_on_last,
        due_first=target.due_first,
        due_last=target.due_last,
        stated=_label(target.stated_on_first, target.stated_on_last, target.stated_on_precision),
        due=_label(target.due_first, target.due_last, target.due_precision),
        bound=target.bound,
        judged=not stands.apart,
        apart=stands.apart,
        rated=stands.tells,
        confidence=target.confidence,
        outcome=word,
        outcome_on=known_outcome_on(target, day),
        searched_on=known_searched_on(target, day),
        days_late=days_late(target, word),
        slip_rate=rate,
        silent_months=silent,
        moved_by=move.by if move else None,
        moved_on=move.on if move else None,
        facts=(FactRef("targets", target.slug),),
    )


def days_late(target: Target, word: Outcome) -> int | None:
    """Days from the last day promised to the first day it can have come true; 0 where it was kept."""
    if not target.outcome_on_first or word not in ("met", "missed"):
        return None
    return max(0, (target.outcome_on_first - target.due_last).days)


def _slip_rates(told: Sequence[Target]) -> dict[int, float]:
    """How fast each date of a promise, oldest first, receded since the statement 30 days or more before.

    Disputed ones do not count.
    """
    sure = [target for target in told if target.confidence != "disputed"]
    if len(sure) < 2:
        return {}
    ends = [target.stated_on_last for target in sure]
    by_end = sorted(range(len(sure)), key=ends.__getitem__)
    ends.sort()
    newest = list(accumulate(by_end, max))  # the last one in the order of statements is the newest
    rates = {}
    for target in sure:
        if before := bisect_right(ends, target.stated_on_first - timedelta(days=LEAST_DAYS)):
            last = sure[newest[before - 1]]
            passed = (target.stated_on_first - last.stated_on_first).days
            moved = days_moved(last.due_first, last.due_last, target.due_first, target.due_last)
            rates[target.id] = round(moved / passed, 2)
    return rates


def days_moved(first: date, last: date, now_first: date, now_last: date) -> int:
    """The least days from one stated date to another; two that overlap have not moved.

    A date said more or less exactly than before is no slip: "2027" for "April 2027" moved nothing.
    """
    if now_first > last:
        return (now_first - last).days
    if now_last < first:
        return (now_last - first).days
    return 0


def _silent_months(target: Target, word: Outcome, day: date) -> int:
    """How long a date still open, or past without a report, has not been repeated: 24, 12 or 0 months."""
    if word not in ("pending", "unknown"):
        return 0
    months = (day - target.stated_on_last).days / _DAYS_A_MONTH
    return max((limit for limit in SILENT_MONTHS if months >= limit), default=0)


# Promises that count, or those that came due: what the share kept is taken of.
JUDGED = RowChoice(
    "judged",
    _("Dates"),
    {"yes": _("counted"), "decided": _("came due")},
    lambda row, word: row.judged if word == "yes" else row.came_due,
)
register(
    Metric(
        "slippage",
        _("The slip ledger"),
        _(
            "Every promised date, each time it was stated: the day of the statement, the date promised, "
            "what became of it, and how many days the date moved at least for each day that passed "
            "between two "
            "statements of one promise, 30 days apart or more. Dates that overlap have not moved: “2027” "
            "after “April 2027” is vaguer, not later."
        ),
        _("days slipped per day elapsed"),
        _(
            "Not why a date moved, nor promises that nobody recorded. Few dates have come due: read the "
            "shares with their intervals. A date that came due without a report may have been kept. A"
            " promise "
            "counts once; dates of projects with another purpose, “not earlier than”, disputed ones, those "
            "of what carries no computer, and those public less than 30 days ahead or only once they "
            "had come true "
            "are listed and not counted."
        ),
        slippage,
        columns=(
            ("country", _("Country")),
            ("project", _("Project")),
            ("text", _("Promise")),
            ("stated", _("Stated")),
            ("due", _("Due")),
            ("outcome_label", _("Outcome")),
            ("judged", _("Counted")),
            ("apart_label", _("Why not")),
            ("days_late", _("Days late")),
            ("slip_rate", _("Slip per day")),
        ),
        # Neither has a rate without an earlier statement, nor days late before it came due.
        absent=lambda row, name: (
            ""
            if name in ("days_late", "outcome_on") and row.outcome in ("met", "missed")
            else "not_applicable"
        ),
        disputes="due",
        choices=(JUDGED,),
        carriers=moves_told,
    ),
    (
        "2026-11-23",
        _(
            "Dates that overlap have not moved: a slip is the least number of days that both "
            "statements allow."
        ),
    ),
    (
        "2026-11-29",
        _(
            "A promise counts once, by one speaker, project, thing promised and last day; one that "
            "moved before it was due is missed."
        ),
    ),
    (
        "2026-11-30",
        _("Statements of one promise for dates that overlap count once, not once for each last day."),
    ),
)
