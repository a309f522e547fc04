"""Promises kept: the share of each country with its interval of uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from charts.theme import Figure, look, percent

_TICKS = [0, 25, 50, 75, 100]
_BELOW = 0.3  # how far under its parts the interval of a country stands


class Row(Protocol):
    """The share (0 to 1) that a country kept of what came due, its interval and its parts; None where nothing did."""

    @property
    def country(self) -> str: ...
    @property
    def share(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def met(self) -> int: ...
    @property
    def missed(self) -> int: ...
    @property
    def unknown(self) -> int: ...
    @property
    def due(self) -> int: ...


def kept_chart(
    rows: Sequence[Row],
    *,
    labels: Mapping[str, str],
    narrow_labels: Mapping[str, str],
    words: Mapping[str, str],
) -> Figure:
    """A row a country: its three parts, under them the interval with a mark at the share, its label above.

    `words` name the parts by outcome. A country of which nothing came due has its label alone.
    """
    places = {row.country: len(rows) - 1 - n for n, row in enumerate(rows)}
    height = 60 + 92 * len(rows)
    return {
        "data": [trace for row in rows for trace in _traces(row, places, labels[row.country], words)],
        "layout": {
            "height": height,
            "margin": {"l": 14, "r": 26},
            "annotations": [_name(code, n, labels[code]) for code, n in places.items()],
            "xaxis": {"range": [0, 100], "tickvals": _TICKS, "ticktext": [percent(n) for n in _TICKS]},
            "yaxis": {"range": [-0.6, len(rows) - 0.4], "showticklabels": False, "showgrid": False},
            "meta": {
                "narrow": {
                    "layout": {
                        "height": height,
                        "annotations": [_name(code, n, narrow_labels[code]) for code, n in places.items()],
                    }
                }
            },
        },
    }


def _traces(
    row: Row, places: Mapping[str, int], label: str, words: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The parts, the interval and the share; nothing where nothing came due."""
    if row.share is None or row.low is None or row.high is None:
        return []
    style, y = look(row.country), places[row.country]
    return [
        *_parts(row, y, words),
        {
            "type": "scatter",
            "mode": "lines",
            "x": [100 * row.low, 100 * row.high],
            "y": [y - _BELOW, y - _BELOW],
            "line": {"color": style.colour, "width": 3},
            "opacity": 0.5,
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": label,
            "x": [100 * row.share],
            "y": [y - _BELOW],
            "marker": {"color": style.colour, "symbol": style.marker, "size": 11},
            "hovertemplate": f"{label}<extra></extra>",
        },
    ]


def _parts(row: Row, y: int, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Kept full, missed pale, without a report dotted: together all that came due."""
    colour = look(row.country).colour
    looks = {
        "met": ({"color": colour, "width": 14}, 1),
        "missed": ({"color": colour, "width": 14}, 0.3),
        "unknown": ({"color": colour, "width": 3, "dash": "dot"}, 0.8),
    }
    traces, start = [], 0.0
    for part, (line, opacity) in looks.items():
        count = getattr(row, part)
        end = start + 100 * count / row.due
        if count:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": words[part],
                    "x": [start, end],
                    "y": [y, y],
                    "line": line,
                    "opacity": opacity,
                    "hovertemplate": f"{words[part]}: {count}<extra></extra>",
                }
            )
        start = end
    return traces


def _name(code: str, y: int, text: str) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yshift": 23,
        "text": text,
        "font": {"color": look(code).colour},
    }
