"""What a reader's address asks, strictly read: a value that cannot be meant is answered, not guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from common.dates import AsOf
from common.parameters import (
    FIELDS,
    FIRST_DAY,
    LONGEST_SEARCH,
    BadQuery,
    one_of,
    only,
    read_day,
    read_past_day,
)
from common.parameters import read as read_key
from facts.models import LedgerVersion, NotRecorded
from facts.past import Past
from metrics.question import Question
from metrics.snapshot import Ledger, kept

# The keys of every page; each page declares its own beside them (`reader_page`).
SHARED_KEYS = ("as_of", "recorded", "country", "confidence")


class UndeclaredKey(LookupError):
    """A page reads a query key that it does not declare: a fault of the program, not of a reader."""


class QueryValues(Mapping[str, str]):
    """The value of each key that a page declares, in the order declared; empty where the address has none.

    Other keys of an address are dropped, and reading one raises UndeclaredKey.
    """

    def __init__(self, keys: Collection[str], data: QueryDict) -> None:
        self._values = {key: only(key, data.getlist(key) or [""]) for key in keys}

    def __getitem__(self, key: str) -> str:
        if key not in self._values:
            raise UndeclaredKey(f"The query key {key!r} is read but not declared: name it in reader_page.")
        return self._values[key]

    def with_page(self, number: int) -> QueryValues:
        """The same with one spelling of the page: the first one is left out."""
        if "page" in self._values:
            self._values["page"] = str(number) if number > 1 else ""
        return self

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True)
class ReaderQuery:
    """The shared keys of every page; a page reads its own through `word` and `day_of`.

    `version` is that of the ledger which answers; with it, `as_of` has both clocks, before it the day alone.
    """

    now: datetime
    as_of: AsOf | None
    country: str
    confidence: str
    words: str
    page: int
    raw: QueryValues
    recorded: datetime | None = None
    version: LedgerVersion | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(UTC).date()

    @property
    def day(self) -> date:
        return self.as_of.day if self.as_of else self.today

    @property
    def seen_from(self) -> AsOf:
        """`as_of`, or today with all entries as they stand now where none was given."""
        return self.as_of or AsOf(self.today)

    @property
    def moment(self) -> datetime | None:
        """The moment up to which entries count; None where all do."""
        return self.as_of.recorded if self.as_of else None

    @property
    def past(self) -> Past | None:
        """What was changed since the moment of this address; None where it asks for all entries as they stand."""
        return kept(self.version.number, self.moment).past if self.version and self.moment else None

    def question(self) -> Question:
        """The same as the metrics ask it, on the facts kept for the ledger's version."""
        return self._question(self.country)

    def question_of_both(self) -> Question:
        """The same for all countries: a comparison needs both."""
        return self._question("")

    @cached_property
    def _questions(self) -> dict[str, Question]:
        """Those asked so far, by their country: what was worked out for one part of a page serves the others."""
        return {}

    def _question(self, country: str) -> Question:
        if country not in self._questions:
            ledger = kept(self.version.number, self.moment) if self.version else Ledger(self.moment)
            self._questions[country] = Question(self.day, self.as_of, country, self.confidence, ledger)
        return self._questions[country]

    def of(self, version: LedgerVersion) -> ReaderQuery:
        """The same query, answered by this version of the ledger."""
        try:
            as_of = version.seen_from(self.as_of and self.as_of.day, self.recorded)
        except NotRecorded as error:
            raise BadQuery(f"recorded: {error}") from error
        return replace(self, version=version, as_of=as_of)

    @property
    def still(self) -> list[tuple[str, str]]:
        """The keys that keep what this page says now: the day and, where it is needed, the moment."""
        keys = [("as_of", self.day.isoformat())]
        if self.recorded:
            keys.append(("recorded", self.raw["recorded"]))
        elif self.version and self.moment is None:
            keys.append(("recorded", f"{self.version.changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"))
        return keys

    def word(self, key: str, known: tuple[str, ...], default: str = "") -> str:
        """The value of a key that must be one of some words."""
        value = self.raw.get(key, "")
        return read_key(key, value, one_of(known)) if value else default

    def day_of(self, key: str) -> date | None:
        """The day a key names."""
        value = self.raw.get(key, "")
        return read_key(key, value, read_day) if value else None

    def past_day_of(self, key: str) -> date | None:
        """The day a key names, up to today."""
        value = self.raw.get(key, "")
        return read_key(key, value, read_past_day, self.now) if value else None

    def year_of(self, key: str) -> int | None:
        """The calendar year a key names, from that of the first satellite on."""
        value = self.raw.get(key, "")
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) == 4 and int(value) >= FIRST_DAY.year):
            raise BadQuery(
                _("%(key)s=%(value)s is no year: write four digits, from %(first)s on.")
                % {"key": key, "value": value, "first": FIRST_DAY.year}
            )
        return int(value)

    def keep(self, *without: str) -> list[tuple[str, str]]:
        """The keys of this address as pairs, to be carried by forms and links."""
        return [(key, value) for key, value in self.raw.items() if value and key not in (*without, "page")]


def read(data: QueryDict, now: datetime, keys: Collection[str] = ()) -> ReaderQuery:
    """The address of a page that has these keys of its own beside the shared ones; raises BadQuery."""
    raw = QueryValues((*SHARED_KEYS, *keys), data)
    for key, value in raw.items():
        if len(value) > LONGEST_SEARCH:
            raise BadQuery(
                _("%(key)s is longer than %(most)d characters: shorten it.")
                % {"key": key, "most": LONGEST_SEARCH}
            )
    asked = {key: read_key(key, raw[key], FIELDS[key], now) for key in SHARED_KEYS if raw[key]}
    page = (raw["page"] if "page" in keys else "") or "1"
    if not (page.isascii() and page.isdigit() and 1 <= len(page) <= 6 and int(page) >= 1):
        raise BadQuery(_("page=%(page)s is no page: write a whole number from 1.") % {"page": page})
    return ReaderQuery(
        now,
        AsOf(asked["as_of"]) if "as_of" in asked else None,
        asked.get("country", ""),
        asked.get("confidence", ""),
        raw["q"] if "q" in keys else "",
        int(page),
        raw.with_page(int(page)),
        asked.get("recorded"),
    )
