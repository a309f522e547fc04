"""From paper to orbit: two bars a step on a log scale, hatched for paper and solid for hardware."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Protocol

from charts.theme import LINE, Figure, compact, look, text_width

_LEAST, _MOST = 0.7, 7.6
_NARROW_MOST = _MOST + 3.2
_BAR, _NARROW_BAR = 18.0, 27.0  # pixels of a bar, which hold a line of a label
_PLOT, _NARROW_PLOT = 440, 310  # pixels of the axis, at the least


class Row(Protocol):
    """Satellites of a country on one step; `why` there is no value, and the part of it that is disputed."""

    @property
    def country(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def value(self) -> int | None: ...
    @property
    def why(self) -> str: ...
    @property
    def promised(self) -> bool: ...
    @property
    def disputed(self) -> int: ...


def ladder_chart(
    rows: Sequence[Row],
    *,
    steps: Mapping[str, str],
    countries: Mapping[str, str],
    absent: Mapping[str, str],
    disputed: str,
) -> Figure:
    """One trace a country, steps from paper at the top to hardware at the bottom.

    `absent` holds the words for "unknown", "none" and "not_applicable": such a step has no bar.
    """
    by_country = {country: [row for row in rows if row.country == country] for country in countries}
    data = [_bars(mine, country, countries[country], steps, disputed) for country, mine in by_country.items()]
    annotations = [
        text
        for n, (country, mine) in enumerate(by_country.items())
        for text in _absences(mine, country, steps, absent, below=bool(n))
    ]
    ticks = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
    labels = [(row.step, row.value, _label(row, row.country, disputed)) for row in rows if row.value]
    narrow_bar = _bar(labels, _NARROW_BAR, _NARROW_PLOT / _NARROW_MOST)
    bar = _bar(labels, _BAR, _PLOT / (_MOST - 0.4))
    layout = {
        "height": 440 if bar == _BAR else 60 + round(2 * bar / 0.8 * len(steps)),
        **({} if bar == _BAR else {"bargap": 0.2}),
        "barmode": "group",
        "annotations": annotations,
        "xaxis": {
            "type": "log",
            "range": [_LEAST - 0.7, _MOST - 0.4],
            "tickvals": ticks,
            "ticktext": [compact(tick) for tick in ticks],
        },
        "yaxis": {
            "categoryorder": "array",
            "categoryarray": list(steps.values()),
            "autorange": "reversed",
            "showgrid": False,
        },
        "meta": {"narrow": {"layout": _narrow(annotations, list(steps.values()), ticks, narrow_bar)}},
    }
    return {"data": data, "layout": layout}


def _bars(
    rows: Sequence[Row], country: str, name: str, steps: Mapping[str, str], disputed: str
) -> dict[str, Any]:
    """The bars of a country, hatched where a step is paper."""
    style = look(country)
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [steps[row.step] for row in rows],
        "x": [row.value or None for row in rows],
        "text": [_label(row, country, disputed) for row in rows],
        "textposition": "outside",
        "textfont": {"color": style.colour},
        "marker": {
            "color": style.colour,
            "line": {"color": style.colour},
            "pattern": {
                "shape": [style.hatch if row.promised else "" for row in rows],
                "fgcolor": style.colour,
                "bgcolor": "var(--panel)",
            },
        },
        "hovertemplate": f"{name}, %{{y}}: %{{x:,}}<extra></extra>",
        "offsetgroup": country,
    }


def _absences(
    rows: Sequence[Row],
    country: str,
    steps: Mapping[str, str],
    absent: Mapping[str, str],
    *,
    below: bool,
) -> list[dict[str, Any]]:
    """The words in place of a bar, above or below the middle of its step."""
    return [
        {
            "x": _LEAST - 0.68,
            "y": steps[row.step],
            "yshift": -11 if below else 11,
            "xanchor": "left",
            "text": f"{country} {absent[row.why or 'none']}",
            "font": {"color": look(country).colour, "size": 13},
        }
        for row in rows
        if not row.value
    ]


def _bar(labels: Sequence[tuple[str, float, str]], least: float, decade: float) -> float:
    """How thick bars must be so that no label stands on one of the same step: steps, values and words of labels.

    `decade` are the pixels from one value to ten times as much.
    """
    thick = least
    for (step, value, text), (other_step, other, words) in combinations(labels, 2):
        between = abs(math.log10(value) - math.log10(other)) * decade
        left = text if value < other else words
        if step == other_step and between < text_width(left):
            thick = max(thick, (text.count("<br>") + words.count("<br>") + 2) / 2 * LINE)
    return thick


def _narrow(
    annotations: Sequence[dict[str, Any]], steps: Sequence[str], ticks: Sequence[int], bar: float
) -> dict[str, Any]:
    """Where there is little room steps stand above their bars, and every other line has its value."""
    names = [
        {
            "x": _LEAST - 0.68,
            "y": step,
            "yshift": round(bar + 11),
            "xanchor": "left",
            "text": step,
            "font": {"size": 13},
        }
        for step in steps
    ]
    return {
        "height": 60 + round((2 * bar + 0.5) / 0.58) * len(steps),
        "margin": {"l": 4, "r": 8, "t": 18},
        "bargap": 0.42,
        "annotations": [*annotations, *names],
        "xaxis": {
            "range": [_LEAST - 0.7, _NARROW_MOST],
            "tickvals": list(ticks),
            "ticktext": ["" if n % 2 else compact(tick) for n, tick in enumerate(ticks)],
        },
        "yaxis": {"showticklabels": False},
    }


def _label(row: Row, country: str, disputed: str) -> str:
    if not row.value:
        return ""
    if not row.disputed:
        return f"{country} {compact(row.value)}"
    part = f", {disputed}" if row.disputed == row.value else f"<br>{compact(row.disputed)} {disputed}"
    return f"{country} {compact(row.value)}{part}"
