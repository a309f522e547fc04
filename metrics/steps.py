"""Figures that grow in steps: events in, a running value by country out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from metrics.question import FactRef, Question


@dataclass(frozen=True)
class Event:
    """One change of a running figure. `first` and `on` are the first and last day it can have happened."""

    country: str
    first: date
    on: date
    change: float
    label: str
    facts: tuple[FactRef, ...]
    promised: bool = False


@dataclass(frozen=True)
class StepRow:
    """A country's figure after one event. A vague date counts from the last day it can mean."""

    country: str
    first: date
    on: date
    change: float
    value: float
    label: str
    facts: tuple[FactRef, ...]


def running(events: Iterable[Event], question: Question) -> list[StepRow]:
    """The figure of each country after each event up to the question's day, oldest first."""
    totals: dict[str, float] = {}
    rows = []
    for event in sorted(events, key=lambda event: (event.on, event.country, event.label)):
        if event.on > question.day or question.country not in ("", event.country):
            continue
        totals[event.country] = totals.get(event.country, 0) + event.change
        rows.append(
            StepRow(
                event.country,
                event.first,
                event.on,
                event.change,
                totals[event.country],
                event.label,
                event.facts,
            )
        )
    return rows


def latest(rows: Iterable[StepRow], country: str) -> float:
    """The newest value of a country; 0 where nothing was counted."""
    return next((row.value for row in reversed(list(rows)) if row.country == country), 0)
