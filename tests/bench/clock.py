"""Medians, by the clock and by the processor."""

import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def calibrate() -> float:
    """Milliseconds of a fixed loop in plain Python: the median of seven."""

    def loop() -> int:
        total = 0
        for number in range(400_000):
            total += number * number % 7
        return total

    return 1000 * statistics.median(timed(loop)[0] for _ in range(7))


class Median(NamedTuple):
    """Milliseconds by the clock, and of them those in which this process had the processor."""

    clock: float
    busy: float


NOTHING = Median(0.0, 0.0)


def few(work: Callable[[], Any]) -> Median:
    """The median of three."""
    seconds, busy = [], []
    for _ in range(3):
        started = time.process_time()
        seconds.append(timed(work)[0])
        busy.append(time.process_time() - started)
    return Median(1000 * statistics.median(seconds), 1000 * statistics.median(busy))
