"""The scoreboard as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.cells import state_of
from metrics.measures import MEASURES, score_note
from metrics.scores import ScoreRow, score_value
from pages.frames.frame import Table
from pages.frames.rows import absence
from pages.frames.shown import Shown


def score_table(rows: Sequence[ScoreRow]) -> Table:
    """The rows of the scoreboard, each with what is said beside its figure."""
    codes = [code for code in RIVALS if any(row.country == code for row in rows)]
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


SHOWN = {"scoreboard": Shown(table=score_table)}
