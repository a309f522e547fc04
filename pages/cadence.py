"""National launch attempts as a table: a convention a column, each count leading to its launches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.cadence import NationYearRow
from pages.places import list_place
from projects.citations import sources_of_each


def cadence_lines(rows: Sequence[NationYearRow]) -> list[dict[str, Any]]:
    """The rows with the list of their launches and the sources of their totals, in one query."""
    told = sources_of_each(ref for row in rows for ref in row.totals)
    return [
        {
            "row": row,
            "url": list_place(row.launches) if row.launches else "",
            "cited": list(dict.fromkeys(source for ref in row.totals for source in told[ref.kind, ref.slug])),
        }
        for row in rows
    ]
