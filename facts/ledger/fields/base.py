"""What every field of a record is, and what several of them read."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


# Characters that show nothing or turn the reading direction around, and halves of characters.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
short = reprlib.Repr()
short.maxstring = short.maxother = 80


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

    def renamed(self, value: Any, names: Mapping[tuple[str, str], str]) -> Any:
        """The canonical value with other slugs for what it refers to, by kind and slug."""
        return value

    def shown(self, value: Any) -> Any:
        """What YAML writes for a canonical value."""
        return value

    @property
    def unsaid(self) -> Any:
        """The value that means the same as leaving the key out; None where there is none."""
        return None


def unquoted(text: str) -> Any:
    """A date text as the YAML value that is written without quotes."""
    if len(text) == 10:
        return date.fromisoformat(text)
    return int(text) if len(text) == 4 else text


def read_slug(value: Any) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise Unreadable(f"{short.repr(value)} is no slug: small letters, digits and single hyphens")
    return value
