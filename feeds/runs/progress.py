"""How far a long import is, said while it runs: to who waits at a terminal, and to logs that ask for it."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.core.management.base import OutputWrapper

from feeds.http.results import Stream

Record = TypeVar("Record")

EVERY_ROWS = 100_000
EVERY_S = 5.0
# Rows between two looks at the clock.
LOOK = 1_000


class Progress:
    """Lines such as `gp.csv: 100,000 records read, 3 refused, 12 stored.` on stderr, every 100,000 records or 5 s."""

    def __init__(self, out: OutputWrapper, verbosity: int, name: str) -> None:
        self.out, self.name = out, name
        self.speaks = verbosity > 1 or (verbosity == 1 and out.isatty())

    def over(self, found: Stream[Record], stored: str | Callable[[], str]) -> Iterator[Record]:
        """The records, with a line now and then; `stored` says what came of those read so far."""
        if not self.speaks:
            yield from found.records
            return
        rows, said_at = 0, time.monotonic()
        for count, record in enumerate(found.records, 1):
            yield record
            if count % LOOK:
                continue
            now = time.monotonic()
            if found.seen - rows >= EVERY_ROWS or now - said_at >= EVERY_S:
                rows, said_at = found.seen, now
                words = stored if isinstance(stored, str) else stored()
                self.out.write(
                    f"{self.name}: {rows:,} records read, {found.bad:,} refused, {words}.", lambda text: text
                )
