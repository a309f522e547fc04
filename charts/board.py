"""The scoreboard as a picture: a line a measure, the figures of the countries beside each other, nothing added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from charts.theme import Figure, look

_LINE, _NARROW = 34, 18  # pixels a line, and signs of a word on a narrow screen
# Where the figures of the first and second country end, from the left edge to the right one.
_ENDS = (0.74, 1.0)


@dataclass(frozen=True)
class BoardLine:
    """A measure and its printed figure by country; a country without one says why."""

    label: str
    figures: Mapping[str, str]


def board_chart(lines: Sequence[BoardLine], *, countries: Mapping[str, str]) -> Figure:
    """Words alone: unlike measures have no common scale to be drawn on."""
    ends = dict(zip(countries, _ENDS[-len(countries) :], strict=True)) if countries else {}
    written = [_text(name, ends[code], len(lines), code) for code, name in countries.items()]
    for n, line in enumerate(lines):
        y = len(lines) - 1 - n
        written.append(_text(line.label, 0, y))
        written += [_text(line.figures[code], ends[code], y, code) for code in countries]
    height = 30 + _LINE * (len(lines) + 1)
    return {
        # Without any trace there would be no axes to write on.
        "data": [
            {"type": "scatter", "mode": "markers", "x": [0], "y": [0], "opacity": 0, "hoverinfo": "skip"}
        ],
        "layout": {
            "height": height,
            "margin": {"l": 14, "r": 26, "t": 10, "b": 10},
            "annotations": written,
            "xaxis": {"range": [0, 1], "showticklabels": False, "showgrid": False, "zeroline": False},
            "yaxis": {
                "range": [-0.6, len(lines) + 0.6],
                "showticklabels": False,
                "showgrid": False,
                "zeroline": False,
            },
            "meta": {
                "narrow": {
                    "layout": {
                        "height": height,
                        "annotations": [
                            note
                            | {"text": "<br>".join(wrap(note["text"], _NARROW)), "align": note["xanchor"]}
                            | {"font": note["font"] | {"size": 11}}
                            for note in written
                        ],
                    }
                }
            },
        },
    }


def _text(text: str, x: float, y: int, country: str = "") -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "xanchor": "right" if country else "left",
        "text": text,
        "font": {"color": look(country).colour if country else "var(--ink)", "size": 13},
    }
