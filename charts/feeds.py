"""How the runs of each feed ended over thirty days: answered well is solid, without data is hatched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charts.theme import Figure

GOOD, MISSED = "var(--ok)", "var(--bad)"
_ROW = 58


@dataclass(frozen=True)
class FeedRuns:
    """A feed's runs: how many answered well, and how many ended without data."""

    title: str
    good: int
    missed: int


def feeds_chart(rows: Sequence[FeedRuns], *, words: Mapping[str, str], none: str) -> Figure:
    """A bar a feed, its name and counts above it; `words` name what is "good" and "missed", `none` no run."""
    places = list(range(len(rows)))
    looks = (
        ("good", GOOD, [row.good for row in rows], {"shape": ""}),
        ("missed", MISSED, [row.missed for row in rows], {"shape": "/", "fillmode": "overlay", "size": 6}),
    )
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": words[key],
            "x": counts,
            "y": places,
            "width": 0.34,
            "marker": {"color": colour, "pattern": pattern},
            "customdata": [row.title for row in rows],
            "hovertemplate": f"%{{customdata}}<br>{words[key]}: %{{x}}<extra></extra>",
        }
        for key, colour, counts, pattern in looks
    ]

    def above(texts: Sequence[str]) -> list[dict[str, Any]]:
        return [
            {"xref": "paper", "x": 0, "y": place, "xanchor": "left", "yshift": 21, "text": text}
            for place, text in zip(places, texts, strict=True)
        ]

    narrow = above([f"{row.title}: {row.good:,} / {row.good + row.missed:,}" for row in rows])
    most = max((row.good + row.missed for row in rows), default=0)
    return {
        "data": data,
        "layout": {
            "height": 60 + _ROW * len(rows),
            "margin": {"l": 14, "r": 26},
            "barmode": "stack",
            "annotations": above([_label(row, words, none) for row in rows]),
            "xaxis": {"range": [0, max(most, 1) * 1.04], "rangemode": "tozero"},
            "yaxis": {"range": [len(rows) - 0.6, -0.75], "showticklabels": False, "showgrid": False},
            "meta": {"narrow": {"layout": {"height": 60 + _ROW * len(rows), "annotations": narrow}}},
        },
    }


def _label(row: FeedRuns, words: Mapping[str, str], none: str) -> str:
    if not row.good + row.missed:
        return f"{row.title}: {none}"
    missed = f", {row.missed:,} {words['missed']}" if row.missed else ""
    return f"{row.title}: {row.good:,} {words['good']}{missed}"
