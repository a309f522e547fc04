"""Promises kept: the share of those that came due, how late the others were, and how fast dates recede."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from common.countries import RIVALS
from metrics.promises import promises
from metrics.question import Question
from metrics.slippage import days_late, statements

LEAST = 5  # no median of fewer
PLACES = 6  # of a share: what lies behind them is a residue of the arithmetic
_Z95 = 1.959963985


@dataclass(frozen=True)
class KeptRow:
    """How a country's promises fared: of those that came due, how many were kept, with the uncertainty.

    `due` is met, missed and `unknown` (no report) together, `decided` met and missed. `share`, `low` and
    `high` are of `due`, from 0 to 1 (Wilson's interval, 95 %); None where it is 0. Each promise counts once
    (see `metrics.standing`); `apart` counts what came due and is no such promise, by the reason.
    `median_late` is in days over those that came true, if five or more did; `median_rate` in days slipped per
    day elapsed, over every statement of a promise that counts, with the quartiles `rate_low` and `rate_high`,
    if five or more rates are known. `silent` counts such promises of which nobody has spoken for a year.
    """

    country: str
    due: int
    decided: int
    met: int
    missed: int
    unknown: int
    apart: tuple[tuple[str, int], ...]
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
    return [_kept(country, question) for country in RIVALS if question.country in ("", country)]


def _kept(country: str, question: Question) -> KeptRow:
    told = [one for one in statements(question) if one.stands.tells and one.project.country == country]
    row = promises(question, country)
    judged = (days_late(one.target, one.outcome) for one in told if one.judged)
    late = [days for days in judged if days is not None]
    rates = [one.slip_rate for one in told if one.slip_rate is not None]
    low, high = wilson(row.met, row.due)
    quarter, middle, three = quartiles(rates)
    return KeptRow(
        country,
        due=row.due,
        decided=row.met + row.missed,
        met=row.met,
        missed=row.missed,
        unknown=row.unknown,
        apart=row.apart,
        share=round(row.met / row.due, PLACES) if row.due else None,
        low=low,
        high=high,
        median_late=median(late) if len(late) >= LEAST else None,
        late_n=len(late),
        median_rate=middle,
        rate_low=quarter,
        rate_high=three,
        rate_n=len(rates),
        silent=sum(bool(one.silent_months) for one in told),
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
    return max(0.0, round(middle - half, PLACES)), min(1.0, round(middle + half, PLACES))
