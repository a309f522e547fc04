"""National launch attempts as a table: a convention a column, each count leading to its launches, each total to
its fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.cadence import NationYearRow, nation_years
from metrics.question import FactRef, Question
from pages.frames.shown import Shown
from pages.places import list_place, place


def cadence_lines(rows: Sequence[NationYearRow]) -> list[dict[str, Any]]:
    """The rows, each figure with the address of what it rests on (empty: there is no figure)."""
    return [
        {
            "row": row,
            "url": list_place(row.launches) if row.launches else "",
            "gcat_url": _fact(row.gcat_fact),
            "press_url": _fact(row.press_fact),
        }
        for row in rows
    ]


def _fact(ref: FactRef | None) -> str:
    return place(ref.kind, ref.slug) if ref else ""


def _conventions(question: Question) -> list[dict[str, Any]]:
    return cadence_lines(nation_years(question))


SHOWN = {"launch_cadence": Shown(conventions=_conventions)}
