"""What a feed is: three functions and how often they may run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol

from feeds.http.client import MAX_BYTES, Client
from feeds.http.rate_limits import NO_LIMITS, Manners
from feeds.http.results import Parsed, Record, Stream
from launches.records import Stored

__all__ = ["Feed", "Store"]


class Store(Protocol):
    """A service of the noun: atomic, and may run twice."""

    def __call__(self, records: Any, *, seen_at: datetime) -> Stored: ...


@dataclass(frozen=True)
class Feed(Generic[Record]):
    """One outside source.

    `fetch` touches the network, `parse` nothing at all (the time of arrival is an argument),
    `store` the database. A long list is parsed as a `Stream` and stored in parts. `alone` makes an answer of
    one record that was set aside, its raw text and what it needs beside it, so that a better parser can read
    it. `every` is how often the feed is asked at most; `strict` means that nobody may ask earlier, not even
    by hand. Data older than `stale_after` are called stale, and so is a feed that answers and tells nothing
    newer than `silent_after` by its own clock. `setting` names the setting of its address, `manners` what its
    host asks of readers, `calls_per_run` how many requests must be free for a run to begin, beside those
    `spoken_for` by other feeds of its host. `max_bytes` bounds its answer. `sift` names those records of a
    `Stream` that are stored, so that the rest of a long one is not waited for. `store_alone`
    stores records that were set aside, where `store` takes a stretch of a list for whole. `whole` says that
    each answer is the whole list, and `may_be_empty` that no record is an answer too.
    """

    slug: str
    title: str
    credit: str
    credit_url: str
    setting: str
    fetch: Callable[[Client], Sequence[bytes]]
    parse: Callable[[Sequence[bytes], datetime], Parsed[Record] | Stream[Record]]
    store: Store
    alone: Callable[[str, str], bytes]
    every: timedelta
    stale_after: timedelta
    silent_after: timedelta | None = None
    strict: bool = False
    manners: Manners = NO_LIMITS
    calls_per_run: int = 1
    spoken_for: Callable[[], int] = int
    max_bytes: int = MAX_BYTES
    sift: Callable[[], Callable[[Record], bool]] | None = None
    store_alone: Store | None = None
    whole: bool = True
    may_be_empty: bool = False
