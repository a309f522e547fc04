"""Figures over time as step lines, with the name and value of each at the end of its line."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from charts.end_labels import doubt, end_labels, room
from charts.points import Point, Row, above_zero, points_of
from charts.theme import Figure, compact, iso, look, percent

_HEIGHT, _NARROW_HEIGHT, _TICKS = 440, 380, 5


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
    series = _series(rows, countries, first, last, scale, shape)
    values = [point.value for points in series.values() for point in points if point.value is not None]
    low, high = (0.0, 104.0) if shares else _range(values, scale)
    lines = [
        _line(points, country, countries[country], shape, promised, shares)
        for country, points in series.items()
    ]

    def labels(names: Mapping[str, str], height: int, gap: str) -> list[dict[str, Any]]:
        def value(end: Point) -> str:
            year = f"{gap}({end.text})" if shape == "yearly" else ""
            return number(end.value or 0) + year + doubt(end, number, gap, disputed)

        return end_labels(series, names, low, high, scale, height, value)

    wide, narrow = (
        labels(countries, _HEIGHT, " "),
        labels(dict.fromkeys(countries, ""), _NARROW_HEIGHT, "<br>"),
    )
    return {
        "data": [*_vague(series, first, shape), *lines],
        "layout": {
            "height": _HEIGHT,
            "margin": {"r": room(wide), "t": 16},
            "annotations": wide,
            "xaxis": {"type": "date", "range": [iso(first), iso(last)], "showgrid": False, "showline": True},
            "yaxis": _value_axis(low, high, scale, shares, number),
            "meta": {"narrow": {"layout": _narrow(narrow)}},
        },
    }


def _series(
    rows: Sequence[Row], countries: Iterable[str], first: date, last: date, scale: str, shape: str
) -> dict[str, list[Point]]:
    """The points of each country that has a value to show."""
    series = {country: points_of(rows, country, first, last, shape) for country in countries}
    if scale == "log":
        series = {country: above_zero(points, shape) for country, points in series.items()}
    return {c: points for c, points in series.items() if any(p.value is not None for p in points)}


def _narrow(labels: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "height": _NARROW_HEIGHT,
        "margin": {"r": room(labels)},
        "annotations": labels,
        "xaxis": {"nticks": 3, "tickangle": 0},
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
