"""What the rows of a metric without a chart come to, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.countries import RIVALS, country_name
from metrics.compute import ComputeRow
from metrics.power import PowerRow
from metrics.registry import Metric
from metrics.scoreboard import ScoreRow
from pages import words
from pages.frames.frame import Table
from pages.query import ReaderQuery


def summary(metric: Metric, rows: Sequence[Any], query: ReaderQuery) -> str:
    """Where both countries stand, or the one asked for; with the floor of confidence, if one is set."""
    codes = (query.country,) if query.country else RIVALS
    parts = [
        f"{country_name(code)} {_said(metric, [row for row in rows if row.country == code])}"
        for code in codes
    ]
    return _("%(title)s on %(day)s: %(parts)s.") % {
        "title": words.floored(str(metric.title), query.confidence),
        "day": words.day(query.day),
        "parts": "; ".join(parts),
    }


def _said(metric: Metric, rows: Sequence[Any]) -> str:
    if not rows:
        return _("none known")
    if metric.name == "power":
        return _power(rows)
    if metric.name == "compute_in_orbit":
        return ", ".join(f"{_stated(row)} ({row.what})" for row in rows)
    return _("in %(n)s of the rows below") % {"n": words.number(len(rows))}


def _stated(row: ComputeRow) -> str:
    return words.stated_part(f"up_to_{row.unit}" if row.basis == "ceiling" else row.unit, row.low)


def _power(rows: Sequence[PowerRow]) -> str:
    """The most that was stated of what flies and of what is planned."""
    parts = []
    for told, label in (
        ([row for row in rows if row.flown], _("at most %(kw)s kW in orbit (%(name)s)")),
        ([row for row in rows if not row.flown], _("at most %(kw)s kW planned (%(name)s)")),
    ):
        if told:
            most = max(told, key=lambda row: row.high_kw)
            name = f"{most.name}, {_('disputed')}" if most.disputed else most.name
            parts.append(label % {"kw": words.number(round(most.high_kw, 2)), "name": name})
    return ", ".join(parts)


def score_table(rows: Sequence[ScoreRow]) -> Table:
    """The rows of the scoreboard, each with what is said beside its figure."""
    codes = [code for code in RIVALS if any(row.country == code for row in rows)]
    found = {(row.measure, row.country): row for row in rows}
    measures = dict.fromkeys(row.measure for row in rows)
    lines = []
    for measure in measures:
        mine = [found[measure, code] for code in codes]
        cells = [cell for row in mine for cell in (words.score_value(row) or None, words.score_note(row))]
        lines.append([words.measure_label(measure), *cells])
    return Table(
        [_("Measure"), *[text for code in codes for text in (country_name(code), _("Note"))]],
        lines,
        frozenset(1 + 2 * n for n in range(len(codes))),
    )
