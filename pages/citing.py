"""Citations: the sources of facts, all of a page in one query, and how the site itself is cited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from facts.citations import citations
from metrics.registry import Version
from pages import words
from pages.query import ReaderQuery


def cite(**groups: Iterable[Any]) -> None:
    """Gives each fact `cited`, the list of its sources. Keys are kinds: `cite(targets=…, funding=…)`."""
    facts = {kind: list(rows) for kind, rows in groups.items()}
    found = citations({kind: [row.pk for row in rows] for kind, rows in facts.items()})
    for kind, rows in facts.items():
        for row in rows:
            object.__setattr__(row, "cited", found[kind, row.pk])


def frozen(url: str, query: ReaderQuery) -> str:
    """The same address, kept at what is on the screen: its day and, where it is needed, the moment."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query.still, safe=':')}"


def _year(query: ReaderQuery) -> int:
    """The year in which the answer was given: of the moment asked for, else of today."""
    return (query.recorded or query.today).year


def citation(title: str, query: ReaderQuery, version: Version | None = None) -> str:
    """The line under a figure in somebody else's text, without its address; with the version of its definition."""
    line = _("Racetracker (%(year)s), “%(title)s”, as of %(day)s.") % {
        "year": _year(query),
        "title": title,
        "day": words.day(query.day),
    }
    return f"{line} {words.definition(version)}" if version else line


def bibtex(name: str, title: str, query: ReaderQuery, url: str, version: Version | None = None) -> str:
    """The entry for a bibliography: the address keeps the day."""
    day = query.day
    defined = f"Definition {version.number}, since {version.since.isoformat()}. " if version else ""
    return (
        f"@misc{{racetracker-{name.replace('_', '-')}-{day.isoformat()},\n"
        f"  title = {{{title.replace('%', chr(92) + '%')}}},\n"
        "  author = {{Racetracker}},\n"
        f"  year = {{{_year(query)}}},\n"
        f"  note = {{As of {day.isoformat()}. {defined}CC BY 4.0}},\n"
        f"  url = {{{url}}}\n"
        "}"
    )
