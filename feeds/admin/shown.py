"""How the desk shows what came from outside: moments, sizes, and text that may steer the page."""

import unicodedata
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.text import clean, cut

BEGINNING = 160
# Control and format signs, halves of surrogate pairs, line and paragraph separators.
_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def moment(at: datetime | None) -> str:
    """A moment in UTC, or a dash."""
    return f"{date_format(at, 'j M Y, H:i')} UTC" if at else "–"


def day(at: datetime | None) -> str:
    return date_format(at, "j M Y") if at else "–"


def size(count: int | None) -> str:
    return str(filesizeformat(count or 0))


def beginning(text: str) -> str:
    """The start of a raw text on one line, without signs that turn the page."""
    return cut(clean(text), BEGINNING)


def visible(text: str) -> str:
    """All of a raw text; a sign that would steer the page is written as its number."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in _STEERING else _number(c) for c in text)


def _number(sign: str) -> str:
    point = ord(sign)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def raw_block(text: str) -> SafeString | str:
    return format_html('<pre class="desk-raw" dir="ltr">{}</pre>', visible(text)) if text else "–"
