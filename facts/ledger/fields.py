"""Fields of a curated record: how each is checked, what it means in the database, how it is written.

Every field turns YAML into one canonical value (`read`), and a model row into the same canonical
value (`write`). Load and dump are each other's inverse because both meet at that value.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from common.dates import PartialDate

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Characters that show nothing or turn the reading direction around, and halves of characters.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_LANGUAGE = re.compile(r"[a-z]{2}")
_short = reprlib.Repr()
_short.maxstring = _short.maxother = 80


class Unreadable(ValueError):
    """A value that cannot be meant, with a sentence that says what to write instead."""


@dataclass(frozen=True)
class Field:
    """One key of a record. `attr` is the model attribute where it differs from the key."""

    key: str
    required: bool = False
    attr: str = ""

    @property
    def name(self) -> str:
        return self.attr or self.key

    def read(self, value: Any) -> Any:
        """The canonical value of what the file says; raises Unreadable."""
        return value

    def columns(self, value: Any, refs: dict[tuple[str, str], int]) -> dict[str, Any]:
        """The model attributes that hold a canonical value (None: the key is absent)."""
        return {self.name: value}

    def write(self, row: Any) -> Any:
        """The canonical value of a model row; None where the key would be absent."""
        return getattr(row, self.name)

    def references(self, value: Any) -> Iterable[tuple[str, str]]:
        """(kind, slug) of every record that a canonical value refers to."""
        return ()

    def shown(self, value: Any) -> Any:
        """What YAML writes for a canonical value."""
        return value

    @property
    def unsaid(self) -> Any:
        """The value that means the same as leaving the key out; None where there is none."""
        return None


@dataclass(frozen=True)
class Text(Field):
    most: int = 10_000

    def read(self, value: Any) -> str:
        if not isinstance(value, str):
            raise Unreadable(f"{_short.repr(value)} is not a text: put it in quotes")
        value = value.strip()
        if not value:
            raise Unreadable("is empty: leave the key out or write a text")
        if _CONTROL.search(value):
            raise Unreadable("holds control or direction characters: remove them")
        if len(value) > self.most:
            raise Unreadable(f"has {len(value)} characters: shorten it to {self.most}")
        return value

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: value or ""}

    def write(self, row: Any) -> str | None:
        return getattr(row, self.name) or None


@dataclass(frozen=True)
class Url(Text):
    most: int = 500

    def read(self, value: Any) -> str:
        value = super().read(value)
        try:
            parts = urlsplit(value)
            sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            sound = False
        if not sound or any(sign.isspace() for sign in value):
            raise Unreadable(f"{_short.repr(value)} is not an http or https address")
        return value


@dataclass(frozen=True)
class Language(Text):
    """An ISO 639-1 code."""

    most: int = 2

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
            raise Unreadable(
                f"{_short.repr(value)} is no language code: write two small letters, such as en or zh"
            )
        return value


@dataclass(frozen=True)
class Choice(Field):
    words: Sequence[str] = ()
    default: str = ""

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.words:
            raise Unreadable(f"{_short.repr(value)} is an unknown word: write one of {', '.join(self.words)}")
        return value

    @property
    def unsaid(self) -> Any:
        return self.default or None

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: value or self.default}

    def write(self, row: Any) -> str | None:
        value = getattr(row, self.name)
        return None if value == self.default else value


@dataclass(frozen=True)
class Flag(Field):
    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise Unreadable(f"{_short.repr(value)} is neither true nor false")
        return value

    @property
    def unsaid(self) -> Any:
        return False

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: bool(value)}

    def write(self, row: Any) -> bool | None:
        return getattr(row, self.name) or None


@dataclass(frozen=True)
class Number(Field):
    whole: bool = False
    low: float | None = None
    high: float = 1e15  # beyond it, numbers are no longer kept to the unit
    places: int | None = None

    def read(self, value: Any) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Unreadable(f"{_short.repr(value)} is not a number: write digits, without quotes or commas")
        if value != value or value in (float("inf"), float("-inf")):
            raise Unreadable(f"{value!r} is not a finite number")
        if self.low is not None and value < self.low:
            raise Unreadable(f"{_short.repr(value)} is less than {self.low:.10g}")
        if value > self.high:
            raise Unreadable(f"{_short.repr(value)} is more than {self.high:.10g}")
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
            f"{_short.repr(value)} is no date: write 2026-03-30, 2026-03, 2026-Q1, 2026-H1 or 2026"
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


def _unquoted(text: str) -> Any:
    """A date text as the YAML value that is written without quotes."""
    if len(text) == 10:
        return date.fromisoformat(text)
    return int(text) if len(text) == 4 else text


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
        return _unquoted(value)


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
        return _unquoted(value)


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
                f"{_short.repr(value)} is no moment in UTC: write 2025-11-02T05:09:00Z"
            ) from error
        return text

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: datetime.fromisoformat(value) if value else None}

    def write(self, row: Any) -> str | None:
        value = getattr(row, self.name)
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


@dataclass(frozen=True)
class Texts(Field):
    """A list of texts, kept as JSON."""

    def read(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not value:
            raise Unreadable(
                f"{_short.repr(value)} is not a list of texts: write one line with a dash for each"
            )
        return [Text(self.key, most=300).read(item) for item in value]

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: value or []}

    def write(self, row: Any) -> list[str] | None:
        return list(getattr(row, self.name)) or None


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise Unreadable(f"{_short.repr(value)} is no slug: small letters, digits and single hyphens")
    return value


@dataclass(frozen=True)
class Slug(Field):
    most: int = 160

    def read(self, value: Any) -> str:
        value = _slug(value)
        if len(value) > self.most:
            raise Unreadable(f"has {len(value)} characters: shorten it to {self.most}")
        return value


@dataclass(frozen=True)
class Ref(Field):
    """The slug of one record of another kind."""

    kind: str = ""

    def read(self, value: Any) -> str:
        return _slug(value)

    def references(self, value: Any) -> Iterable[tuple[str, str]]:
        return [(self.kind, value)]

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {f"{self.name}_id": refs[self.kind, value] if value else None}

    def write(self, row: Any) -> str | None:
        other = getattr(row, self.name)
        return other.slug if other else None


@dataclass(frozen=True)
class Refs(Field):
    """The slugs of several records of another kind. Their order carries no meaning."""

    kind: str = ""

    def read(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not value:
            what = "is empty" if value == [] else f"{_short.repr(value)} is not a list of slugs"
            raise Unreadable(f"{what}: write one line with a dash for each")
        slugs = [_slug(item) for item in value]
        if len(set(slugs)) != len(slugs):
            raise Unreadable("names a slug twice")
        return sorted(slugs)

    def references(self, value: Any) -> Iterable[tuple[str, str]]:
        return [(self.kind, slug) for slug in value]

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {}

    def write(self, row: Any) -> list[str] | None:
        return sorted(other.slug for other in getattr(row, self.name).all()) or None


@dataclass(frozen=True)
class Group(Field):
    """A mapping of fields that lie flat in the model."""

    parts: tuple[Field, ...] = ()

    def read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            keys = ", ".join(part.key for part in self.parts)
            raise Unreadable(f"{_short.repr(value)} is not a mapping of {keys}")
        return read_parts(self.parts, value)

    def shown(self, value: dict[str, Any]) -> dict[str, Any]:
        return {part.key: part.shown(value[part.key]) for part in self.parts if part.key in value}

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        value = value or {}
        return {k: v for part in self.parts for k, v in part.columns(value.get(part.key), refs).items()}

    def write(self, row: Any) -> dict[str, Any] | None:
        return {p.key: value for p in self.parts if (value := p.write(row)) is not None} or None


@dataclass(frozen=True)
class Children(Field):
    """A list of mappings, each a row of its own that belongs to this record, in order.

    `once` names the parts that no two rows of a record may share.
    """

    model: Any = None
    parent: str = ""
    parts: tuple[Field, ...] = ()
    once: tuple[str, ...] = ()

    def read(self, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise Unreadable(f"is not a list of mappings of {', '.join(part.key for part in self.parts)}")
        items = [read_parts(self.parts, item) for item in value]
        told = [tuple(item[key] for key in self.once) for item in items]
        if self.once and len(set(told)) != len(told):
            twice = next(keys for keys in told if told.count(keys) > 1)
            raise Unreadable(f"says {', '.join(twice)} twice: remove one")
        return items

    def shown(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{p.key: p.shown(item[p.key]) for p in self.parts if p.key in item} for item in value]

    def references(self, value: Any) -> Iterable[tuple[str, str]]:
        return [
            reference
            for item in value
            for part in self.parts
            if part.key in item
            for reference in part.references(item[part.key])
        ]

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {}

    def write(self, row: Any) -> list[dict[str, Any]] | None:
        children = sorted(getattr(row, self.name).all(), key=lambda child: (child.position, child.pk))
        return [
            {p.key: value for p in self.parts if (value := p.write(child)) is not None} for child in children
        ] or None

    def rows(self, value: Any, parent_id: int, refs: dict) -> list[Any]:
        """The child rows of a canonical value, unsaved."""
        return [
            self.model(
                **{f"{self.parent}_id": parent_id, "position": n},
                **{k: v for part in self.parts for k, v in part.columns(item.get(part.key), refs).items()},
            )
            for n, item in enumerate(value or [])
        ]


def read_parts(parts: tuple[Field, ...], value: dict[str, Any]) -> dict[str, Any]:
    """The canonical mapping of fields inside a record; raises Unreadable with every fault."""
    known = {part.key: part for part in parts}
    faults = [f"{key} is an unknown field (known: {', '.join(known)})" for key in value if key not in known]
    result: dict[str, Any] = {}
    for part in parts:
        if value.get(part.key) is None:
            if part.required:
                faults.append(f"{part.key} is missing")
            continue
        try:
            read = part.read(value[part.key])
        except Unreadable as error:
            faults.append(f"{part.key}: {error}")
        else:
            if read != part.unsaid:
                result[part.key] = read
    if faults:
        raise Unreadable("; ".join(faults))
    return result
