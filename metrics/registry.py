"""What a metric is: one question answered in frozen rows, and the words that go with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from metrics.question import Question

Phrase = str | Promise


@dataclass(frozen=True)
class Metric:
    """One question. Each of its rows names the facts it rests on (`facts`).

    `unit` is that of `value` in the rows; `not_measured` says what the number does not show.
    `columns` names the attributes of a row that its table shows, with their headings.
    A metric `over_time` answers in StepRows; `shape` says whether its values are a stock that
    stays (drawn as steps) or counts of single years. `no_share` answers a sentence where the values of
    the countries are known in part only, so that a share of them would say too much (empty: they are whole).
    `rests_on` names the outside feeds without which its newest figures are out of date (`feeds/registry.py`):
    metrics know no feed, pages and API say which of these is stale. A metric whose figures are counted from
    feeds at some times only says when in `is_fed`; ask `rests_on_in`. `said_beside` answers sentences without
    which the figures of a question would be misread.
    """

    name: str
    title: Phrase
    definition: Phrase
    unit: Phrase
    not_measured: Phrase
    rows: Callable[[Question], Sequence[Any]]
    columns: tuple[tuple[str, Phrase], ...] = ()
    over_time: bool = False
    shape: str = "stock"
    no_share: Callable[[Question], str] | None = None
    rests_on: tuple[str, ...] = ()
    is_fed: Callable[[Question], bool] | None = None
    said_beside: Callable[[Question], list[str]] | None = None

    def rests_on_in(self, question: Question) -> tuple[str, ...]:
        """The feeds that the answer to a question rests on."""
        return self.rests_on if self.is_fed is None or self.is_fed(question) else ()


# The day on which a spacecraft left orbit; the orbits themselves; dates and results of launches; what flew.
DECAYS = ("celestrak-satcat",)
ORBITS = ("celestrak-gp", *DECAYS)
LAUNCHES = ("launch-library", "launch-library-changes")
FLIGHTS = ("launch-library-previous", "launch-library-changes")

METRICS: dict[str, Metric] = {}


def register(metric: Metric) -> Metric:
    """Adds a metric to those that pages, API and method list."""
    METRICS[metric.name] = metric
    return metric
