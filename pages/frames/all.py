"""Every chart of the site by its public name, and how each metric is shown: what pages, /charts/ and /embed/ ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.all import METRICS
from metrics.question import Question
from metrics.registry import Metric
from pages.frames import (
    cadence,
    choice,
    funding,
    intervals,
    kept,
    ladder,
    ranges,
    scores,
    slips,
    spacecraft,
    timeline,
)
from pages.frames.choice import chosen
from pages.frames.credit import credited
from pages.frames.frame import Frame
from pages.frames.measure import comparable, measure_frame
from pages.frames.shown import Shown
from pages.query import ReaderQuery

# Those by which rows of a metric are chosen, on its page and in its chart.
CHOICES = tuple(sorted({choice.key for metric in METRICS.values() for choice in metric.choices}))
# The query keys that a chart may read, whichever it is.
KEYS = tuple(dict.fromkeys((*choice.KEYS, *slips.KEYS, *timeline.KEYS, *CHOICES)))
# In the order in which the charts are named to readers.
_SHOWN: dict[str, Shown] = {
    **ladder.SHOWN,
    **slips.SHOWN,
    **kept.SHOWN,
    **intervals.SHOWN,
    **timeline.SHOWN,
    **ranges.SHOWN,
    **spacecraft.SHOWN,
    **scores.SHOWN,
    **cadence.SHOWN,
    **funding.SHOWN,
}
_PLAIN = Shown()


def shown(name: str) -> Shown:
    """What the frames say of a metric or a chart beside its own attributes."""
    return _SHOWN.get(name, _PLAIN)


def names() -> list[str]:
    return [*comparable(), *(name for name, how in _SHOWN.items() if how.frame)]


def frame_of(name: str, query: ReaderQuery, *, whole: bool = False) -> Frame | None:
    """The chart of a name as an address asks it, with its sources; None where there is no such chart.

    A page may show the first of many rows only; the `whole` has the numbers of all.
    """
    how = shown(name)
    if draw := (how.whole if whole else None) or how.frame:
        frame = draw(query)
    elif metric := comparable().get(name):
        frame = measure_frame(metric, query)
    else:
        return None
    return credited(query.day, frame)[0]


def rows_of(metric: Metric, query: ReaderQuery, question: Question) -> Sequence[Any]:
    """The rows of a metric that an address asks for."""
    if read := shown(metric.name).rows:
        return read(query, question)
    return chosen(metric.choices, query, metric.rows(question))
