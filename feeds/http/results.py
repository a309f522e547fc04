"""What passes between the three parts of a feed: failures, records read, records set aside."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Generic, TypeVar

from common.text import clean
from feeds.http.columns import Columns

Record = TypeVar("Record")


class FeedError(Exception):
    """Why an answer could not be had or used, in a sentence: what, where, and how to mend it.

    `outcome` is "unreachable" where asking again later can help by itself, and "refused" where
    something came that makes no sense here, and "held" where a person must say whether it does.
    """

    def __init__(self, sentence: str, *, outcome: str = "refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.outcome = outcome


class NothingNew(Exception):
    """The feed holds back what it says this address already fetched at `fetched_at`."""

    def __init__(self, sentence: str, *, fetched_at: datetime | None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fetched_at = fetched_at


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that could not be understood. `unknown_word` names a word missing in our vocabulary.

    `raw` is the record as it came, and `context` what a parser needs beside it to read it alone. One whose
    text could not be kept as it came is not `whole`. `key` is what the feed calls the record by, where that can
    be read. `lacks` names a field that the feed no longer gives at all.
    """

    position: int
    raw: str
    reason: str
    unknown_word: str = ""
    context: str = ""
    whole: bool = True
    key: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Record]):
    """An answer, read: the records, those set aside, and remarks for a person.

    `read_up_to` is how far a feed that is read in pieces is complete with this answer, and `told_at` the newest
    moment that the answer gives by the feed's own clock, if it has one. `beside` counts records that were asked
    for one by one beside the list. `names` says in how many objects of an answer in JSON each name stands
    (see `feeds.http.columns.names_of`). `notes` is how many of the records tell of the answer itself (of
    which time it gives all): they are stored, and counted nowhere.
    """

    records: Sequence[Record]
    quarantined: Sequence[Quarantined] = ()
    remarks: Sequence[str] = ()
    read_up_to: datetime | None = None
    told_at: datetime | None = None
    beside: int = 0
    names: Mapping[str, int] = field(default_factory=dict)
    notes: int = 0

    @property
    def good(self) -> int:
        return len(self.records) - self.notes

    @property
    def bad(self) -> int:
        return len(self.quarantined)

    @property
    def seen(self) -> int:
        return self.good + self.bad


class Stream(Generic[Record]):
    """An answer that is read while it is stored: a long one never stands in memory as a whole.

    `records` can be walked through once; what was set aside, the counts and the remarks are known then, and
    `told_at`, the newest moment up to `latest` that `clock` reads off a record. All are counted; where `wanted`
    is set, only those that it wants are handed on.
    """

    KEPT = 1000  # of those set aside; the count stays true

    def __init__(
        self,
        found: Iterable[Record | Quarantined],
        remarks: list[str],
        *,
        clock: Callable[[Record], datetime] | None = None,
        latest: datetime | None = None,
    ) -> None:
        self.remarks = remarks
        self.told_at: datetime | None = None
        self.beside = 0
        self._clock, self._latest = clock, latest
        self.read_up_to: datetime | None = None
        self.quarantined: list[Quarantined] = []
        self.good = self.bad = 0
        self.wanted: Callable[[Record], bool] | None = None
        self.columns: Columns | None = None  # where they are to be counted
        self.names: Mapping[str, int] = {}
        self.records: Iterator[Record] = self._walk(found)

    def read_ahead(self, count: int) -> None:
        """Reads so many records now: nobody need wait for the reading of a list no longer than that."""
        self.records = chain(list(islice(self.records, count)), self.records)

    def _walk(self, found: Iterable[Record | Quarantined]) -> Iterator[Record]:
        for one in found:
            if not isinstance(one, Quarantined):
                self.good += 1
                if self.columns:
                    self.columns.look(one)
                if self._clock:
                    self._note(self._clock(one))
                if self.wanted is None or self.wanted(one):
                    yield one
                continue
            self.bad += 1
            if self.bad <= self.KEPT:
                self.quarantined.append(one)

    def _note(self, at: datetime) -> None:
        if (self.told_at is None or at > self.told_at) and (self._latest is None or at <= self._latest):
            self.told_at = at

    @property
    def seen(self) -> int:
        return self.good + self.bad

    def whole(self) -> Parsed[Record]:
        """All of it at once, for an answer that is known to be short."""
        records = list(self.records)
        return Parsed(records, self.quarantined, self.remarks, self.read_up_to, self.told_at)


def quoted(body: bytes, limit: int = 80) -> str:
    """The start of an answer as a sentence may quote it."""
    text = clean(body[: limit * 4].decode("utf-8", "replace"))
    return f"“{text[:limit]}…”" if len(text) > limit else f"“{text}”"


def moment(at: datetime) -> str:
    """A moment as sentences give it: `22 Nov 2026, 17:03 UTC`."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def ago(span: timedelta) -> str:
    """A span as sentences give it: `2 h 5 min`."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")
