"""Days as pages spell them. What can mean two days, or states two, is not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP

from facts.ledger.fields import Unreadable, read_when

# Month names are Django's, in the languages that news is written in here; English ones win where two differ.
_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "ru", "cs", "da", "fi", "id", "no", "pl", "sv", "tr", "uk",
)  # fmt: skip
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NOT_IN_A_NUMBER = r"(?<![\d./-]){}(?![\d]|[./-]\d)"
# 2026-11-22, 2026/1/5, 2026. 11. 22., 2026年11月22日, 2026년 11월 22일; then 20261122 with or without a time.
_YEAR_FIRST = re.compile(
    _NOT_IN_A_NUMBER.format(
        _YEAR
        + r"(?:\s?(?P<sign>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?|\s?[年년]\s?(?P<han>\d{1,2})\s?[月월]\s?)"
        r"(?P<day>\d{1,2})"
    )
)
_DIGITS = re.compile(rf"(?<!\d){_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:\d{{4}}|\d{{6}})?(?!\d)")
_NUMBERS = re.compile(
    _NOT_IN_A_NUMBER.format(r"(?P<one>\d{1,2})(?P<sign>[-/.])(?P<other>\d{1,2})(?P=sign)" + _YEAR)
)
_WORD = r"(?P<month>[^\W\d_]{3,12})\.?"
_DAY_OF = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?"
_NAMED = (
    re.compile(rf"(?<![\d–—-]){_DAY_OF}[\s-]*(?:(?:of|de)\s)?\s*{_WORD},?[\s-]*(?:(?:of|de)\s)?\s*{_YEAR}(?!\d)"),
    re.compile(rf"{_WORD}\s*{_DAY_OF},?\s+{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR},?\s+{_WORD}\s*{_DAY_OF}(?!\w)"),
)  # fmt: skip
_SPAN = re.compile(r"\d\s*[–—-]\s*\d{1,2}(?:st|nd|rd|th)?,?\s+(?:[^\W\d_]{3,12}\.?\s+)?(?:19|20)\d\d")
# Beside its day, a line above a story names who wrote it, the hour and the source: not a sentence.
_MOST_BESIDE = 40
_PARTS = re.compile(r"[|•·;]")
# Words beside a day that is not the one on which a page appeared.
_OF_SOMETHING = re.compile(
    r"\b(?:is|are|was|were|will|be|been|starts?|begins?|ends?|founded|established|launch\w*|set for|due|scheduled|"
    r"until|deadline|expires?|since|event|updated?|modified|revised)\b|将|成立|开始|发射|截至|更新|修改",
    re.IGNORECASE,
)


def day_in(text: str) -> str:
    """The one day that a text states, such as 2026-11-22; empty where it states none, or more than one."""
    days = set(_days(unicodedata.normalize("NFKC", text)))
    return days.pop() if len(days) == 1 else ""


def day_of_line(line: str) -> str:
    """The day of a line that says little else, and not of what: an event, a change, a deadline have days too."""
    parts = [part for part in _PARTS.split(line) if not _OF_SOMETHING.search(part)]
    days = {day for part in parts if len(part.strip()) - 10 <= _MOST_BESIDE and (day := day_in(part))}
    return days.pop() if len(days) == 1 else ""


def is_of_something(text: str) -> bool:
    """Whether words beside a day say that it is that of something else than the page."""
    return len(text) > _MOST_BESIDE or _OF_SOMETHING.search(text) is not None


def days_in_lines(lines: Iterable[str]) -> str:
    """The day that some of these lines state, where they state one."""
    days = {day for line in lines if (day := day_of_line(line))}
    return days.pop() if len(days) == 1 else ""


def _days(text: str) -> Iterable[str]:
    """Each day that is stated; an unsound one, or one of two readings, is an empty text."""
    if _SPAN.search(text):
        yield from ("", "span")
    for found in (*_YEAR_FIRST.finditer(text), *_DIGITS.finditer(text)):
        parts = found.groupdict()
        yield _sound(parts["year"], parts["month"] or parts["han"], parts["day"])
    for found in _NUMBERS.finditer(text):
        yield _either(found["year"], int(found["one"]), int(found["other"]))
    for spelling in _NAMED:
        for found in spelling.finditer(text):
            if month := _months().get(found["month"].lower()):
                yield _sound(found["year"], month, found["day"])


def _either(year: str, one: int, other: int) -> str:
    """Of two numbers the one above 12 is the day; where neither is, both readings are possible."""
    if one > 12 or one == other:
        return _sound(year, other, one)
    return _sound(year, one, other) if other > 12 else ""


def _sound(year: str, month: str | int, day: str | int) -> str:
    try:
        return read_when(f"{year}-{int(month):02d}-{int(day):02d}")
    except Unreadable:
        return ""


@cache
def _months() -> dict[str, int]:
    """The number of each month by its names and short names, in small letters."""
    found: dict[str, int] = {}
    several: set[str] = set()
    for language in _LANGUAGES:
        with translation.override(language):
            names = [
                (n, str(name))
                for some in (MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP)
                for n, name in some.items()
            ]
        for number, name in names:
            word = name.lower().rstrip(".")
            if found.setdefault(word, number) != number and language != "en":
                several.add(word)
    english = {"mar": 3}
    return {word: number for word, number in found.items() if word not in several} | english
