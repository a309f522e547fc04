"""The slip ledger: when a date was promised against the date promised, each time it was stated."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS
from metrics.outcomes import OUTCOMES, Outcome
from metrics.promises import is_judged
from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, RowChoice, register
from projects.models import Target

SILENT_MONTHS = (12, 24)
LEAST = 5  # no median of fewer
LEAST_DAYS = 30  # between two statements: over fewer days a rate tells of the calendar, not of the promise
_DAYS_A_MONTH = 365.2425 / 12
_Z95 = 1.959963985


@dataclass(frozen=True)
class SlipRow:
    """One statement of one promised date.

    A disputed statement is somebody else's date: it stands in the ledger and moves nothing.
    `days_late` is the least that the outcome came after the last day promised (None: not known).
    `slip_rate` is the least days by which the date moved for each day that passed since the newest
    statement of the same promise that was at least 30 days older (None: there was none): 0 keeps its word,
    1 recedes day by day.
    `silent_months` is 12 or 24 where nobody has said so long what becomes of a date still open, or passed
    without a word; else 0.
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
    confidence: str
    outcome: Outcome
    days_late: int | None
    slip_rate: float | None
    silent_months: int
    facts: tuple[FactRef, ...]

    @property
    def decided(self) -> bool:
        """Whether it counts in the share of dates kept."""
        return self.judged and self.outcome in ("met", "missed")

    @property
    def outcome_label(self) -> str:
        return str(OUTCOMES[self.outcome])


@asked_once
def slippage(question: Question) -> list[SlipRow]:
    """Every stated date, by project and promise, oldest statement first."""
    promises: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in question.targets:
        project = target.project
        if question.country in ("", project.country) and target.stated_on_first <= question.day:
            promises[project.slug, target.promise].append(target)
    rows: list[SlipRow] = []
    for key in sorted(promises):
        told = sorted(promises[key], key=lambda target: (target.stated_on_first, target.id))
        rows += [_row(target, told, question) for target in told]
    return rows


def _row(target: Target, told: Sequence[Target], question: Question) -> SlipRow:
    word = question.outcomes[target.id]
    project = target.project
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
        stated=str(target.stated_on),
        due=str(target.due),
        bound=target.bound,
        judged=is_judged(target),
        confidence=target.confidence,
        outcome=word,
        days_late=_days_late(target, word),
        slip_rate=_slip_rate(target, told),
        silent_months=_silent_months(target, told, word, question.day),
        facts=(FactRef("targets", target.slug),),
    )


def _days_late(target: Target, word: Outcome) -> int | None:
    """Days from the last day promised to the first day it can have come true; 0 where it was kept."""
    if not target.outcome_on_first or word not in ("met", "missed"):
        return None
    return max(0, (target.outcome_on_first - target.due_last).days)


def _slip_rate(target: Target, told: Sequence[Target]) -> float | None:
    """How fast the date receded since the statement 30 days or more before; disputed ones do not count."""
    if target.confidence == "disputed" or len(told) == 1:
        return None
    before = [
        other
        for other in told
        if other.confidence != "disputed"
        and (target.stated_on_first - other.stated_on_last).days >= LEAST_DAYS
    ]
    if not before:
        return None
    last = max(before, key=lambda other: (other.stated_on_first, other.id))
    passed = (target.stated_on_first - last.stated_on_first).days
    moved = days_moved(last.due_first, last.due_last, target.due_first, target.due_last)
    return round(moved / passed, 2)


def days_moved(first: date, last: date, now_first: date, now_last: date) -> int:
    """The least days from one stated date to another; two that overlap have not moved.

    A date said more or less exactly than before is no slip: "2027" for "April 2027" moved nothing.
    """
    if now_first > last:
        return (now_first - last).days
    if now_last < first:
        return (now_last - first).days
    return 0


def _silent_months(target: Target, told: Sequence[Target], word: Outcome, day: date) -> int:
    """How long a date still open, or passed without a word, has not been repeated: 24, 12 or 0 months."""
    if word not in ("pending", "unknown"):
        return 0
    newest = max(told, key=lambda other: (other.stated_on_last, other.id))
    if newest.id != target.id:
        return 0
    months = (day - target.stated_on_last).days / _DAYS_A_MONTH
    return max((limit for limit in SILENT_MONTHS if months >= limit), default=0)


