"""Figures over time as step lines, with the name and value of each at the end of its line."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Protocol

from charts.theme import Figure, apart, compact, iso, look, percent

_HEIGHT, _NARROW_HEIGHT, _MARGIN, _NAMED, _TICKS = 440, 380, 56, 4, 5
_SHORT = 2
_LINE, _LETTER = 20.0, 8.2  # a line of a label and a letter of it, in pixels


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


def step_chart(
    rows: Sequence[Row],
    *,
    countries: Mapping[str, str],
    first: date,
    last: date,
    scale: str = "linear",
    shape: str = "stock",
    promised: bool = False,
    shares: bool = False,
    number: Callable[[float], str] = compact,
    disputed: str = "disputed",
) -> Figure:
    """One line a country from `first` to `last`: a stock as steps, yearly counts as points.

    What is promised is dashed. The label of a yearly count names its year. `shares` run from 0 to 100 %. A
    log scale breaks the line where a value is not above zero. A pale bar covers the days on which a vaguely
    dated event can have happened.
    """
    number = percent if shares else number
    series = {country: _points(rows, country, first, last, shape) for country in countries}
    if scale == "log":
        series = {country: _above_zero(points, shape) for country, points in series.items()}
    series = {c: points for c, points in series.items() if any(p.value is not None for p in points)}
    values = [point.value for points in series.values() for point in points if point.value is not None]
    low, high = (0.0, 104.0) if shares else _range(values, scale)
    lines = [
        _line(points, country, countries[country], shape, promised, shares)
        for country, points in series.items()
    ]
    narrow_names = dict.fromkeys(countries, "")

    def labels(names: Mapping[str, str], height: int, gap: str) -> list[dict[str, Any]]:
        def value(end: Point) -> str:
            year = f"{gap}({end.text})" if shape == "yearly" else ""
            return number(end.value or 0) + year + _doubt(end, number, gap, disputed)

        return _end_labels(series, names, low, high, scale, height, value)

    wide, narrow = labels(countries, _HEIGHT, " "), labels(narrow_names, _NARROW_HEIGHT, "<br>")
    return {
        "data": [*_vague(series, first, shape), *lines],
        "layout": {
            "height": _HEIGHT,
            "margin": {"r": _room(wide), "t": 16},
            "annotations": wide,
            "xaxis": {"type": "date", "range": [iso(first), iso(last)], "showgrid": False, "showline": True},
            "yaxis": _value_axis(low, high, scale, shares, number),
            "meta": {
                "narrow": {
                    "layout": {
                        "height": _NARROW_HEIGHT,
                        "margin": {"r": _room(narrow)},
                        "annotations": narrow,
                        "xaxis": {"nticks": 3, "tickangle": 0},
                    }
                }
            },
        },
    }


def _line(
    points: Sequence[Point], country: str, name: str, shape: str, promised: bool, shares: bool
) -> dict[str, Any]:
    style = look(country)
    value = "%{y:.1f} %" if shares else "%{y:,}"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [iso(point.day) for point in points],
        "y": [point.value for point in points],
        "text": [point.text for point in points],
        "line": {
            "shape": "hv" if shape == "stock" else "linear",
            "color": style.colour,
            "dash": "dash" if promised else "solid",
        },
        "marker": {
            "symbol": style.marker,
            "color": style.colour,
            "size": [7 if point.text else 0 for point in points],
            "opacity": 1,
            "line": {"width": 0},
        },
        "hovertemplate": f"<b>{name}</b>: {value}<br>%{{x|%-d %b %Y}}<br>%{{text}}<extra></extra>",
    }


def _vague(series: Mapping[str, Sequence[Point]], first: date, shape: str) -> list[dict[str, Any]]:
    """A pale bar for each vague date, at the value after it; years are known to the day."""
    if shape != "stock":
        return []
    traces = []
    for country, points in series.items():
        vague = [p for p in points if p.first and p.first < p.day and p.value is not None]
        if not vague:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [day for p in vague for day in (iso(max(p.first or p.day, first)), iso(p.day), None)],
                "y": [value for p in vague for value in (p.value, p.value, None)],
                "line": {"color": look(country).colour, "width": 8},
                "opacity": 0.3,
                "hoverinfo": "skip",
            }
        )
    return traces


def _points(rows: Sequence[Row], country: str, first: date, last: date, shape: str) -> list[Point]:
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


def _above_zero(points: Sequence[Point], shape: str) -> list[Point]:
    """The points that a log scale can show; the line of a stock runs on to the day it falls to zero."""
    kept: list[Point] = []
    for point in points:
        if point.value is not None and point.value > 0:
            kept.append(point)
        elif kept and kept[-1].value is not None:
            kept += [Point(point.day, kept[-1].value)] if shape == "stock" else []
            kept.append(Point(point.day, None))
    return kept


def _range(values: Sequence[float], scale: str) -> tuple[float, float]:
    if not values:
        return (0.0, 1.0)
    if scale == "log":
        return math.log10(min(values)) - 0.1, math.log10(max(values)) + 0.1
    return min(0.0, min(values)), max(values) * 1.08 or 1.0


def _value_axis(
    low: float, high: float, scale: str, shares: bool, number: Callable[[float], str]
) -> dict[str, Any]:
    axis: dict[str, Any] = {"range": [low, high]}
    if shares:
        ticks = [0.0, 25.0, 50.0, 75.0, 100.0]
    elif scale == "log":
        axis["type"] = "log"
        ticks = _log_ticks(low, high)
    else:
        step = _round_step((high - low) / _TICKS)
        ticks = [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
    if ticks:
        axis |= {"tickvals": ticks, "ticktext": [number(tick) for tick in ticks]}
    return axis


def _log_ticks(low: float, high: float) -> list[float]:
    """Powers of ten; where fewer than three fit, 2 and 5 times them as well."""
    tens = range(math.floor(low), math.floor(high) + 1)
    factors = (1,) if high - low >= 3 else (1, 2, 5)
    ticks = [factor * 10.0**n for n in tens for factor in factors]
    return [tick for tick in ticks if low <= math.log10(tick) <= high]


def _round_step(least: float) -> float:
    """The next of 1, 2, 5, 10, 20 … that is not less; counts are never cut into parts."""
    size = 10.0 ** math.floor(math.log10(max(least, 1.0)))
    return next(size * n for n in (1, 2, 5, 10) if size * n >= min(max(least, 1.0), size * 10))


def _end_labels(
    series: Mapping[str, Sequence[Point]],
    names: Mapping[str, str],
    low: float,
    high: float,
    scale: str,
    height: int,
    value: Callable[[Point], str],
) -> list[dict[str, Any]]:
    """Labels at the line ends, moved apart by pixels where the lines end close together.

    None hangs below the axis or stands above the drawing. A line that broke off has a name and no value.
    """
    ends = [
        (country, next(point for point in reversed(points) if point.value is not None))
        for country, points in series.items()
    ]
    texts = [
        (names[country] or country) + (f" {value(end)}" if end is series[country][-1] else "")
        for country, end in ends
    ]
    lines = max((text.count("<br>") + 1 for text in texts), default=1)
    places = [math.log10(end.value or 1) if scale == "log" else end.value or 0.0 for _country, end in ends]
    span = (high - low) or 1.0
    heights = [(place - low) / span * (height - _MARGIN) for place in places]
    least = _LINE / 2 * (lines - 1)  # what further lines take above and below the middle
    most = height - _MARGIN - least
    moved = apart([min(max(place, least), most) for place in heights], _LINE * lines)
    lift = max(0.0, least - min(moved, default=least)) or min(0.0, most - max(moved, default=most))
    return [
        {
            "x": iso(end.day),
            "y": places[n],
            "xanchor": "left",
            "xshift": 8,
            "yshift": round(moved[n] + lift - heights[n], 1),
            "align": "left",
            "text": texts[n],
            "font": {"color": look(country).colour},
        }
        for n, (country, end) in enumerate(ends)
    ]


def _room(labels: Sequence[dict[str, Any]]) -> int:
    """The pixels beside the drawing that the longest line of a label takes."""
    return 20 + math.ceil(
        _LETTER * max((len(t) for lab in labels for t in lab["text"].split("<br>")), default=0)
    )


def _doubt(end: Point, number: Callable[[float], str], gap: str, disputed: str) -> str:
    """On a line of its own what is disputed of a value: all of it, or how much; in two where it is long."""
    if not end.disputed or not end.value:
        return ""
    if math.isclose(end.disputed, end.value):
        return f"<br>{disputed}"
    part = number(end.disputed)
    return f"<br>{part}{' ' if len(part) <= _SHORT else gap}{disputed}"


def window(rows: Sequence[Row], day: date) -> tuple[date, date]:
    """The days a chart shows by itself: from a little before the first event to the day of the answer."""
    if not rows:
        return day - timedelta(days=365), day
    start = min(row.on for row in rows)
    return start - timedelta(days=max(30, (day - start).days // 30)), day
