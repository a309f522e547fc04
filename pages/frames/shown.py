"""How a metric or a chart is shown, where its own attributes do not say it: each frame names it for its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.question import Question
from pages.frames.frame import Frame, Table
from pages.query import ReaderQuery


@dataclass(frozen=True)
class Apart:
    """What a figure leaves out, and the page where that stands: its name in pages/urls.py."""

    text: str
    link: str
    page: str


@dataclass(frozen=True)
class Shown:
    """`frame` draws the chart, `whole` the same with every number where a page shows only some of them.
    `rows` reads the rows that an address asks for, where the choices of the metric are not all. `table` sets the
    rows of a metric that is not read column by column. `conventions` are the rows of launches/_cadence.html.
    `apart` says what is left out.
    """

    frame: Callable[[ReaderQuery], Frame] | None = None
    whole: Callable[[ReaderQuery], Frame] | None = None
    rows: Callable[[ReaderQuery, Question], Sequence[Any]] | None = None
    table: Callable[[Sequence[Any]], Table] | None = None
    conventions: Callable[[Question], list[dict[str, Any]]] | None = None
    apart: Callable[[], Apart] | None = None
