"""The permission matrix of docs/desk.md: read from there, and written there on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from accounts.roles import ADMINISTRATORS, ANALYSTS, EDITORS, GROUPS, rights

DOC = Path(settings.BASE_DIR) / "docs" / "desk.md"
HEAD = (
    "| noun | an analyst may | an editor may, too | an administrator may, too |\n| --- | --- | --- | --- |\n"
)
DESK = "an account of the desk"
ANYBODY = "nothing"
NAMED = "projects.project"  # what the completion of names is asked for in the tests


def told_nouns() -> str:
    """The table of nouns as the groups have it."""
    lines = []
    steps = [rights(name) for name in (ANALYSTS, EDITORS, ADMINISTRATORS)]
    for label in sorted({label for step in steps for label in step}):
        cells, before = [], set()
        for step in steps:
            own = step.get(label, ())
            cells.append(", ".join(action for action in own if action not in before) or "–")
            before |= set(own)
        lines.append(f"| `{label}` | {' | '.join(cells)} |\n")
    return HEAD + "".join(lines)


def written_nouns() -> str:
    """The table of nouns as it stands in the document."""
    start = DOC.read_text("utf-8").find(HEAD)
    assert start >= 0, f"{DOC} has no table of nouns"
    return re.findall(r"\A(?:\|.*\n)+", DOC.read_text("utf-8")[start:])[0]


def write_nouns() -> None:
    DOC.write_text(DOC.read_text("utf-8").replace(written_nouns(), told_nouns()), encoding="utf-8")


def _rows(heading: str) -> dict[str, str]:
    text = DOC.read_text("utf-8")
    start = text.find(f"| {heading} | asks for |\n")
    assert start >= 0, f"{DOC} has no table of {heading}"
    rows = re.findall(r"\A(?:\|.*\n)+", text[start:])[0].splitlines()[2:]
    return {
        name: cells[1].strip()
        for cells in (row.strip("|").split(" | ") for row in rows)
        for name in re.findall(r"`([^`]+)`", cells[0])
    }


def addresses() -> dict[str, str]:
    """What each address of the desk asks for, by name or, with a star, by the end of its name."""
    return _rows("address")


def actions() -> dict[str, str]:
    """What each action on many rows asks for."""
    return _rows("action")


def patterns(of: Any = None) -> Iterator[URLPattern]:
    """Every address of the desk, those beside Django's admin first."""
    if of is None:
        beside = [part for part in get_resolver().url_patterns if str(part.pattern).startswith("admin/")]
        of = [part for part in beside if isinstance(part, URLPattern)] + admin.site.get_urls()
    for part in of:
        if hasattr(part, "url_patterns"):
            yield from patterns(part.url_patterns)
        elif part.name:
            yield part


def place_of(name: str, **arguments: Any) -> str:
    """The address with this name."""
    try:
        return reverse(f"admin:{name}", kwargs=arguments)
    except NoReverseMatch:
        return reverse(name, kwargs=arguments)


def row_of(name: str) -> str | None:
    """The row of the table that an address falls under."""
    table = addresses()
    if name in table:
        return name
    ends = [row for row in table if row.startswith("*") and name.endswith(row[1:])]
    return max(ends, key=len, default=None)


def asked_of(name: str) -> tuple[str, str]:
    """(right, noun) that an address asks for; the noun is empty where any account of the desk will do."""
    row = row_of(name)
    assert row, f"docs/desk.md has no row for the address {name}: say there what it asks for"
    asks = addresses()[row]
    if asks in (DESK, ANYBODY):
        return asks, ""
    right, _, noun = asks.partition(" of ")
    if noun == "what it names":
        return right, NAMED
    return right, noun.strip("`") or ".".join(name.split("_")[:2])


def may(role: str, right: str, noun: str) -> bool:
    """Whether a role has a right by the code; a superuser has an administrator's."""
    role = ADMINISTRATORS if role == "superuser" else role
    return role in GROUPS and right in rights(role).get(noun, ())
