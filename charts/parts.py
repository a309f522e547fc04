"""Counts of each country in their parts: what counts is full, what stands apart pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.theme import Figure, look

_PALEST, _PALE = 0.15, 0.5


@dataclass(frozen=True)
class Part:
    """How many of a country a word holds for; `counts` tells the part that is the figure itself."""

    word: str
    count: int
    counts: bool = False


@dataclass(frozen=True)
class Parts:
    """A country with its parts, in the order in which they are drawn, and what is written above them."""

    country: str
    label: str
    parts: Sequence[Part]


def parts_chart(rows: Sequence[Parts]) -> Figure:
    """A bar a country, as long as all its parts together, with its words above it."""
    places = {row.country: len(rows) - 1 - n for n, row in enumerate(rows)}
    height = 60 + 78 * max(1, len(rows))
    names = [_name(row, places[row.country]) for row in rows]
    return {
        "data": [trace for row in rows for trace in _bars(row, places[row.country])],
        "layout": {
            "height": height,
            "barmode": "stack",
            "margin": {"l": 14, "r": 26, "t": 34},
            "annotations": names,
            "xaxis": {"rangemode": "tozero", "tickformat": ",d"},
            "yaxis": {"range": [-0.6, len(rows) - 0.2], "showticklabels": False, "showgrid": False},
            "meta": {"narrow": {"layout": {"height": height, "annotations": names}}},
        },
    }


def _bars(row: Parts, y: int) -> list[dict[str, Any]]:
    style = look(row.country)
    pale = [part for part in row.parts if part.count and not part.counts]
    steps = {part.word: _PALE - (_PALE - _PALEST) * n / max(1, len(pale) - 1) for n, part in enumerate(pale)}
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": part.word,
            "x": [part.count],
            "y": [y],
            "width": 0.34,
            "opacity": 1 if part.counts else steps[part.word],
            "marker": {
                "color": style.colour,
                "line": {"color": "var(--panel)", "width": 1},
                "pattern": {
                    "shape": "" if part.counts else style.hatch,
                    "fgcolor": style.colour,
                    "bgcolor": "var(--panel)",
                },
            },
            "hovertemplate": f"{part.word}: {part.count}<extra></extra>",
        }
        for part in row.parts
        if part.count
    ]


def _name(row: Parts, y: int) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yshift": 28,
        "align": "left",
        "text": row.label,
        "font": {"color": look(row.country).colour},
    }
