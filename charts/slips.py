"""The slip ledger drawn: the day of a statement across, the date promised upwards, with the diagonal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from charts.theme import Figure, apart, iso, look, short

_HEIGHT, _NARROW_HEIGHT, _MARGIN, _LINE = 560, 500, 48, 18.0
_NAMES, _NARROW_NAMES = 10, 7
_LONGEST, _NARROW_LONGEST, _SIZE, _NARROW_SIZE = 24, 13, 12, 11
_SHORTEST = 4  # letters of a name that tell enough beside a date
_YEARS = timedelta(days=2 * 366)  # from here on a narrow axis is told in years, which take little room


class Row(Protocol):
    """One statement of a promised date: the days that each can mean, in words too, and what came of it."""

    @property
    def country(self) -> str: ...
    @property
    def project(self) -> str: ...
    @property
    def project_slug(self) -> str: ...
    @property
    def promise(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def stated_first(self) -> date: ...
    @property
    def stated_last(self) -> date: ...
    @property
    def due_first(self) -> date: ...
    @property
    def due_last(self) -> date: ...
    @property
    def stated(self) -> str: ...
    @property
    def due(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def confidence(self) -> str: ...
    @property
    def facts(self) -> tuple[object, ...]: ...


def slip_chart(
    rows: Sequence[Row], *, day: date, countries: Mapping[str, str], words: Mapping[str, str]
) -> Figure:
    """A line a promise, pale bars over the days that each date can mean, and the diagonal of today.

    A flat line keeps its word; a line parallel to the diagonal recedes day by day.
    """
    first = min((row.stated_first for row in rows), default=day) - timedelta(days=60)
    last = max((row.due_last for row in rows), default=day) + timedelta(days=60)
    end = day + timedelta(days=20)
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [iso(first), iso(day)],
            "y": [iso(first), iso(day)],
            "line": {"color": "var(--edge)", "dash": "dot", "width": 1.5},
            "hoverinfo": "skip",
        }
    ]
    told = {country: [row for row in rows if row.country == country] for country in countries}
    data += [_vague(country, mine, day) for country, mine in told.items() if mine]
    for mine in told.values():
        data += _promises(mine, words)
    span = (first, last)
    return {
        "data": data,
        "layout": {
            "height": _HEIGHT,
            "margin": {"r": 212, "t": 16},
            "annotations": _names(rows, span, end, _HEIGHT, _NAMES, _LONGEST, _SIZE),
            "xaxis": {"type": "date", "range": [iso(first), iso(end)], "tickangle": 0},
            "yaxis": {"type": "date", "range": [iso(first), iso(last)]},
            "meta": {
                "narrow": {
                    "layout": {
                        "height": _NARROW_HEIGHT,
                        "margin": {"r": 126},
                        "annotations": _names(
                            rows, span, end, _NARROW_HEIGHT, _NARROW_NAMES, _NARROW_LONGEST, _NARROW_SIZE
                        ),
                        "xaxis": {"nticks": 4 if end - first > _YEARS else 2},
                    }
                }
            },
        },
    }


def _vague(country: str, rows: Sequence[Row], day: date) -> dict[str, Any]:
    """The days that each date can mean: upwards the promise, across its statement, up to `day`."""
    upwards = [((row.stated_first, row.stated_first), (row.due_first, row.due_last)) for row in rows]
    across = [
        ((row.stated_first, min(row.stated_last, day)), (row.due_last, row.due_last))
        for row in rows
        if row.stated_last > row.stated_first
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for (a, b), _due in (*upwards, *across) for x in (iso(a), iso(b), None)],
        "y": [y for _stated, (a, b) in (*upwards, *across) for y in (iso(a), iso(b), None)],
        "line": {"color": look(country).colour, "width": 5},
        "opacity": 0.28,
        "hoverinfo": "skip",
    }


def _promises(rows: Sequence[Row], words: Mapping[str, str]) -> list[dict[str, Any]]:
    promises: dict[tuple[Any, ...], list[Row]] = {}
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


def _symbol(marker: str, row: Row) -> str:
    """Filled where the promise was kept, a cross where it was missed, hollow while open."""
    if row.outcome == "missed":
        return "x"
    return marker if row.outcome == "met" else f"{marker}-open"


def _names(
    rows: Sequence[Row],
    span: tuple[date, date],
    end: date,
    height: int,
    most: int,
    longest: int,
    size: int,
) -> list[dict[str, Any]]:
    """The names of the promises that were stated most often, in a column beside the drawing.

    They stand apart, and a thin line leads from each to its newest statement. No two read the same: of those that
    would, the one stated most often is named.
    """
    promises: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.confidence != "disputed":
            promises.setdefault((row.project_slug, row.promise), []).append(row)
    often = sorted(promises.values(), key=lambda told: (-len(told), told[-1].project_slug, told[-1].promise))
    named = _told_apart([told[-1] for told in often], most, longest)
    newest = [row for row, _text in named]
    first, last = span
    days = (last - first).days
    top = float(height - _MARGIN)
    heights = [(row.due_last - first).days / days * top for row in newest]
    moved = apart(heights, _LINE, 0.0, top)
    return [
        {
            "x": iso(row.stated_first),
            "y": iso(row.due_last),
            "axref": "x",
            "ax": iso(end),
            "ay": round(heights[n] - moved[n], 1),
            "xanchor": "left",
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": "var(--line-2)",
            "standoff": 6,
            "text": text,
            "font": {"color": look(row.country).colour, "size": size},
        }
        for n, (row, text) in enumerate(named)
    ]


def _told_apart(rows: Sequence[Row], most: int, longest: int) -> list[tuple[Row, str]]:
    """The first rows whose labels differ: country and project, and the date promised where two would read the same.

    A row whose label has no room for what tells it apart is left out: the table and the hover have it.
    """
    plain = [f"{row.country} {short(row.project, longest)}" for row in rows]
    shared = Counter(plain[:most])
    named: dict[str, Row] = {}
    for row, text in zip(rows, plain, strict=True):
        room = longest - len(row.due) - 2
        if shared[text] > 1 and room >= _SHORTEST:
            text = f"{row.country} {short(row.project, room)}, {row.due}"
        if len(named) < most:
            named.setdefault(text, row)
    return [(row, text) for text, row in named.items()]
