"""A chart with everything that must travel with it, as components/_chart_frame.html wants it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Table:
    columns: list[str]
    rows: list[list[Any]]


@dataclass(frozen=True)
class Frame:
    """`sentence` says in words what the chart shows; the table holds the same rows."""

    id: str
    title: str
    sentence: str
    figure: dict[str, Any]
    subtitle: str = ""
    table: Table | None = None
    sources_note: str = ""
    not_measured: str = ""
    updated: date | None = None
    csv_url: str = ""
    json_url: str = ""
    cite_url: str = ""
    notices: list[str] = field(default_factory=list)
