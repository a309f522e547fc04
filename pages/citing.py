"""Puts their sources on facts: all of a page in one query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from projects.citations import citations


def cite(**groups: Iterable[Any]) -> None:
    """Gives each fact `cited`, the list of its sources. Keys are kinds: `cite(targets=…, funding=…)`."""
    facts = {kind: list(rows) for kind, rows in groups.items()}
    found = citations({kind: [row.pk for row in rows] for kind, rows in facts.items()})
    for kind, rows in facts.items():
        for row in rows:
            object.__setattr__(row, "cited", found[kind, row.pk])
