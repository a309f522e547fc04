"""Promises kept: the share of each country with its interval of uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from charts.theme import Figure, look, percent

_TICKS = [0, 25, 50, 75, 100]


class Row(Protocol):
    """The share (0 to 1) of its dates that a country kept, and its interval; None where none was decided."""

    @property
    def country(self) -> str: ...
    @property
    def share(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


def kept_chart(rows: Sequence[Row], *, labels: Mapping[str, str], narrow_labels: Mapping[str, str]) -> Figure:
    """A row a country: a pale bar for the interval, a mark at the share, its label above them.

    A country of which nothing was decided has its label alone.
    """
    codes = [row.country for row in rows]
    height = 60 + 76 * len(codes)
    return {
        "data": [trace for row in rows for trace in _traces(row, labels[row.country])],
        "layout": {
            "height": height,
            "margin": {"l": 14, "r": 26},
            "annotations": [_name(code, labels[code]) for code in codes],
            "xaxis": {"range": [0, 100], "tickvals": _TICKS, "ticktext": [percent(n) for n in _TICKS]},
            "yaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": list(reversed(codes)),
                "range": [-0.45, len(codes) - 0.4],
                "showticklabels": False,
                "showgrid": False,
            },
            "meta": {
                "narrow": {
                    "layout": {
                        "height": height,
                        "annotations": [_name(code, narrow_labels[code]) for code in codes],
                    }
                }
            },
        },
    }


def _traces(row: Row, label: str) -> list[dict[str, Any]]:
    """The interval and the share; nothing where nothing was decided."""
    if row.share is None or row.low is None or row.high is None:
        return []
    style = look(row.country)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [100 * row.low, 100 * row.high],
            "y": [row.country, row.country],
            "line": {"color": style.colour, "width": 14},
            "opacity": 0.3,
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": label,
            "x": [100 * row.share],
            "y": [row.country],
            "marker": {"color": style.colour, "symbol": style.marker, "size": 13},
            "hovertemplate": f"{label}<extra></extra>",
        },
    ]


def _name(code: str, text: str) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": code,
        "xanchor": "left",
        "yshift": 23,
        "text": text,
        "font": {"color": look(code).colour},
    }
