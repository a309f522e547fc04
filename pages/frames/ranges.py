"""Stated figures framed: power planned and flown, and the compute that is in orbit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from charts.ranges import Range, range_chart
from charts.theme import compact
from metrics.all import METRICS
from metrics.compute import BASES, ComputeRow, compute_in_orbit
from metrics.power import PowerRow, power
from metrics.question import Question
from pages import words
from pages.frames.frame import Frame, Numbers, places, under_floor
from pages.frames.rows import rows_table, with_absences
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery
from pages.summaries import summary


def power_frame(query: ReaderQuery, question: Question | None = None) -> Frame:
    """Every stated power on one scale, flown and planned."""
    rows = power(question or query.question())
    return _frame(
        "power",
        query,
        rows,
        subtitle=_(
            "Each row is one statement of one thing: some of a satellite, some of a whole system. Filled is in "
            "orbit, hollow is planned; a bar joins the lowest and the highest figure. Squares are American, "
            "circles Chinese, diamonds others. Log scale: each line is ten times the one before, or more."
        ),
        empty="" if rows else _("No power was stated by this day."),
        drawn=[
            Range(row.country, row.name, row.low_kw, row.high_kw, row.flown, _power_label(row), row.note)
            for row in rows
        ],
        tick=_watts,
        numbers=_power_numbers(rows),
    )


def _power_numbers(rows: Sequence[PowerRow]) -> Numbers:
    return Numbers(
        {
            "country": _("Country code"),
            "of": _("Project or spacecraft"),
            "in_orbit": _("Whether it is in orbit on the day"),
            "low_kw": _("Lowest stated figure, in kilowatts"),
            "high_kw": _("Highest stated figure, in kilowatts"),
            "disputed": _("Whether sources conflict over it"),
            "note": _("What the figure is of"),
            "facts": _("Facts behind it, as kind/slug"),
        },
        [
            [
                row.country,
                row.name,
                "true" if row.flown else "false",
                row.low_kw,
                row.high_kw,
                "true" if row.disputed else "false",
                row.note,
                _facts(row),
            ]
            for row in rows
        ],
    )


def compute_frame(query: ReaderQuery, question: Question | None = None) -> Frame:
    """Stated compute in orbit on the scale of INT8 operations, and what that scale cannot show."""
    rows = compute_in_orbit(question or query.question())
    return _frame(
        "compute_in_orbit",
        query,
        rows,
        subtitle=_(
            "Stated compute of what is in orbit, in tera-operations a second (TOPS), log scale. Filled: INT8, or "
            "H100 chips counted as such. Hollow: the precision is not stated, or it is a ceiling (“up to”). A row "
            "without a mark is stated in a unit that nothing converts. Rows are never added."
        ),
        empty="" if rows else _("No compute in orbit was stated by this day."),
        drawn=[
            Range(
                row.country,
                row.what,
                _tops(row, row.low),
                _tops(row, row.high),
                row.basis in ("int8", "chips"),
                _stated(row) if row.basis == "unknown_precision" else _compute_label(row),
                row.basis_label,
            )
            for row in rows
        ],
        tick=compact,
        numbers=_compute_numbers(rows),
    )


def _compute_numbers(rows: Sequence[ComputeRow]) -> Numbers:
    return Numbers(
        {
            "country": _("Country code"),
            "of": _("Project or spacecraft"),
            "basis": _("What the figure rests on: %(words)s") % {"words": ", ".join(BASES)},
            "low": _("Lowest stated figure, in its unit"),
            "high": _("Highest stated figure, in its unit"),
            "unit": _("Unit"),
            "int8_tops": _("The same in INT8 TOPS, where it converts"),
            "h100": _("The same in H100 chips, where it converts"),
            "facts": _("Facts behind it, as kind/slug"),
        },
        [
            [
                row.country,
                row.what,
                row.basis,
                row.low,
                row.high,
                row.unit,
                row.int8_tops,
                row.h100,
                _facts(row),
            ]
            for row in rows
        ],
    )


def _frame(
    name: str,
    query: ReaderQuery,
    rows: Sequence[PowerRow] | Sequence[ComputeRow],
    *,
    drawn: Sequence[Range],
    tick: Callable[[float], str],
    numbers: Numbers,
    **more: Any,
) -> Frame:
    metric = METRICS[name]
    frame = Frame(
        id=name,
        rests_on=metric.rests_on,
        versions=metric.versions,
        title=str(metric.title),
        sentence=summary(metric, rows, query),
        figure=range_chart(drawn, tick=tick),
        table=rows_table(metric, rows),
        numbers=with_absences(metric, rows, numbers),
        unit=str(metric.unit),
        not_measured=str(metric.not_measured),
        updated=query.day,
        cite_url=metric_place(name) + "#cite",
        refs=tuple(fact for row in rows for fact in row.facts),
        **places(
            name,
            metric_place(name),
            {"country": query.country, "confidence": query.confidence},
        ),
        **more,
    )
    return under_floor(frame, query.confidence)


def _facts(row: PowerRow | ComputeRow) -> str:
    return "; ".join(f"{fact.kind}/{fact.slug}" for fact in row.facts)


# --- Power ------------------------------------------------------------------------------------------
def _watts(kilowatts: float) -> str:
    """A power in the unit in which people say it: 250 kW, 16 GW."""
    for size, unit in ((1e9, "TW"), (1e6, "GW"), (1e3, "MW"), (1.0, "kW")):
        if kilowatts >= size:
            return f"{compact(kilowatts / size)} {unit}"
    return f"{compact(kilowatts * 1000)} W"


def _between(low: float, high: float, said: Callable[[float], str]) -> str:
    return said(low) if low == high else f"{said(low)} – {said(high)}"


def _power_label(row: PowerRow) -> str:
    text = _between(row.low_kw, row.high_kw, _watts)
    return _("%(value)s (disputed)") % {"value": text} if row.disputed else text


# --- Compute ----------------------------------------------------------------------------------------
def _tops(row: ComputeRow, value: float) -> float | None:
    """A figure on the scale of the chart; None where its unit does not convert."""
    if row.int8_tops is not None:
        return row.int8_tops * value / row.low if row.low else None
    return value if row.unit == "TOPS" else None


def _stated(row: ComputeRow) -> str:
    return f"{_between(row.low, row.high, words.number)} {row.unit}"


def _compute_label(row: ComputeRow) -> str:
    if row.basis == "ceiling":
        return _("up to %(amount)s each") % {"amount": _stated(row)}
    if row.basis == "unknown_precision":
        return _("%(amount)s, precision not stated") % {"amount": _stated(row)}
    if row.h100 is not None and row.int8_tops is not None and row.unit != "TOPS":
        return _("%(chips)s H100 = %(tops)s TOPS") % {
            "chips": words.number(row.h100),
            "tops": words.number(row.int8_tops),
        }
    if _tops(row, row.low) is None:
        return _("%(amount)s: no conversion") % {"amount": _stated(row)}
    return _stated(row)


SHOWN = {"power": Shown(power_frame), "compute_in_orbit": Shown(compute_frame)}
