"""Promised dates as intervals: a bar is as long as the promise is vague."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from charts.theme import Figure, iso, look

if TYPE_CHECKING:
    from metrics.promises import NextTargetRow

_MILLISECONDS = 86_400_000
_LONGEST = 26


def interval_chart(rows: Sequence[NextTargetRow], *, day: date, not_earlier: str) -> Figure:
    """One hatched bar a promise, from the first day it can mean to the last; soonest on top."""
    names = [f"{row.country} {_short(row.project)}" for row in rows]
    labels = _unique(names)
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": labels,
            "base": [iso(max(row.first, day)) for row in rows],
            "x": [((row.last - max(row.first, day)).days + 1) * _MILLISECONDS for row in rows],
            "text": [
                f"{not_earlier} {row.label}" if row.bound == "not_earlier" else row.label for row in rows
            ],
            "textposition": "outside",
            "customdata": [row.text for row in rows],
            "hovertemplate": "%{customdata}<br>%{text}<extra></extra>",
            "marker": {
                "color": [look(row.country).colour for row in rows],
                "line": {"color": [look(row.country).colour for row in rows]},
                "pattern": {
                    "shape": [look(row.country).hatch for row in rows],
                    "fgcolor": [look(row.country).colour for row in rows],
                    "bgcolor": "var(--panel)",
                },
            },
        }
    ]
    end = max((row.last for row in rows), default=day)
    layout = {
        "height": 80 + 36 * len(rows),
        "xaxis": {
            "type": "date",
            "range": [iso(day), iso(end + timedelta(days=max(60, (end - day).days // 3)))],
            "side": "top",
            "nticks": 5,
        },
        "yaxis": {"categoryorder": "array", "categoryarray": list(reversed(labels)), "showgrid": False},
    }
    return {"data": data, "layout": layout}


def _short(name: str) -> str:
    name = name.split(" (")[0]
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _unique(names: Sequence[str]) -> list[str]:
    """Names told apart by blanks, since a category drawn twice would fall on one line."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name + "\u2009" * (seen[name] - 1))
    return result
