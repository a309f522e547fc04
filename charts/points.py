"""Rows of figures over time as the points of a line inside a window of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Protocol

_NAMED = 4


class Row(Protocol):
    """A figure of a country after an event; `value` is None where there is none to be drawn."""

    @property
    def country(self) -> str: ...
    @property
    def first(self) -> date: ...
    @property
    def on(self) -> date: ...
    @property
    def value(self) -> float | None: ...
    @property
    def label(self) -> str: ...
    @property
    def disputed(self) -> float: ...


@dataclass(frozen=True)
class Point:
    """A point of a line: None breaks it. `text` says what happened; `first` begins a vague date."""

    day: date
    value: float | None
    text: str = ""
    first: date | None = None
    disputed: float = 0


def points_of(rows: Sequence[Row], country: str, first: date, last: date, shape: str) -> list[Point]:
    """The points of a country inside the window; a stock enters with its value before it.

    A stock of which nothing is told yet has no point: unknown is not zero.
    """
    mine = [row for row in rows if row.country == country and row.on <= last]
    if shape == "yearly":  # a year stands at its first day, under its own name
        years = {
            row.first: Point(row.first, row.value, row.label, None, row.disputed)
            for row in mine
            if row.first >= first
        }
        return [point for _day, point in sorted(years.items())]
    inside = _by_day([row for row in mine if row.on >= first])
    if shape != "stock" or not mine:
        return inside
    before = [row for row in mine if row.on < first]
    points = inside
    if before and not (inside and inside[0].day == first):
        points = [Point(first, before[-1].value, "", None, before[-1].disputed), *inside]
    if points and points[-1].day < last:
        points = [*points, Point(last, points[-1].value, "", None, points[-1].disputed)]
    return points


def _by_day(rows: Sequence[Row]) -> list[Point]:
    """One point a day: the value after the day's last event, and what happened in it."""
    points = []
    for day, told in groupby(rows, key=lambda row: row.on):
        group = list(told)
        text = "<br>".join(_named([row.label for row in group]))
        points.append(Point(day, group[-1].value, text, min(row.first for row in group), group[-1].disputed))
    return points


def _named(labels: list[str]) -> list[str]:
    """The first few names of a day, and how many more there were."""
    more = len(labels) - _NAMED
    return labels if more <= 0 else [*labels[:_NAMED], f"+ {more}"]


def above_zero(points: Sequence[Point], shape: str) -> list[Point]:
    """The points that a log scale can show; the line of a stock runs on to the day it falls to zero."""
    kept: list[Point] = []
    for point in points:
        if point.value is not None and point.value > 0:
            kept.append(point)
        elif kept and kept[-1].value is not None:
            kept += [Point(point.day, kept[-1].value)] if shape == "stock" else []
            kept.append(Point(point.day, None))
    return kept


def window(rows: Sequence[Row], day: date) -> tuple[date, date]:
    """The days a chart shows by itself: from a little before the first event to the day of the answer."""
    if not rows:
        return day - timedelta(days=365), day
    start = min(row.on for row in rows)
    return start - timedelta(days=max(30, (day - start).days // 30)), day
