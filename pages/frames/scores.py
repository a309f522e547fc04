"""The scoreboard as a table, as a picture of that table, and as files."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from charts.board import BoardLine, board_chart
from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.cells import state_of
from metrics.measures import MEASURES, score_note
from metrics.scoreboard import scoreboard
from metrics.scores import ScoreRow, score_value
from pages.frames.frame import Frame, Numbers, Table, not_compared, places, under_floor
from pages.frames.rows import absence, with_absences
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery


def score_frame(query: ReaderQuery) -> Frame:
    """Every measure of the two countries, or of the one in the address."""
    metric, question = METRICS["scoreboard"], query.question()
    rows = scoreboard(question)
    codes = _codes(rows)
    found = {(row.measure, row.country): row for row in rows}
    lines = [
        BoardLine(str(MEASURES[name].label), {code: str(_figure(found[name, code])) for code in codes})
        for name in dict.fromkeys(row.measure for row in rows)
    ]
    frame = Frame(
        id="scoreboard",
        rests_on=metric.rests_on,
        versions=metric.versions,
        title=str(metric.title),
        subtitle=_("Each measure by itself. What stands beside a figure is in the table and the files."),
        sentence=" ".join(
            f"{line.label}: "
            + "; ".join(f"{country_name(code)} {line.figures[code]}" for code in codes)
            + "."
            for line in lines
        ),
        empty="" if rows else not_compared(query),
        figure={} if not rows else board_chart(lines, countries={code: country_name(code) for code in codes}),
        table=score_table(rows),
        numbers=with_absences(metric, rows, _numbers(rows)),
        unit=str(metric.unit),
        not_measured=str(metric.not_measured),
        updated=query.day,
        cite_url=metric_place("scoreboard") + "#cite",
        refs=tuple(fact for row in rows for fact in row.facts),
        **places(
            "scoreboard",
            metric_place("scoreboard"),
            {"country": query.country, "confidence": query.confidence},
        ),
    )
    return under_floor(frame, query.confidence)


def _codes(rows: Sequence[ScoreRow]) -> list[str]:
    return [code for code in RIVALS if any(row.country == code for row in rows)]


def _numbers(rows: Sequence[ScoreRow]) -> Numbers:
    return Numbers(
        {
            "measure": _("Measure"),
            "country": _("Country code"),
            "value": _("What is compared; empty where it is no one number or not known"),
            "of": _("The whole, of a share"),
            "promised": _("Whether it was asked for or promised, not flown"),
            "printed": _("The figure as printed"),
            "note": _("What stands beside it"),
            "metric": _("The metric that lists its facts"),
            "facts": _("Facts behind it, as kind/slug"),
        },
        [
            [
                row.measure,
                row.country,
                row.value,
                row.of,
                "true" if row.promised else "false",
                score_value(row),
                score_note(row),
                row.metric,
                "; ".join(f"{fact.kind}/{fact.slug}" for fact in row.facts),
            ]
            for row in rows
        ],
    )


def score_table(rows: Sequence[ScoreRow]) -> Table:
    """The rows of the scoreboard, each with what is said beside its figure."""
    codes = _codes(rows)
    found = {(row.measure, row.country): row for row in rows}
    lines = []
    for measure in dict.fromkeys(row.measure for row in rows):
        mine = [found[measure, code] for code in codes]
        cells = [cell for row in mine for cell in (_figure(row), score_note(row))]
        lines.append([str(MEASURES[measure].label), *cells])
    return Table(
        [_("Measure"), *[text for code in codes for text in (country_name(code), _("Note"))]],
        lines,
        frozenset(1 + 2 * n for n in range(len(codes))),
    )


def _figure(row: ScoreRow) -> str:
    """What the scoreboard prints large, or why there is no figure."""
    return score_value(row) or absence(state_of(METRICS["scoreboard"], row, "value") or "none")


SHOWN = {"scoreboard": Shown(score_frame)}