@dataclass(frozen=True)
class KeptRow:
    """How a country's promises fared: n decided, how many were met, and the share with its uncertainty.

    Every figure counts the same rows: the `judged` ones, dates of computing projects that can be missed.
    `share`, `low` and `high` run from 0 to 1 (Wilson's interval, 95 %); None where n is 0. `median_late`
    is in days over those that came true, if five or more did; `median_rate` in days slipped per day elapsed,
    with the quartiles `rate_low` and `rate_high`, if five or more rates are known.
    """

    country: str
    decided: int
    met: int
    share: float | None
    low: float | None
    high: float | None
    median_late: float | None
    late_n: int
    median_rate: float | None
    rate_low: float | None
    rate_high: float | None
    rate_n: int
    silent: int


def kept(question: Question) -> list[KeptRow]:
    """Promises kept and slips of each of the two countries."""
    rows = slippage(question)
    return [
        _kept(country, [row for row in rows if row.country == country])
        for country in RIVALS
        if question.country in ("", country)
    ]


def _kept(country: str, rows: Iterable[SlipRow]) -> KeptRow:
    rows = [row for row in rows if row.judged]
    decided = [row for row in rows if row.decided]
    met = sum(row.outcome == "met" for row in decided)
    late = [row.days_late for row in decided if row.days_late is not None]
    rates = [row.slip_rate for row in rows if row.slip_rate is not None]
    low, high = wilson(met, len(decided))
    quarter, middle, three = quartiles(rates)
    return KeptRow(
        country,
        decided=len(decided),
        met=met,
        share=met / len(decided) if decided else None,
        low=low,
        high=high,
        median_late=median(late) if len(late) >= LEAST else None,
        late_n=len(late),
        median_rate=middle,
        rate_low=quarter,
        rate_high=three,
        rate_n=len(rates),
        silent=sum(bool(row.silent_months) for row in rows),
    )


def quartiles(rates: Sequence[float]) -> tuple[float, float, float] | tuple[None, None, None]:
    """The quartiles of five values or more, between which half of them lie; the middle one is the median."""
    if len(rates) < LEAST:
        return None, None, None
    low, middle, high = (round(value, 2) for value in quantiles(rates, n=4, method="inclusive"))
    return low, middle, high


def wilson(met: int, n: int) -> tuple[float | None, float | None]:
    """Wilson's 95 % interval of a share: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212."""
    if n == 0:
        return None, None
    share, z2 = met / n, _Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


# Dates that can be judged, or those that were.
JUDGED = RowChoice(
    "judged",
    _("Dates"),
    {"yes": _("judged"), "decided": _("met or missed")},
    lambda row, word: row.judged if word == "yes" else row.decided,
)
register(
    Metric(
        "slippage",
        _("The slip ledger"),
        _(
            "Every promised date, each time it was stated: the day of the statement, the date promised, "
            "what became of it, and how many days the date moved at least for each day that passed between two "
            "statements of one promise, 30 days apart or more. Dates that overlap have not moved: “2027” "
            "after “April 2027” is vaguer, not later."
        ),
        _("days slipped per day elapsed"),
        _(
            "Not why a date moved, nor promises that nobody recorded. Few dates have come due: read the "
            "shares with their intervals. A date that passed without a word is neither kept nor missed. "
            "Dates of projects that compute for another mission, and dates given as “not earlier than”, "
            "are listed and not judged."
        ),
        slippage,
        columns=(
            ("country", _("Country")),
            ("project", _("Project")),
            ("text", _("Promise")),
            ("stated", _("Stated")),
            ("due", _("Due")),
            ("outcome_label", _("Outcome")),
            ("judged", _("Judged")),
            ("days_late", _("Days late")),
            ("slip_rate", _("Slip per day")),
        ),
        # Neither has a rate without an earlier statement, nor days late before it came due.
        absent=lambda row, name: (
            "" if name == "days_late" and row.outcome in ("met", "missed") else "not_applicable"
        ),
        disputes="due",
        choices=(JUDGED,),
    ),
    (
        "2026-11-23",
        _(
            "Dates that overlap have not moved: a slip is the least number of days that both statements allow."
        ),
    ),
)
