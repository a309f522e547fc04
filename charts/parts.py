"""Counts of each country in their parts: what counts is full, what stands apart pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from charts.theme import Figure, look

_PALEST, _PALE = 0.15, 0.5
_BAR, _LINE, _GAP = 20, 18, 22  # pixels
_WIDE, _NARROW = 96, 34  # signs on a line


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
    """A bar a country, as long as all its parts together, with its words above it, in as many lines as they need."""
    across = _BAR + _GAP + _words(rows, _WIDE)
    thick = _BAR / across
    wide, narrow = _layout(rows, _WIDE, thick), _layout(rows, _NARROW, thick)
    return {
        "data": [trace for n, row in enumerate(rows) for trace in _bars(row, len(rows) - 1 - n, thick)],
        "layout": {
            **wide,
            "barmode": "stack",
            "margin": {"l": 14, "r": 26, "t": 10},
            "xaxis": {"rangemode": "tozero", "tickformat": ",d"},
            "meta": {"narrow": {"layout": narrow}},
        },
    }


def _layout(rows: Sequence[Parts], signs: int, thick: float) -> dict[str, Any]:
    """Height, words and axis of a drawing in which so many signs stand on a line.

    A bar is as thick a part of its row on every screen, and the row as high as bar and words need.
    """
    height = round((_GAP + _words(rows, signs)) / (1 - thick))
    half = thick / 2 + 0.02
    return {
        "height": 60 + height * max(1, len(rows)),
        "annotations": [
            _name(row, len(rows) - 1 - n, signs, round(height * thick / 2) + 4) for n, row in enumerate(rows)
        ],
        "yaxis": {
            "range": [-half, max(1, len(rows)) - half],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    }


def _words(rows: Sequence[Parts], signs: int) -> int:
    """The height of the longest words above a bar, in pixels."""
    return _LINE * max((len(wrap(row.label, signs)) for row in rows), default=1)


def _bars(row: Parts, y: int, thick: float) -> list[dict[str, Any]]:
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
            "width": thick,
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


def _name(row: Parts, y: int, signs: int, above: int) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": above,
        "align": "left",
        "text": "<br>".join(wrap(row.label, signs)),
        "font": {"color": look(row.country).colour},
    }
