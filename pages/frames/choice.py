"""What a reader chose to see of a measure: the keys that Compare, its files and its embed share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from common.countries import RIVALS
from common.parameters import BadQuery
from metrics.registry import RowChoice
from pages.query import ReaderQuery

# The keys of an address beside those of every page.
KEYS = ("from", "to", "scale", "values")
SCALES = ("linear", "log")
VALUES = ("absolute", "relative")
R = TypeVar("R")


@dataclass(frozen=True)
class Choice:
    """The country (both where it is empty), the days, the scale, and values or shares of both."""

    country: str = ""
    first: date | None = None
    last: date | None = None
    scale: str = "linear"
    values: str = "absolute"
    confidence: str = ""

    @property
    def is_relative(self) -> bool:
        return self.values == "relative"

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.country,) if self.country else RIVALS

    def keys(self) -> dict[str, str]:
        """As short query keys; what goes without saying is left out."""
        return {
            "country": self.country,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "scale": "" if self.scale == "linear" else self.scale,
            "values": "" if self.values == "absolute" else self.values,
            "confidence": self.confidence,
        }


def choose(query: ReaderQuery) -> Choice:
    """The choice in an address, strictly read."""
    first, last = query.day_of("from"), query.day_of("to")
    if first and last and first >= last:
        raise BadQuery(
            _("from=%(first)s is not before to=%(last)s: swap them.") % {"first": first, "last": last}
        )
    return Choice(
        query.country,
        first,
        last,
        query.word("scale", SCALES, "linear"),
        query.word("values", VALUES, "absolute"),
        query.confidence,
    )


def chosen(choices: Iterable[RowChoice], query: ReaderQuery, rows: Sequence[R]) -> Sequence[R]:
    """The rows that the choices in an address leave."""
    for choice in choices:
        if word := query.word(choice.key, tuple(choice.words)):
            rows = [row for row in rows if choice.keeps(row, word)]
    return rows
