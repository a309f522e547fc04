"""Filters of lists, as components/_filters.html wants them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from common.countries import COUNTRIES, RIVALS, country_name
from common.parameters import FIRST_DAY
from metrics.registry import RowChoice
from pages.query import ReaderQuery


def select(
    query: ReaderQuery, name: str, label: str, options: Iterable[tuple[str, Any]], default: str = ""
) -> dict[str, Any]:
    """A choice. Without a default its first entry leaves everything in."""
    everything = [] if default else [("", _("all"))]
    return {
        "name": name,
        "label": label,
        "kind": "select",
        "value": query.raw.get(name) or default,
        "default": default,
        "options": [*everything, *[(value, str(text)) for value, text in options]],
    }


def day(query: ReaderQuery, name: str, label: str, default: str = "") -> dict[str, Any]:
    """A choice of a day, which is one of UTC."""
    return {
        "name": name,
        "label": _("%(label)s (UTC)") % {"label": label},
        "kind": "date",
        "value": query.raw.get(name) or default,
        "default": default,
        "least": FIRST_DAY,
    }


def year(query: ReaderQuery, name: str, label: str) -> dict[str, Any]:
    """A choice of a calendar year, by its four digits."""
    value = query.raw.get(name, "")
    return {"name": name, "label": label, "kind": "number", "value": value, "placeholder": _("any")}


def choice(query: ReaderQuery, of: RowChoice) -> dict[str, Any]:
    """A choice among the rows of a metric."""
    return select(query, of.key, str(of.label), of.words.items())


def search(query: ReaderQuery) -> dict[str, Any]:
    """A text search."""
    return {
        "name": "q",
        "label": _("Search"),
        "kind": "search",
        "value": query.words,
        "placeholder": _("name, 三体, text"),
    }


def countries(query: ReaderQuery, codes: Iterable[str] = COUNTRIES) -> dict[str, Any]:
    """A choice of country."""
    return select(query, "country", _("Country"), [(code, country_name(code)) for code in codes])


def compared(query: ReaderQuery) -> dict[str, Any]:
    """A choice of one of the two countries compared; an address may name any other one, and keeps it."""
    return countries(query, dict.fromkeys((*RIVALS, *filter(None, [query.country]))))


def bar(query: ReaderQuery, path: str, count: str, *filters: dict[str, Any]) -> dict[str, Any]:
    """The context of a filter bar: the filters, what they keep, and how much they leave."""
    names = {item["name"] for item in filters}
    return {
        "filters": list(filters),
        "filters_keep": query.keep(*names),
        "filters_count": count,
        "filters_clear": path if any(query.raw.get(name) for name in names) else "",
    }
