"""Headline figures as they stand now, for whoever edits what they are counted from. Metrics register theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure of the readers' first page. `value` is None where nothing is known; `of` is the whole of a share.

    `unit` says what is counted: count, money (US dollars), share, date or stated (in the words of `text`). `counted`
    are the records behind it (kind, slug), `title` is its name for a person.
    """

    measure: str
    country: str
    unit: str
    value: float | None
    of: float | None = None
    text: str = ""
    counted: frozenset[tuple[str, str]] = frozenset()
    title: str = ""


_sources: dict[str, Callable[[], Sequence[Any]]] = {}


def register(name: str, figures: Callable[[], Sequence[Figure]]) -> None:
    """Takes what counts some figures anew, under a name."""
    _sources[name] = figures


def headline_figures() -> list[Figure]:
    """Every registered figure, counted from the ledger as it is in this transaction."""
    return [figure for count in _sources.values() for figure in count()]
