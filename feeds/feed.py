"""What a feed is: three functions and how often they may run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol

from feeds.answers import Parsed, Record
from feeds.client import Client
from launches.records import Stored

__all__ = ["Feed", "Store"]


class Store(Protocol):
    """A service of the noun: atomic, and may run twice."""

    def __call__(self, records: Sequence, *, seen_at: datetime) -> Stored: ...


@dataclass(frozen=True)
class Feed(Generic[Record]):
    """One outside source.

    `fetch` touches the network, `parse` nothing at all (the time of arrival is an argument),
    `store` the database. `every` is how often it is asked at most; `strict` means that nobody may
    ask earlier, not even by hand. Data older than `stale_after` are called stale. `setting` names
    the setting of its address.
    """

    slug: str
    title: str
    credit: str
    credit_url: str
    setting: str
    fetch: Callable[[Client], Sequence[bytes]]
    parse: Callable[[Sequence[bytes], datetime], Parsed[Record]]
    store: Store
    every: timedelta
    stale_after: timedelta
    strict: bool = False
    calls_per_hour: int | None = None
    calls_per_run: int = 1
