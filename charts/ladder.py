"""From paper to orbit: two bars a step on a log scale, hatched for paper and solid for hardware."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from charts.theme import Figure, compact, look

if TYPE_CHECKING:
    from metrics.paper_to_orbit import LadderRow

_LEAST, _MOST = 0.7, 7.6


def ladder_chart(
    rows: Sequence[LadderRow],
    *,
    steps: Mapping[str, str],
    countries: Mapping[str, str],
    absent: Mapping[str, str],
    disputed: str,
) -> Figure:
    """One trace a country, steps from paper at the top to hardware at the bottom.

    `absent` holds the words for "unknown", "none" and "not_applicable": such a step has no bar.
    """
    data: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for n, (country, name) in enumerate(countries.items()):
        mine = [row for row in rows if row.country == country]
        style = look(country)
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "y": [steps[row.step] for row in mine],
                "x": [row.value or None for row in mine],
                "text": [_label(row, country, disputed) for row in mine],
                "textposition": "outside",
                "textfont": {"color": style.colour},
                "marker": {
                    "color": style.colour,
                    "line": {"color": style.colour},
                    "pattern": {
                        "shape": [style.hatch if row.promised else "" for row in mine],
                        "fgcolor": style.colour,
                        "bgcolor": "var(--panel)",
                    },
                },
                "hovertemplate": f"{name}, %{{y}}: %{{x:,}}<extra></extra>",
                "offsetgroup": country,
            }
        )
        annotations += [
            {
                "x": _LEAST - 0.68,
                "y": steps[row.step],
                "yshift": -11 if n else 11,
                "xanchor": "left",
                "text": f"{country} {absent[row.why or 'none']}",
                "font": {"color": style.colour, "size": 13},
            }
            for row in mine
            if not row.value
        ]
    ticks = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
    layout = {
        "height": 440,
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
        "meta": {"narrow": {"layout": _narrow(annotations, list(steps.values()), ticks)}},
    }
    return {"data": data, "layout": layout}


def _narrow(
    annotations: Sequence[dict[str, Any]], steps: Sequence[str], ticks: Sequence[int]
) -> dict[str, Any]:
    """Where there is little room steps stand above their bars, and every other line has its value."""
    names = [
        {"x": _LEAST - 0.68, "y": step, "yshift": 38, "xanchor": "left", "text": step, "font": {"size": 13}}
        for step in steps
    ]
    return {
        "height": 60 + 94 * len(steps),
        "margin": {"l": 4, "r": 8, "t": 18},
        "bargap": 0.42,
        "annotations": [*annotations, *names],
        "xaxis": {
            "range": [_LEAST - 0.7, _MOST + 3.2],
            "tickvals": list(ticks),
            "ticktext": ["" if n % 2 else compact(tick) for n, tick in enumerate(ticks)],
        },
        "yaxis": {"showticklabels": False},
    }


def _label(row: LadderRow, country: str, disputed: str) -> str:
    if not row.value:
        return ""
    if not row.disputed:
        return f"{country} {compact(row.value)}"
    part = f", {disputed}" if row.disputed == row.value else f"<br>{compact(row.disputed)} {disputed}"
    return f"{country} {compact(row.value)}{part}"
