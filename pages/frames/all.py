"""Every chart of the site by its public name: what /charts/ and /embed/ answer to."""

from __future__ import annotations

from collections.abc import Callable

from pages.frames import choice, slips, timeline
from pages.frames.credit import credited
from pages.frames.frame import Frame
from pages.frames.intervals import targets_frame
from pages.frames.ladder import ladder_frame
from pages.frames.measure import comparable, measure_frame
from pages.frames.ranges import compute_frame, power_frame
from pages.frames.slips import kept_frame, slips_frame
from pages.frames.timeline import timeline_frame
from pages.query import ReaderQuery

# The query keys that a chart may read, whichever it is.
KEYS = (*choice.KEYS, *slips.KEYS, *timeline.KEYS)
_OTHERS: dict[str, Callable[[ReaderQuery], Frame]] = {
    "paper_to_orbit": ladder_frame,
    "slippage": slips_frame,
    "promises_kept": kept_frame,
    "next_targets": targets_frame,
    "timeline": timeline_frame,
    "power": power_frame,
    "compute_in_orbit": compute_frame,
}


def names() -> list[str]:
    return [*comparable(), *_OTHERS]


def frame_of(name: str, query: ReaderQuery) -> Frame | None:
    """The chart of a name as an address asks it, with its sources; None where there is no such chart."""
    if name in _OTHERS:
        frame = _OTHERS[name](query)
    elif metric := comparable().get(name):
        frame = measure_frame(metric, query)
    else:
        return None
    return credited(query.day, frame)[0]
