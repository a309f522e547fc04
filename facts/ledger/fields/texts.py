"""Texts, words of a list, addresses and yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from facts.ledger.fields.base import CONTROL, Field, Unreadable, read_slug, short

_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True)
class Text(Field):
    most: int = 10_000

    def read(self, value: Any) -> str:
        if not isinstance(value, str):
            raise Unreadable(f"{short.repr(value)} is not a text: put it in quotes")
        value = value.strip()
        if not value:
            raise Unreadable("is empty: leave the key out or write a text")
        if CONTROL.search(value):
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
            raise Unreadable(f"{short.repr(value)} is not an http or https address")
        return value


@dataclass(frozen=True)
class Language(Text):
    """An ISO 639-1 code."""

    most: int = 2

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
            raise Unreadable(
                f"{short.repr(value)} is no language code: write two small letters, such as en or zh"
            )
        return value


@dataclass(frozen=True)
class Choice(Field):
    """One of some words. `default` may be left out; `formerly` is what records meant that were written down
    before there was this field, in the account of changes.
    """

    words: Sequence[str] = ()
    default: str = ""
    formerly: str = ""

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.words:
            raise Unreadable(f"{short.repr(value)} is an unknown word: write one of {', '.join(self.words)}")
        return value

    @property
    def unsaid(self) -> Any:
        return self.default or None

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: value or self.default or self.formerly}

    def write(self, row: Any) -> str | None:
        value = getattr(row, self.name)
        return None if value == self.default else value


@dataclass(frozen=True)
class Flag(Field):
    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise Unreadable(f"{short.repr(value)} is neither true nor false")
        return value

    @property
    def unsaid(self) -> Any:
        return False

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: bool(value)}

    def write(self, row: Any) -> bool | None:
        return getattr(row, self.name) or None


@dataclass(frozen=True)
class Texts(Field):
    """A list of texts, kept as JSON."""

    def read(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not value:
            raise Unreadable(
                f"{short.repr(value)} is not a list of texts: write one line with a dash for each"
            )
        return [Text(self.key, most=300).read(item) for item in value]

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: value or []}

    def write(self, row: Any) -> list[str] | None:
        return list(getattr(row, self.name)) or None


@dataclass(frozen=True)
class Slug(Field):
    most: int = 160

    def read(self, value: Any) -> str:
        value = read_slug(value)
        if len(value) > self.most:
            raise Unreadable(f"has {len(value)} characters: shorten it to {self.most}")
        return value

    def columns(self, value: Any, refs: dict) -> dict[str, Any]:
        return {self.name: value or ""}

    def write(self, row: Any) -> str | None:
        return getattr(row, self.name) or None
