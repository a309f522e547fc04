"""The rows of a measure over time as a table, and as plain numbers."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.countries import country_name
from metrics.steps import ShareRow
from pages import words
from pages.frames.drawing import Drawing, Row
from pages.frames.frame import Numbers, Table
from pages.frames.sentences import NEWEST_ROWS, nothing


def table(drawing: Drawing) -> Table:
    """What is drawn, newest first, with the values that stood at the start of the window."""
    if not drawing.is_stock:
        return Table(
            [_("Year"), _("Country"), _unit(drawing)],
            [[row.label, country_name(row.country), drawing.said(row)] for row in reversed(drawing.inside)],
            frozenset({2}),
        )
    entries = [
        [words.day(drawing.start), country_name(code), _("stood so before"), "–", drawing.said(row)]
        for code in drawing.choice.codes
        if (row := drawing.entry(code))
    ]
    value = _("Share after it") if drawing.choice.is_relative else _("Value after it")
    return Table(
        [_("Day"), _("Country"), _("Event"), _("Change"), value],
        [*(_line(drawing, row) for row in reversed(drawing.inside[-NEWEST_ROWS:])), *entries],
        frozenset({3, 4}),
    )


def _unit(drawing: Drawing) -> str:
    """The unit as the heading of a column."""
    return capfirst(_("Share of both") if drawing.choice.is_relative else str(drawing.metric.unit))


def _line(drawing: Drawing, row: Row) -> list[Any]:
    on = words.day(row.on)
    change = "–"
    if row.change is not None:
        sign = "+" if row.change > 0 else "−" if row.change < 0 else "±"
        change = sign + drawing.print_value(abs(row.change))
    return [
        on if row.first == row.on else _("by %(day)s") % {"day": on},
        country_name(row.country),
        row.label,
        change,
        drawing.said(row),
    ]


def numbers(drawing: Drawing) -> Numbers:
    """The points of the picture: the value at the start of the window, then each event in it."""
    if not drawing.is_stock:
        return _yearly_numbers(drawing)
    columns = {
        "country": _("Country code"),
        "first": _("First day on which the event can have happened"),
        "on": _("Last day on which it can have happened, and from which it counts"),
        "event": _("What happened; empty for the value that stood at the start of the days shown"),
        "change": _("Change of the value"),
        "value": _("Value after it, in the unit of the chart"),
        "disputed": _("Part of the value over which sources conflict"),
    }
    columns |= _last_columns(drawing)
    if nothing(drawing):
        return Numbers(columns, [])
    entries = [
        [code, drawing.start.isoformat(), drawing.start.isoformat(), "", None, *_values(row)]
        for code in drawing.choice.codes
        if (row := drawing.entry(code))
    ]
    return Numbers(
        columns,
        [
            *entries,
            *(
                [
                    row.country,
                    row.first.isoformat(),
                    row.on.isoformat(),
                    row.label,
                    row.change,
                    *_values(row),
                ]
                for row in drawing.inside
            ),
        ],
    )


def _yearly_numbers(drawing: Drawing) -> Numbers:
    """The total of each year of the picture."""
    columns = {
        "country": _("Country code"),
        "year": _("Calendar year, whole"),
        "value": _("Total of the year, in the unit of the chart"),
        "disputed": _("Part of the value over which sources conflict"),
        **_last_columns(drawing),
    }
    rows = [] if nothing(drawing) else drawing.inside
    return Numbers(columns, [[row.country, row.first.year, *_values(row)] for row in rows])


def _last_columns(drawing: Drawing) -> dict[str, str]:
    """What a share was divided from, and the facts."""
    facts = {"facts": _("Facts behind it, as kind/slug")}
    if not drawing.choice.is_relative:
        return facts
    return {
        "amount": _("Value of the country, in %(unit)s") % {"unit": drawing.metric.unit},
        "whole": _("Sum of both countries, in %(unit)s") % {"unit": drawing.metric.unit},
        **facts,
    }


def _values(row: Row) -> list[Any]:
    of_both = [row.amount, row.whole] if isinstance(row, ShareRow) else []
    return [row.value, row.disputed, *of_both, "; ".join(f"{fact.kind}/{fact.slug}" for fact in row.facts)]
