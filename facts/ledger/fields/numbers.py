"""Numbers within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from facts.ledger.fields.base import Field, Unreadable, short


@dataclass(frozen=True)
class Number(Field):
    whole: bool = False
    low: float | None = None
    high: float = 1e15  # beyond it, numbers are no longer kept to the unit
    places: int | None = None

    def read(self, value: Any) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Unreadable(f"{short.repr(value)} is not a number: write digits, without quotes or commas")
        if value != value or value in (float("inf"), float("-inf")):
            raise Unreadable(f"{value!r} is not a finite number")
        if self.low is not None and value < self.low:
            raise Unreadable(f"{short.repr(value)} is less than {self.low:.10g}")
        if value > self.high:
            raise Unreadable(f"{short.repr(value)} is more than {self.high:.10g}")
        if self.whole and value != int(value):
            raise Unreadable(f"{value!r} is not a whole number")
        if self.places is not None and round(value, self.places) != value:
            raise Unreadable(f"{value!r} has more than {self.places} decimals: round it")
        return int(value) if value == int(value) else value

    def write(self, row: Any) -> int | float | None:
        value = getattr(row, self.name)
        if value is None:
            return None
        value = float(value) if isinstance(value, Decimal) and value % 1 else value
        return int(value) if value == int(value) else value
