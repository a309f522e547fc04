"""Words for figures: how a value is printed, and the sentences around it."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from metrics.registry import Version
from metrics.wording import number


def floored(title: str, confidence: str) -> str:
    """A title with the floor of confidence that its figures stand above, where one is set."""
    return f"{title} ({_floors()[confidence]})" if confidence else title


def floor_sentence(confidence: str) -> str:
    """The floor of confidence as a sentence of its own; empty where none is set."""
    return _("Floor of confidence: %(floor)s.") % {"floor": _floors()[confidence]} if confidence else ""


def _floors() -> dict[str, str]:
    return {
        "claimed": _("without disputed facts"),
        "reported": _("facts reported or better"),
        "confirmed": _("confirmed facts only"),
    }


def definition(version: Version) -> str:
    """Which definition a figure follows, as a sentence of a citation."""
    return _("Definition %(number)s, since %(day)s.") % {
        "number": version.number,
        "day": day(version.since),
    }


def signed(value: float) -> str:
    """A number with its sign: +12, −3, 0."""
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value))


def day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")
