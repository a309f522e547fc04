"""Stated figures as ranges on a logarithmic scale: one row a statement, solid where it flew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from charts.theme import Figure, look, short, unlike

_LONGEST, _LONGEST_ABOVE = 34, 40
_ROW, _NARROW_ROW = 30, 46
# Left of the smallest and right of the largest value, as shares of the axis: for what is written there.
_ROOM, _NARROW_ROOM = (0.04, 0.36), (0.12, 0.6)
_MOST_TICKS, _MOST_NARROW_TICKS = 9, 4


@dataclass(frozen=True)
class Range:
    """A stated figure from its lowest to its highest value, or none that this scale can show.

    `solid` says that it is more than a plan; `label` is written beside it, `note` on a tip.
    """

    country: str
    name: str
    low: float | None
    high: float | None
    solid: bool
    label: str
    note: str = ""


def range_chart(rows: Sequence[Range], *, tick: Callable[[float], str]) -> Figure:
    """A mark at each figure, or two joined by a bar; a row without a figure has its label alone.

    `tick` gives the text of the axis at a power of ten.
    """
    names = unlike([f"{row.country} {short(row.name, _LONGEST)}" for row in rows])
    found = [value for row in rows for value in (row.low, row.high) if value]
    low, high = (floor(log10(min(found))), ceil(log10(max(found)))) if found else (0, 1)
    high = max(high, low + 1)
    data = [trace for row, name in zip(rows, names, strict=True) for trace in _traces(row, name)]
    return {
        "data": data,
        "layout": {
            "height": 70 + _ROW * len(rows),
            "xaxis": {"type": "log", "side": "top", **_axis(low, high, _ROOM, tick, _MOST_TICKS)},
            "yaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": list(reversed(names)),
                "range": [-0.7, len(rows) - 0.3],
                "showgrid": False,
            },
            "annotations": [_label(row, name, low) for row, name in zip(rows, names, strict=True)],
            "meta": {"narrow": {"layout": _narrow(rows, names, low, high, tick)}},
        },
    }


def _traces(row: Range, name: str) -> list[dict[str, Any]]:
    if row.low is None or row.high is None:
        return []
    style = look(row.country)
    ends = [row.low] if row.low == row.high else [row.low, row.high]
    bar = {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": [name] * len(ends),
        "line": {"color": style.colour, "width": 9},
        "opacity": 0.35,
        "hoverinfo": "skip",
    }
    marks = {
        "type": "scatter",
        "mode": "markers",
        "name": f"{row.country} {row.name}",
        "x": ends,
        "y": [name] * len(ends),
        "marker": {
            "color": style.colour,
            "symbol": style.marker if row.solid else f"{style.marker}-open",
            "size": 10,
            "line": {"color": style.colour, "width": 2},
        },
        "customdata": ["<br>".join(filter(None, (row.label, row.note)))] * len(ends),
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return [bar, marks] if len(ends) > 1 else [marks]


def _label(row: Range, name: str, low: int) -> dict[str, Any]:
    """What is written right of the mark; at the start of the axis where there is none."""
    return {
        "x": log10(row.high) if row.high else low,
        "y": name,
        "xanchor": "left",
        "xshift": 10 if row.high else 0,
        "text": row.label,
    }


def _axis(
    low: int, high: int, room: tuple[float, float], tick: Callable[[float], str], most: int
) -> dict[str, Any]:
    """A scale over whole powers of ten, with as many of them named as there is room for."""
    step = max(1, ceil((high - low + 1) / most))
    shown = range(low, high + 1, step)
    return {
        "range": [low - room[0] * (high - low), high + room[1] * (high - low)],
        "tickvals": [10.0**power for power in shown],
        "ticktext": [tick(10.0**power) for power in shown],
        "tickangle": 0,
    }


def _narrow(
    rows: Sequence[Range], names: Sequence[str], low: int, high: int, tick: Callable[[float], str]
) -> dict[str, Any]:
    """Where there is little room the names stand above their marks, in full."""
    above = [
        {
            "xref": "paper",
            "x": 0,
            "y": name,
            "xanchor": "left",
            "yshift": 17,
            "text": f"{row.country} {short(row.name, _LONGEST_ABOVE)}",
            "font": {"color": look(row.country).colour},
        }
        for row, name in zip(rows, names, strict=True)
    ]
    return {
        "height": 80 + _NARROW_ROW * len(rows),
        "margin": {"l": 8},
        "xaxis": _axis(low, high, _NARROW_ROOM, tick, _MOST_NARROW_TICKS),
        "yaxis": {"showticklabels": False},
        "annotations": [*(_label(row, name, low) for row, name in zip(rows, names, strict=True)), *above],
    }
