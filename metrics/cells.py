"""What a cell of a metric's rows says: a value, or why there is none. All forms of a metric print from here."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from metrics.registry import Metric, Phrase, State

# Why there is no figure: three different things.
ABSENT: dict[State, Phrase] = {
    "unknown": _("unknown"),
    "none": _("none"),
    "not_applicable": _("not applicable"),
}
_LABEL = "_label"


class Cell(NamedTuple):
    """`state` is empty where there is a value. `disputed` is the part over which sources conflict: True is all of it.

    Where a value stands in other words on a page (`<field>_label` of its row), these are in `label`.
    """

    value: Any
    state: State = ""
    disputed: float = 0
    label: Any = None


def cell_of(metric: Metric, row: Any, column: str) -> Cell:
    """The cell of a column, named by its field or by the property that gives its words."""
    kind: Any = type(row)
    name, label = _names(kind, column)
    return Cell(
        getattr(row, name),
        state_of(metric, row, name),
        _disputed(row) if metric.disputes == name else 0,
        getattr(row, label) if label else None,
    )


@cache
def _names(row: type, column: str) -> tuple[str, str]:
    """The field of a column, and the attribute with its words (empty: there is none)."""
    known = {part.name for part in fields(row)} | set(dir(row))
    name = column.removesuffix(_LABEL) if column.removesuffix(_LABEL) in known else column
    label = name + _LABEL
    return name, label if label in known else ""


def state_of(metric: Metric, row: Any, name: str) -> State:
    """Why a field of a row has no figure; empty where it has one."""
    value = getattr(row, name)
    if value is None:
        return (metric.absent(row, name) if metric.absent else "") or "unknown"
    return "none" if value == 0 and name == metric.counts else ""


def absences(metric: Metric, row: Any) -> dict[str, State]:
    """Which fields of a row have no figure, and why."""
    return {part.name: why for part in fields(row) if (why := state_of(metric, row, part.name))}


def _disputed(row: Any) -> float:
    """The part of a row's figure over which sources conflict."""
    return getattr(row, "disputed", False) or getattr(row, "confidence", "") == "disputed"
