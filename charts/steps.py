"""Figures over time as step lines, with the name and value of each at the end of its line."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from charts.theme import Figure, apart, compact, iso, look

if TYPE_CHECKING:
    from metrics.steps import StepRow

_HOVER = "%{y:,}<br>%{x|%-d %b %Y}<br>%{text}<extra></extra>"
_HEIGHT, _NARROW_HEIGHT, _MARGIN, _NAMED, _TICKS = 440, 380, 56, 4, 5


def step_chart(
    rows: Sequence[StepRow],
    *,
    countries: Mapping[str, str],
    first: date,
    last: date,
    scale: str = "linear",
    shape: str = "stock",
    promised: bool = False,
    number: Callable[[float], str] = compact,
) -> Figure:
    """One line a country from `first` to `last`: a stock as steps, yearly counts as points.

    What is promised is dashed. A log scale leaves out values that are not above zero.
    """
    series = {country: _points(rows, country, first, last, shape) for country in countries}
    series = {country: points for country, points in series.items() if points}
    if scale == "log":
        series = {c: kept for c, pts in series.items() if (kept := [p for p in pts if p[1] > 0])}
    values = [value for points in series.values() for _day, value, _text in points]
    low, high = _range(values, scale)
    data: list[dict[str, Any]] = []
    for country, points in series.items():
        style = look(country)
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": countries[country],
                "x": [iso(day) for day, _value, _text in points],
                "y": [value for _day, value, _text in points],
                "text": [text for _day, _value, text in points],
                "line": {
                    "shape": "hv" if shape == "stock" else "linear",
                    "color": style.colour,
                    "dash": "dash" if promised else "solid",
                },
                "marker": {
                    "symbol": style.marker,
                    "color": style.colour,
                    "size": [7 if text else 0 for _day, _value, text in points],
                },
                "hovertemplate": f"<b>{countries[country]}</b>: {_HOVER}",
            }
        )
    return {
        "data": data,
        "layout": {
            "height": _HEIGHT,
            "margin": {"r": 176, "t": 16},
            "annotations": _end_labels(series, countries, low, high, scale, _HEIGHT, number),
            "xaxis": {"type": "date", "range": [iso(first), iso(last)], "showgrid": False, "showline": True},
            "yaxis": _value_axis(low, high, scale, number),
            "meta": {
                "narrow": {
                    "layout": {
                        "height": _NARROW_HEIGHT,
                        "margin": {"r": 76},
                        "annotations": _end_labels(
                            series, dict.fromkeys(countries, ""), low, high, scale, _NARROW_HEIGHT, number
                        ),
                        "xaxis": {"nticks": 4},
                    }
                }
            },
        },
    }


def _points(
    rows: Sequence[StepRow], country: str, first: date, last: date, shape: str
) -> list[tuple[date, float, str]]:
    """(day, value, what happened) of a country inside the window; a stock enters with its value before it."""
    mine = [row for row in rows if row.country == country and row.on <= last]
    if shape == "yearly":  # a year stands at its first day, under its own name
        years = {row.first: (row.value, row.label) for row in mine if row.first >= first}
        return [(day, value, text) for day, (value, text) in sorted(years.items())]
    inside = _by_day([row for row in mine if row.on >= first])
    if shape != "stock" or not mine:
        return inside
    before = [row.value for row in mine if row.on < first]
    points = (
        inside if inside and inside[0][0] == first else [(first, before[-1] if before else 0.0, ""), *inside]
    )
    if points[-1][0] < last:
        points.append((last, points[-1][1], ""))
    return points


def _by_day(rows: Sequence[StepRow]) -> list[tuple[date, float, str]]:
    """One point a day: the value after the day's last event, and what happened in it."""
    days: dict[date, list[StepRow]] = {}
    for row in rows:
        days.setdefault(row.on, []).append(row)
    return [
        (day, group[-1].value, "<br>".join(_named([row.label for row in group])))
        for day, group in days.items()
    ]


def _named(labels: list[str]) -> list[str]:
    """The first few names of a day, and how many more there were."""
    more = len(labels) - _NAMED
    return labels if more <= 0 else [*labels[:_NAMED], f"+ {more}"]


def _range(values: Sequence[float], scale: str) -> tuple[float, float]:
    if not values:
        return (0.0, 1.0)
    if scale == "log":
        return math.log10(min(values)) - 0.1, math.log10(max(values)) + 0.1
    return min(0.0, min(values)), max(values) * 1.08 or 1.0


def _value_axis(low: float, high: float, scale: str, number: Callable[[float], str]) -> dict[str, Any]:
    axis: dict[str, Any] = {"range": [low, high]}
    if scale == "log":
        axis["type"] = "log"
        ticks = [10.0**n for n in range(math.ceil(low), math.floor(high) + 1)]
    else:
        step = _round_step((high - low) / _TICKS)
        ticks = [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
    if ticks:
        axis |= {"tickvals": ticks, "ticktext": [number(tick) for tick in ticks]}
    return axis


def _round_step(least: float) -> float:
    """The next of 1, 2, 5, 10, 20 … that is not less; counts are never cut into parts."""
    size = 10.0 ** math.floor(math.log10(max(least, 1.0)))
    return next(size * n for n in (1, 2, 5, 10) if size * n >= min(max(least, 1.0), size * 10))


def _end_labels(
    series: Mapping[str, Sequence[tuple[date, float, str]]],
    names: Mapping[str, str],
    low: float,
    high: float,
    scale: str,
    height: int,
    number: Callable[[float], str],
) -> list[dict[str, Any]]:
    """Labels at the line ends, moved apart by pixels where the lines end close together."""
    ends = [(country, points[-1][0], points[-1][1]) for country, points in series.items()]
    span = (high - low) or 1.0
    heights = [
        ((math.log10(value) if scale == "log" else value) - low) / span * (height - _MARGIN)
        for _country, _day, value in ends
    ]
    moved = apart(heights, 20.0)
    return [
        {
            "x": iso(day),
            "y": math.log10(value) if scale == "log" else value,
            "xanchor": "left",
            "xshift": 8,
            "yshift": round(moved[n] - heights[n], 1),
            "text": f"{names[country] or country} {number(value)}",
            "font": {"color": look(country).colour},
        }
        for n, (country, day, value) in enumerate(ends)
    ]


def window(rows: Sequence[StepRow], day: date) -> tuple[date, date]:
    """The days a chart shows by itself: from a little before the first event to the day of the answer."""
    if not rows:
        return day - timedelta(days=365), day
    start = min(row.on for row in rows)
    return start - timedelta(days=max(30, (day - start).days // 30)), day
