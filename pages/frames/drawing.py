"""The rows of a measure between two days, as they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isclose

from django.utils.translation import gettext as _

from charts.theme import percent
from metrics.question import FactRef
from metrics.registry import Metric
from metrics.steps import ShareRow, StepRow
from metrics.wording import sum_of
from pages import words
from pages.frames.choice import Choice
from pages.frames.rows import absence

Row = StepRow | ShareRow


@dataclass(frozen=True)
class Drawing:
    """The rows of a measure from `start` to `end`, and what is to be said of them.

    `steps` are the figures of both countries on all days; `rows` those asked for, up to the end;
    `less_sure` the countries whose facts all stand below the floor of confidence.
    """

    metric: Metric
    choice: Choice
    day: date
    start: date
    end: date
    steps: list[StepRow]
    rows: list[Row]
    refusal: str = ""
    less_sure: tuple[str, ...] = ()
    print_value: Callable[[float], str] = field(init=False)

    def __post_init__(self) -> None:
        plain = sum_of if self.metric.kind == "money" else words.number
        object.__setattr__(self, "print_value", percent if self.choice.is_relative else plain)

    @property
    def scale(self) -> str:
        return "linear" if self.choice.is_relative else self.choice.scale

    @property
    def is_stock(self) -> bool:
        return self.metric.shape == "stock"

    @property
    def inside(self) -> list[Row]:
        """The rows of the days that are shown."""
        return [row for row in self.rows if (row.on if self.is_stock else row.first) >= self.start]

    def of(self, code: str, rows: Sequence[Row] | None = None) -> list[Row]:
        return [row for row in (self.rows if rows is None else rows) if row.country == code]

    def entry(self, code: str) -> Row | None:
        """The row whose value a country has on the first day shown, where an earlier event gave it."""
        before = [row for row in self.of(code) if row.on < self.start] if self.is_stock else []
        starts_anew = any(row.on == self.start for row in self.of(code))
        return before[-1] if before and not starts_anew else None

    def refs(self) -> list[FactRef]:
        """The facts that the picture rests on; a share rests on the figures of both."""
        rows: Sequence[Row] = self.steps if self.choice.is_relative and self.rows else self.rows
        return [fact for row in rows if row.on <= self.end for fact in row.facts]

    def said(self, row: Row) -> str:
        """A value in words, with the part that is disputed."""
        if row.value is None:  # of nothing there is no share
            return absence("not_applicable")
        text = self.print_value(row.value)
        if not row.disputed:
            return text
        if isclose(row.disputed, row.value):
            return _("%(value)s (disputed)") % {"value": text}
        return _("%(value)s (%(part)s disputed)") % {"value": text, "part": self.print_value(row.disputed)}

    def none(self) -> str:
        return _("none at this confidence") if self.choice.confidence else _("none known")
