"""The rows of a metric as a table and as numbers: every cell says what `metrics.cells` says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.countries import country_name
from metrics.cells import ABSENT, Cell, cell_of, state_of
from metrics.registry import Metric, State
from pages import words
from pages.frames.frame import Numbers, Table


class Absent(str):
    """The words in place of a figure; `absent` is the one of `metrics.cells.ABSENT` that they say."""

    absent: State


def absence(why: State) -> Absent:
    text = Absent(ABSENT[why])
    text.absent = why
    return text


def printed(cell: Cell) -> str:
    """A cell as a page prints it: its value with the part that is disputed, or why there is none."""
    if cell.state:
        return absence(cell.state)
    text = _text(cell.value if cell.label is None else cell.label)
    if not cell.disputed:
        return text
    if cell.disputed is True or cell.disputed == cell.value:
        return _("%(value)s (disputed)") % {"value": text}
    return _("%(value)s (%(part)s disputed)") % {"value": text, "part": words.number(cell.disputed)}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return words.number(float(f"{value:.3g}") if abs(value) < 1 else round(value, 2))
    if isinstance(value, date):
        return words.day(value)
    return str(value)


def rows_table(metric: Metric, rows: Sequence[Any]) -> Table:
    """The rows in the columns that their metric names."""
    known: dict[tuple[type, bool, Cell], str] = {}  # cells of thousands of rows repeat

    def text(cell: Cell, is_country: bool) -> str:
        key = (type(cell.value), is_country, cell)
        if key not in known:
            known[key] = country_name(cell.value) if is_country else printed(cell)
        return known[key]

    cells = [[cell_of(metric, row, column) for column, _heading in metric.columns] for row in rows]
    countries = {n for n, (column, _heading) in enumerate(metric.columns) if column == "country"}
    return Table(
        [str(heading) for _column, heading in metric.columns],
        [[text(cell, n in countries) for n, cell in enumerate(line)] for line in cells],
        frozenset(n for n in range(len(metric.columns)) if any(_is_figure(line[n]) for line in cells)),
    )


def _is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, and not a name made of digits."""
    return isinstance(cell.value, int | float) and not isinstance(cell.value, bool) and cell.label is None


def with_absences(metric: Metric, rows: Sequence[Any], numbers: Numbers) -> Numbers:
    """The numbers of these rows with a last column that says which cells have no figure, and why."""
    said = {
        "absent": _("Columns without a figure, each with the reason: none, unknown or not_applicable"),
    }
    return replace(
        numbers,
        columns={**numbers.columns, **said},
        rows=[
            [*line, "; ".join(_absences(metric, row, list(numbers.columns)))]
            for row, line in zip(rows, numbers.rows, strict=True)
        ],
    )


def _absences(metric: Metric, row: Any, columns: list[str]) -> list[str]:
    return [
        f"{name}: {why}" for name in columns if hasattr(row, name) and (why := state_of(metric, row, name))
    ]
