"""Promised dates as intervals: a bar is as long as the promise is vague."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from charts.theme import Figure, iso, look, short, text_width, unlike

_MILLISECONDS = 86_400_000
_LONGEST, _LONGEST_ABOVE, _ROW = 26, 44, 52
_LEAST, _NARROW_LEAST = 0.09, 0.2  # of the axis, between two of its dates
_BEFORE = 0.1  # of the narrow axis: its first date has no margin to stand in
_PLOT = 310  # pixels of the axis, at the least


class Row(Protocol):
    """A promise: its project, its words, and the days that its date can mean; `bound` is "by" or "not_earlier"."""

    @property
    def country(self) -> str: ...
    @property
    def project(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def label(self) -> str: ...
    @property
    def bound(self) -> str: ...


def interval_chart(rows: Sequence[Row], *, day: date, not_earlier: str) -> Figure:
    """One hatched bar a promise, from the first day it can mean to the last; soonest on top."""
    labels = unlike([f"{row.country} {short(row.project, _LONGEST)}" for row in rows])
    texts = [f"{not_earlier} {row.label}" if row.bound == "not_earlier" else row.label for row in rows]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": labels,
            "base": [iso(max(row.first, day)) for row in rows],
            "x": [((row.last - max(row.first, day)).days + 1) * _MILLISECONDS for row in rows],
            "text": texts,
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
    ends = [(row.last, text_width(text)) for row, text in zip(rows, texts, strict=True)]
    layout = {
        "height": 80 + 36 * len(rows),
        "xaxis": {
            "type": "date",
            **_axis(day, ends, 3, _LEAST),
            "tickformat": "%b %Y",
            "side": "top",
            "tickangle": 0,
        },
        "yaxis": {"categoryorder": "array", "categoryarray": list(reversed(labels)), "showgrid": False},
        "meta": {"narrow": {"layout": _narrow(rows, labels, day, ends)}},
    }
    return {"data": data, "layout": layout}


def _axis(
    day: date, ends: Sequence[tuple[date, float]], part: int, least: float, before: float = 0.0
) -> dict[str, Any]:
    """From the quarter of the day to where every label has ended: dates at its start and at half years apart.

    `ends` are the last day of each bar and the pixels of the label behind it. The axis reaches beyond the last bar
    by a `part` of what lies ahead at least. `before` is the room left of the first date, as a share of the axis.
    """
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    last = max((last for last, _width in ends), default=day)
    end = last + timedelta(days=max(60, (last - day).days // part))
    for last, width in ends:
        behind = min((width + 8) / _PLOT * (1 + before), 0.9)  # the label's share of the axis from its start
        end = max(end, start + timedelta(days=round(((last - start).days + 1) / (1 - behind))))
    span = (end - start).days
    ticks = [start]
    for half in (date(year, month, 1) for year in range(start.year, end.year + 1) for month in (1, 7)):
        if half < end and (half - ticks[-1]).days >= least * span:
            ticks.append(half)
    return {
        "range": [iso(start - timedelta(days=round(before * span))), iso(end)],
        "tickvals": [iso(tick) for tick in ticks],
    }


def _narrow(
    rows: Sequence[Row], labels: Sequence[str], day: date, ends: Sequence[tuple[date, float]]
) -> dict[str, Any]:
    """Where there is little room the names stand above their bars, in full."""
    return {
        "height": 70 + _ROW * len(rows),
        "margin": {"l": 2},
        "bargap": 0.62,
        "xaxis": _axis(day, ends, 2, _NARROW_LEAST, _BEFORE),
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
