"""Values in a reader's address, strictly read: what cannot be meant is answered with a sentence, not guessed.

Pages and API read by the same readers. No clock: the present moment is an argument.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.countries import COUNTRIES
from common.dates import start_of
from common.text import cut

FIRST_DAY = date(1957, 10, 4)  # that of the first satellite: nothing was in orbit before
LONGEST_SEARCH = 200
FLOORS = ("confirmed", "reported", "claimed")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z", re.ASCII)
_SLUG = re.compile(r"[-A-Za-z0-9_]{1,160}", re.ASCII)


class Wrong(ValidationError):
    """A value that cannot be read: what is wrong with it, and how to mend it."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(sentence, params={"mend": mend})
        self.sentence, self.mend = sentence, mend


class BadQuery(ValueError):
    """An address that cannot be meant: a sentence that names the key, and how to mend it."""

    def __init__(self, sentence: str, mend: str = "", key: str = "") -> None:
        super().__init__(f"{sentence} {mend}".rstrip())
        self.sentence, self.mend, self.key = sentence, mend, key


def shown(value: str) -> str:
    """A reader's value as it may stand in a sentence: short, and without control characters."""
    text = "".join(sign if sign.isprintable() else "�" for sign in value)
    return f"“{cut(text, 61)}”"


# --- A key of an address ---------------------------------------------------------------------------
def only(key: str, values: Sequence[str]) -> str:
    """The value of a key, which stands once and holds no NUL. Raises BadQuery."""
    if len(values) > 1:
        raise BadQuery(
            _("%(key)s is given %(n)d times.") % {"key": key, "n": len(values)}, _("Give it once."), key
        )
    if "\0" in values[0]:
        raise BadQuery(_("%(key)s holds a NUL character.") % {"key": key}, _("Leave the character out."), key)
    return values[0].strip()


def read(key: str, text: str, reader: Callable[..., Any], *now: datetime) -> Any:
    """What a key was read as, by a reader that may want the present moment. Raises BadQuery."""
    try:
        return reader(text, *now)
    except Wrong as wrong:
        raise BadQuery(f"{key}: {wrong.sentence}", wrong.mend, key) from None


# --- Readers: text to value, or Wrong --------------------------------------------------------------
def read_day(text: str) -> date:
    """A day from that of the first satellite on. Raises Wrong."""
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Wrong(
            _("%(value)s is not a day.") % {"value": shown(text)},
            _("Write a day as YYYY-MM-DD, such as 2026-03-01."),
        )
    if day < FIRST_DAY:
        raise Wrong(
            _("%(day)s is before the first satellite.") % {"day": day},
            _("Write a day from %(first)s on.") % {"first": FIRST_DAY},
        )
    return day


def read_past_day(text: str, now: datetime) -> date:
    """A day up to today (UTC). Raises Wrong.

    East of Greenwich a new day has begun by the calendar on the wall: the day ahead stands for today.
    """
    day, today = read_day(text), now.astimezone(UTC).date()
    if day > today + timedelta(days=1):
        raise Wrong(
            _("%(day)s is in the future: nothing is known from there yet.") % {"day": day},
            _("Write a day up to today, %(today)s (UTC).") % {"today": today},
        )
    return min(day, today)


def read_past_moment(text: str, now: datetime) -> datetime:
    """A moment in UTC, or a day, which stands for its end; none after today. Raises Wrong.

    A moment may name a fraction of its second, as the addresses for citing do.
    """
    mend = _("Write a day, or a moment in UTC such as 2026-03-01T12:00:00Z, up to now.")
    if _DAY.fullmatch(text):
        return start_of(read_past_day(text, now) + timedelta(days=1))
    try:
        moment = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None:
        raise Wrong(_("%(value)s is no moment.") % {"value": shown(text)}, mend)
    if not start_of(FIRST_DAY) <= moment <= start_of(now.astimezone(UTC).date() + timedelta(days=1)):
        raise Wrong(_("%(value)s lies outside what is recorded.") % {"value": shown(text)}, mend)
    return moment


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """Reads one of the given words."""
    known = tuple(words)

    def read(text: str) -> str:
        if text not in known:
            raise Wrong(
                _("%(value)s is not known here.") % {"value": shown(text)},
                _("Write one of: %(known)s.") % {"known": ", ".join(known)},
            )
        return text

    return read


def whole(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number between two bounds, written in plain digits."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 12 and low <= int(text) <= high):
            raise Wrong(f"{shown(text)} is not a whole number from {low} to {high}.", "Write it in digits.")
        return int(text)

    return read


def read_flag(text: str) -> bool:
    """`true` or `false`."""
    return one_of(("true", "false"))(text) == "true"


def read_words(text: str) -> str:
    """Words to search for, taken literally."""
    if len(text) > LONGEST_SEARCH:
        raise Wrong(
            f"The text has {len(text)} characters.", f"Search for at most {LONGEST_SEARCH} characters."
        )
    return text.strip()


def read_slug(text: str) -> str:
    """A slug as it stands in addresses."""
    if not _SLUG.fullmatch(text):
        raise Wrong(f"{shown(text)} is no slug.", "A slug has letters, digits, hyphens and underscores.")
    return text


# --- What pages and API are asked alike ------------------------------------------------------------
FIELDS: dict[str, Callable[[str, datetime], Any]] = {
    "as_of": read_past_day,
    "recorded": read_past_moment,
    "country": lambda text, now: one_of(COUNTRIES)(text),
    "confidence": lambda text, now: one_of(FLOORS)(text),
}
