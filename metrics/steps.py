"""Figures that grow in steps: events in, a running value by country out, and shares of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.question import FactRef, Question

_NAMED = 4
_PLACES = 6  # of a share in percent: what lies behind them is a residue of the arithmetic


@dataclass(frozen=True)
class Event:
    """One change of a running figure. `first` and `on` are the first and last day it can have happened.

    `disputed` says that sources conflict over it.
    """

    country: str
    first: date
    on: date
    change: float
    label: str
    facts: tuple[FactRef, ...]
    promised: bool = False
    disputed: bool = False


@dataclass(frozen=True)
class StepRow:
    """A country's figure after one event. A vague date counts from the last day it can mean.

    `disputed` is the part of `value` that rests on disputed events.
    """

    country: str
    first: date
    on: date
    change: float
    value: float
    label: str
    facts: tuple[FactRef, ...]
    disputed: float = 0


@dataclass(frozen=True)
class ShareRow:
    """A country's part of the sum of all compared, in percent, after a day on which any of them moved.

    `value` is None where the sum is zero: of nothing there is no share. `amount` and `whole` are the
    figures it was divided from; `disputed` is the part of `value` that rests on disputed events.
    """

    country: str
    first: date
    on: date
    change: float | None
    value: float | None
    label: str
    facts: tuple[FactRef, ...]
    disputed: float
    amount: float
    whole: float


def running(events: Iterable[Event], question: Question) -> list[StepRow]:
    """The figure of each country after each event up to the question's day, oldest first."""
    totals: dict[str, float] = {}
    doubts: dict[str, float] = {}
    rows = []
    for event in sorted(events, key=lambda event: (event.on, event.country, event.label)):
        country = event.country
        if event.on > question.day or question.country not in ("", country):
            continue
        totals[country] = totals.get(country, 0) + event.change
        doubts[country] = doubts.get(country, 0) + (event.change if event.disputed else 0)
        rows.append(
            StepRow(
                country,
                event.first,
                event.on,
                event.change,
                totals[country],
                event.label,
                event.facts,
                doubts[country],
            )
        )
    return rows


def shares(rows: Sequence[StepRow], countries: Sequence[str], *, yearly: bool = False) -> list[ShareRow]:
    """What part each country has of the sum of all of `countries`, day by day.

    It begins on the first day on which each of them has a figure, since unknown is not zero; counts of
    single `yearly` periods are set against each other within their year alone.
    """
    standing: dict[str, StepRow] = {}
    before: dict[str, float | None] = {}
    found: list[ShareRow] = []
    days: dict[date, list[StepRow]] = {}
    for row in rows:
        if row.country in countries:
            days.setdefault(row.on, []).append(row)
    for _day, group in sorted(days.items()):
        if yearly:
            standing = {}
        standing |= {row.country: row for row in group}
        if len(standing) < len(countries):
            continue
        for country in countries:
            share = _share(standing, country, group, before.get(country))
            before[country] = share.value
            found.append(share)
    return found


def _share(
    standing: dict[str, StepRow], country: str, group: Sequence[StepRow], before: float | None
) -> ShareRow:
    own = standing[country]
    whole = sum(row.value for row in standing.values())
    value = _percent(own.value, whole) if whole else None
    return ShareRow(
        country=country,
        first=min(row.first for row in group),
        on=group[0].on,
        change=None if value is None or before is None else round(value - before, _PLACES),
        value=value,
        label=together([row.label for row in group]),
        facts=tuple(dict.fromkeys(fact for row in group for fact in row.facts)),
        disputed=_percent(own.disputed, whole) if whole else 0,
        amount=own.value,
        whole=whole,
    )


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, _PLACES)


def together(labels: Sequence[str]) -> str:
    """The first few names of a day, each once, and how many more there were."""
    names = list(dict.fromkeys(labels))
    more = len(names) - _NAMED
    return "; ".join(names if more <= 0 else [*names[:_NAMED], f"+ {more}"])


def latest(rows: Iterable[StepRow], country: str) -> float:
    """The newest value of a country; 0 where nothing was counted."""
    return next((row.value for row in reversed(list(rows)) if row.country == country), 0)
