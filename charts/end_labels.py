"""Labels at the ends of lines: the name and the last value of each, and what is disputed of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from charts.points import Point
from charts.theme import LETTER, apart, iso, look

_MARGIN, _SHORT = 56, 2
_LINE = 20.0  # a line of a label, in pixels


def end_labels(
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


def room(labels: Sequence[dict[str, Any]]) -> int:
    """The pixels beside the drawing that the longest line of a label takes."""
    return 20 + math.ceil(
        LETTER * max((len(t) for lab in labels for t in lab["text"].split("<br>")), default=0)
    )


def doubt(end: Point, number: Callable[[float], str], gap: str, disputed: str) -> str:
    """On a line of its own what is disputed of a value: all of it, or how much; in two where it is long."""
    if not end.disputed or not end.value:
        return ""
    if math.isclose(end.disputed, end.value):
        return f"<br>{disputed}"
    part = number(end.disputed)
    return f"<br>{part}{' ' if len(part) <= _SHORT else gap}{disputed}"
