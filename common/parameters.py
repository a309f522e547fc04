"""Values in a reader's address, strictly read: what cannot be meant is answered with a sentence, not guessed.

No clock: the present day or moment is an argument.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.dates import AsOf, start_of

# --- Of the API: text to value, or Wrong -----------------------------------------------------------
EARLIEST = date(1957, 1, 1)
LONGEST_SEARCH = 200
FLOORS = ("confirmed", "reported", "claimed")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SLUG = re.compile(r"[-A-Za-z0-9_]{1,160}", re.ASCII)


class Wrong(ValidationError):
    """A value that cannot be read: what is wrong with it, and how to mend it."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(sentence, params={"mend": mend})
        self.sentence, self.mend = sentence, mend


def shown(value: str) -> str:
    """A reader's value as it may stand in a sentence: short, and without control characters."""
    text = "".join(sign if sign.isprintable() else "�" for sign in value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def read_day(text: str, today: date) -> date:
    """A day that can be asked about: from 1957 to today. Raises Wrong."""
    mend = "Write a day as YYYY-MM-DD, such as 2026-03-01."
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Wrong(f"{shown(text)} is not a day.", mend)
    if day < EARLIEST:
        raise Wrong(
            f"{day} is before the first launch into orbit.", f"Give a day from {EARLIEST} to {today}."
        )
    if day > today:
        raise Wrong(f"{day} is in the future: nobody knows that yet.", f"Give a day up to today, {today}.")
    return day


def read_moment(text: str, now: datetime) -> datetime:
    """A moment in UTC to the second, or a day, which stands for its end. Raises Wrong."""
    mend = "Write a day, or a moment in UTC such as 2026-03-01T12:00:00Z, up to now."
    try:
        if _DAY.fullmatch(text):
            moment = AsOf.end_of(date.fromisoformat(text)).recorded
        else:
            moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Wrong(f"{shown(text)} is no moment.", mend) from error
    if moment is None or not EARLIEST <= moment.date() <= now.date() + timedelta(days=1):
        raise Wrong(f"{shown(text)} lies outside what is recorded.", mend)
    return moment


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """Reads one of the given words."""
    known = tuple(words)

    def read(text: str) -> str:
        if text not in known:
            raise Wrong(f"{shown(text)} is not known here.", f"Write one of: {', '.join(known)}.")
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


# --- Of the pages: text to value, or BadQuery -------------------------------------------------------
FIRST_DAY = date(1957, 10, 4)
LONGEST_WORDS = 200


class BadQuery(ValueError):
    """A query key whose value cannot be meant, with a sentence that says how to mend it."""


def page_moment(key: str, value: str, now: datetime) -> datetime | None:
    """A moment in UTC to the second, or a day, which stands for its end. Raises BadQuery."""
    if not value:
        return None
    if len(value) == 10 and (day := page_day(key, value)):
        moment = AsOf.end_of(day).recorded
    else:
        try:
            moment = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError as error:
            raise BadQuery(
                _("%(key)s=%(value)s is no moment: write a day, or a moment such as 2026-03-01T12:00:00Z.")
                % {"key": key, "value": value}
            ) from error
    if moment and not start_of(FIRST_DAY) <= moment < now + timedelta(days=1):
        raise BadQuery(
            _("%(key)s=%(value)s lies outside what is recorded: write a moment up to now.")
            % {"key": key, "value": value}
        )
    return moment


def page_day(key: str, value: str) -> date | None:
    """A day from that of the first satellite on; None where none is written. Raises BadQuery."""
    if not value:
        return None
    try:
        if len(value) != 10:
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError as error:
        raise BadQuery(
            _("%(key)s=%(value)s is no day: write year, month and day, such as 2026-03-01.")
            % {"key": key, "value": value}
        ) from error
    if day < FIRST_DAY:
        raise BadQuery(
            _("%(key)s=%(value)s is before the first satellite: nothing was in orbit before %(first)s.")
            % {"key": key, "value": value, "first": FIRST_DAY}
        )
    return day
