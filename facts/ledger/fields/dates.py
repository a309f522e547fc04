"""Dates as stated, days and moments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from common.dates import PartialDate
from facts.ledger.fields.base import Field, Unreadable, short, unquoted

_WHEN = (
    (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), "day"),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), "month"),
    (re.compile(r"([0-9]{4})-Q([1-4])"), "quarter"),
    (re.compile(r"([0-9]{4})-H([12])"), "half"),
    (re.compile(r"([0-9]{4})"), "year"),
)
_WITH_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|\s+)[0-9]{1,2}:.*")


def read_when(value: Any) -> str:
    """A stated date: 2026-03-30, 2026-03, 2026-Q1, 2026-H1 or 2026, as the canonical text."""
    if isinstance(value, datetime) or (isinstance(value, str) and _WITH_TIME.fullmatch(value)):
        raise Unreadable(f"{str(value)!r} has a time of day: write the day alone")
    text = (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, str | int) else ""
    )
    if not any(pattern.fullmatch(text) for pattern, _ in _WHEN):
        raise Unreadable(
            f"{short.repr(value)} is no date: write 2026-03-30, 2026-03, 2026-Q1, 2026-H1 or 2026"
        )
    try:
        when = parse_when(text)
    except ValueError as error:
        raise Unreadable(f"{text!r} is no day of the calendar ({error})") from error
    if not 1950 <= when.first.year <= 2150:
        raise Unreadable(f"{text!r} lies outside 1950 to 2150")
    return text


def parse_when(text: str) -> PartialDate:
    """The interval of a canonical date text."""
    for pattern, precision in _WHEN:
        if match := pattern.fullmatch(text):
            part = [int(group) for group in match.groups()]
            month = {"quarter": part[-1] * 3 - 2, "half": part[-1] * 6 - 5, "year": 1}.get(precision) or part[
                1
            ]
            day = part[2] if precision == "day" else 1
            return PartialDate.of(date(part[0], month, day), precision)  # type: ignore[arg-type]
    raise ValueError(f"{text!r} is no date")


def write_when(when: PartialDate | None) -> str | None:
    """The canonical text of an interval."""
    if when is None:
        return None
    year, month = when.first.year, when.first.month
    return {
        "day": when.first.isoformat(),
        "month": f"{year}-{month:02d}",
        "quarter": f"{year}-Q{(month + 2) // 3}",
        "half": f"{year}-H{1 if month < 7 else 2}",
        "year": str(year),
    }[when.precision]


@dataclass(frozen=True)
class When(Field):
    """A stated date with its precision, as one text."""

    def read(self, value: Any) -> str:
        return read_when(value)

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        when = parse_when(value) if value else None
        return {
            f"{self.name}_first": when.first if when else None,
            f"{self.name}_last": when.last if when else None,
            f"{self.name}_precision": when.precision if when else "",
        }

    def write(self, row: Any) -> str | None:
        return write_when(getattr(row, self.name))

    def shown(self, value: str) -> Any:
        return unquoted(value)


@dataclass(frozen=True)
class Day(Field):
    """An exact day."""

    def read(self, value: Any) -> str:
        text = read_when(value)
        if len(text) != 10:
            raise Unreadable(f"{text!r} is not an exact day: write 2026-03-30")
        return text

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: date.fromisoformat(value) if value else None}

    def write(self, row: Any) -> str | None:
        value = getattr(row, self.name)
        return value.isoformat() if value else None

    def shown(self, value: str) -> Any:
        return unquoted(value)


_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@dataclass(frozen=True)
class Instant(Field):
    """A moment in UTC, to the second: 2025-11-02T05:09:00Z."""

    def read(self, value: Any) -> str:
        text = value if isinstance(value, str) else ""
        if isinstance(value, datetime):
            text = value.strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            if not _INSTANT.fullmatch(text):
                raise ValueError
            datetime.fromisoformat(text)
        except ValueError as error:
            raise Unreadable(
                f"{short.repr(value)} is no moment in UTC: write 2025-11-02T05:09:00Z"
            ) from error
        return text

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: datetime.fromisoformat(value) if value else None}

    def write(self, row: Any) -> str | None:
        value = getattr(row, self.name)
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None
