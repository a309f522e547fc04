"""Promised dates as intervals: a bar is as long as the promise is vague."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from charts.theme import Figure, iso, look, short

if TYPE_CHECKING:
    from metrics.promises import NextTargetRow

_MILLISECONDS = 86_400_000
_LONGEST, _LONGEST_ABOVE, _ROW = 26, 44, 52


def interval_chart(rows: Sequence[NextTargetRow], *, day: date, not_earlier: str) -> Figure:
    """One hatched bar a promise, from the first day it can mean to the last; soonest on top."""
    labels = _unique([f"{row.country} {short(row.project, _LONGEST)}" for row in rows])
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
            "tickangle": 0,
        },
        "yaxis": {"categoryorder": "array", "categoryarray": list(reversed(labels)), "showgrid": False},
        "meta": {"narrow": {"layout": _narrow(rows, labels, day, end)}},
    }
    return {"data": data, "layout": layout}


def _narrow(rows: Sequence[NextTargetRow], labels: Sequence[str], day: date, end: date) -> dict[str, Any]:
    """Where there is little room the names stand above their bars, in full."""
    return {
        "height": 70 + _ROW * len(rows),
        "margin": {"l": 2},
        "bargap": 0.62,
        "xaxis": {
            "nticks": 3,
            "range": [iso(day), iso(end + timedelta(days=max(60, (end - day).days // 2)))],
        },
        "yaxis": {"showticklabels": False},
        "annotations": [
            {
                "xref": "paper",
                "x": 0,
                "y": label,
                "xanchor": "left",
                "yshift": 18,
                "text": f"{row.country} {short(row.project, _LONGEST_ABOVE)}",
                "font": {"color": look(row.country).colour},
            }
            for row, label in zip(rows, labels, strict=True)
        ],
    }


def _unique(names: Sequence[str]) -> list[str]:
    """Names told apart by blanks, since a category drawn twice would fall on one line."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name + "\u2009" * (seen[name] - 1))
    return result
