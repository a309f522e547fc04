"""Milestones on one time line: a row a kind, in it a lane a country; what is vague is as long as it is vague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from charts.theme import Figure, iso, look
from common.dates import PartialDate

_WIDE, _NARROW = 36, 50  # the height of a row
_LANES = {"US": -0.02, "CN": 0.32}
_OTHERS = 0.15
_TOP = -0.5


class Dated(Protocol):
    """What is drawn: a dated event of a country and a kind."""

    @property
    def country(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def on(self) -> PartialDate: ...


def timeline_chart(
    rows: Sequence[Dated],
    *,
    kinds: Mapping[str, str],
    countries: Mapping[str, str],
    others: str,
    first: date,
    last: date,
) -> Figure:
    """Every kind that occurs, in the order of `kinds`, with the number of events of each country at its end.

    A day is a filled marker, a longer period a bar between two hollow ones. Events of all further
    countries share a lane between the two.
    """
    present = [kind for kind in kinds if any(row.kind == kind for row in rows)]
    places = {kind: float(n) for n, kind in enumerate(present)}
    data: list[dict[str, Any]] = []
    counts: list[dict[str, Any]] = []
    for country, name in [*countries.items(), ("", others)]:
        mine = [row for row in rows if _lane(row, countries) == country]
        if not mine:
            continue
        offset = _LANES.get(country, _OTHERS)
        data += [_bars(mine, places, offset, country, name), _days(mine, places, offset, country, name)]
        if country:
            counts += _counts(mine, places, offset, country)
    return {"data": data, "layout": _layout(places, kinds, counts, first, last)}


def _layout(
    places: Mapping[str, float],
    kinds: Mapping[str, str],
    counts: list[dict[str, Any]],
    first: date,
    last: date,
) -> dict[str, Any]:
    """A row for each kind, under the days; its name stands above it where there is no room beside it."""
    height, edge = len(places), {"gridcolor": "var(--line)", "showgrid": True}
    return {
        "height": 56 + _WIDE * height,
        "margin": {"r": 64},
        "annotations": counts,
        "shapes": [_rule(n + _TOP) for n in range(height + 1)],
        "xaxis": {"type": "date", "range": [iso(first), iso(last)], "side": "top", "nticks": 8, **edge},
        "yaxis": {
            "range": [height + _TOP, _TOP],
            "tickvals": [place + _OTHERS for place in places.values()],
            "ticktext": [kinds[kind] for kind in places],
            "showgrid": False,
        },
        "meta": {
            "narrow": {
                "layout": {
                    "height": 56 + _NARROW * height,
                    "margin": {"r": 52},
                    "annotations": counts + [_heading(kinds[kind], place) for kind, place in places.items()],
                    "xaxis": {"nticks": 5},
                    "yaxis": {"showticklabels": False},
                }
            }
        },
    }


def _lane(row: Dated, countries: Mapping[str, str]) -> str:
    return row.country if row.country in countries else ""


def _days(
    rows: Sequence[Dated], places: Mapping[str, float], offset: float, country: str, name: str
) -> dict[str, Any]:
    """Events whose day is known."""
    exact = [row for row in rows if row.on.first == row.on.last]
    style = look(country)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [iso(row.on.first) for row in exact],
        "y": [places[row.kind] + offset for row in exact],
        "customdata": [[row.title, str(row.on)] for row in exact],
        "hovertemplate": f"<b>%{{customdata[0]}}</b><br>{name}, %{{customdata[1]}}<extra></extra>",
        "marker": {
            "color": style.colour,
            "size": 10,
            "symbol": style.marker,
            "line": {"color": "var(--panel)", "width": 1},
        },
    }


def _bars(
    rows: Sequence[Dated], places: Mapping[str, float], offset: float, country: str, name: str
) -> dict[str, Any]:
    """Events known by a month or a longer period: a bar from its first day to its last, then a gap."""
    style = look(country)
    x: list[str | None] = []
    y: list[float | None] = []
    words: list[list[str] | None] = []
    for row in rows:
        if row.on.first == row.on.last:
            continue
        x += [iso(row.on.first), iso(row.on.last), None]
        y += [places[row.kind] + offset] * 2 + [None]
        words += [[row.title, str(row.on)]] * 2 + [None]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": x,
        "y": y,
        "customdata": words,
        "connectgaps": False,
        "cliponaxis": True,  # a bar may begin before the days that are shown
        "hovertemplate": f"<b>%{{customdata[0]}}</b><br>{name}, %{{customdata[1]}}<extra></extra>",
        "line": {"color": style.colour, "width": 3},
        "marker": {"color": style.colour, "size": 7, "symbol": f"{style.marker}-open"},
    }


def _counts(
    rows: Sequence[Dated], places: Mapping[str, float], offset: float, country: str
) -> list[dict[str, Any]]:
    """How many events of each kind a country has, at the end of its lane in its colour."""
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 10,
            "y": place + offset,
            "text": f"{country} {count}",
            "font": {"color": look(country).colour, "size": 12},
        }
        for kind, place in places.items()
        if (count := sum(row.kind == kind for row in rows))
    ]


def _heading(text: str, place: float) -> dict[str, Any]:
    """The name of a row above its lanes, where there is no room beside them."""
    return {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "y": place - 0.33,
        "text": text,
        "font": {"color": "var(--ink-2)", "size": 12},
    }


def _rule(y: float) -> dict[str, Any]:
    return {
        "type": "line",
        "layer": "below",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": {"color": "var(--line)", "width": 1},
    }


def span(rows: Sequence[Dated], day: date) -> tuple[date, date]:
    """The days from the first event to the day looked from, with some room at both ends."""
    first = min((row.on.first for row in rows), default=day - timedelta(days=365))
    last = max([day, *(row.on.last for row in rows)])
    room = timedelta(days=max(7, (last - first).days // 40))
    return first - room, last + room
