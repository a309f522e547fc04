"""The slip ledger drawn: the day of a statement across, the date promised upwards, with the diagonal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from charts.theme import Figure, iso, look

if TYPE_CHECKING:
    from metrics.slippage import SlipRow

_LONGEST_NAME = 24
_LABELS = 8


def slip_chart(
    rows: Sequence[SlipRow], *, day: date, countries: Mapping[str, str], words: Mapping[str, str]
) -> Figure:
    """A line a promise, a bar as tall as the date is vague, and the diagonal on which a date is today.

    A flat line keeps its word; a line parallel to the diagonal recedes day by day.
    """
    first = min((row.stated_first for row in rows), default=day) - timedelta(days=60)
    last = max((row.due_last for row in rows), default=day) + timedelta(days=60)
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [iso(first), iso(day)],
            "y": [iso(first), iso(day)],
            "line": {"color": "var(--line-2)", "dash": "dot", "width": 1.5},
            "hoverinfo": "skip",
        }
    ]
    for country in countries:
        data += _promises([row for row in rows if row.country == country], words)
    return {
        "data": data,
        "layout": {
            "height": 560,
            "margin": {"r": 170, "t": 16},
            "annotations": _names(rows),
            "xaxis": {"type": "date", "range": [iso(first), iso(day + timedelta(days=20))]},
            "yaxis": {"type": "date", "range": [iso(first), iso(last)]},
            "meta": {"narrow": {"layout": {"height": 480, "margin": {"r": 12}, "annotations": []}}},
        },
    }


def _promises(rows: Sequence[SlipRow], words: Mapping[str, str]) -> list[dict[str, Any]]:
    promises: dict[tuple[Any, ...], list[SlipRow]] = {}
    for row in rows:
        # A disputed date is joined to nothing: it is another person's, not a move of the promise.
        key = (row.project_slug, row.promise, row.facts if row.confidence == "disputed" else ())
        promises.setdefault(key, []).append(row)
    traces = []
    for told in promises.values():
        style = look(told[0].country)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": told[0].project,
                "x": [iso(row.stated_first) for row in told],
                "y": [iso(row.due_last) for row in told],
                "customdata": [
                    [row.project, row.text, row.stated, row.due, words[row.outcome]] for row in told
                ],
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": [0 for _row in told],
                    "arrayminus": [(row.due_last - row.due_first).days * 86_400_000 for row in told],
                    "color": style.colour,
                    "thickness": 1,
                    "width": 0,
                },
                "line": {"color": style.colour, "width": 1.5},
                "marker": {
                    "color": style.colour,
                    "size": 7,
                    "symbol": [_symbol(style.marker, row) for row in told],
                },
                "hovertemplate": (
                    "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>"
                    "%{customdata[2]} → %{customdata[3]}<br>%{customdata[4]}<extra></extra>"
                ),
            }
        )
    return traces


def _symbol(marker: str, row: SlipRow) -> str:
    """Filled where the promise was kept, a cross where it was missed, hollow while open."""
    if row.outcome == "missed":
        return "x"
    return marker if row.outcome == "met" else f"{marker}-open"


def _names(rows: Sequence[SlipRow]) -> list[dict[str, Any]]:
    """The names of the promises that were stated most often, at their newest statement."""
    promises: dict[tuple[str, str], list[SlipRow]] = {}
    for row in rows:
        if row.confidence != "disputed":
            promises.setdefault((row.project_slug, row.promise), []).append(row)
    often = sorted((told for told in promises.values() if len(told) > 1), key=len, reverse=True)[:_LABELS]
    labels = []
    taken: list[date] = []
    for told in sorted(often, key=lambda told: told[-1].due_last):
        newest = told[-1]
        if any(abs((newest.due_last - other).days) < 150 for other in taken):
            continue
        taken.append(newest.due_last)
        labels.append(
            {
                "x": iso(newest.stated_first),
                "y": iso(newest.due_last),
                "xanchor": "left",
                "xshift": 8,
                "text": f"{newest.country} {_short(newest.project)}",
                "font": {"color": look(newest.country).colour, "size": 12},
            }
        )
    return labels


def _short(name: str) -> str:
    name = name.split(" (")[0]
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
