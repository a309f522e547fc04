"""The rows of a metric as plain values, and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints
from urllib.parse import urlencode

from django.db.models import Model
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

from api.answers import ROUTES, Answer
from api.fields import plain_number
from common.tables import csv_text, safe_text
from metrics.all import METRICS
from metrics.cells import absences
from metrics.question import FactList, FactRef
from metrics.registry import Metric


def plain(value: Any, answer: Answer) -> Any:
    """A value of a row as JSON can hold it."""
    if isinstance(value, FactRef):
        url = answer.url(value.kind, value.slug) if value.kind in ROUTES else None
        return {"kind": value.kind, "slug": value.slug, "url": url}
    if isinstance(value, FactList):
        keys = {**dict(value.keys), **answer.further.get("clock", {})}
        return {"kind": value.kind, "url": f"{answer.list_url(value.kind)}?{urlencode(keys)}"}
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name), answer) for part in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(part, answer) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(part, answer) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Model):
        return getattr(value, "slug", str(value))
    return value


def told_row(metric: Metric, row: Any, answer: Answer) -> dict[str, Any]:
    """A row with its fields, and of those without a figure why there is none."""
    return {**plain(row, answer), "absent": absences(metric, row)}


def refs(value: Any) -> Iterator[FactRef]:
    """Every reference to a fact inside rows."""
    if isinstance(value, FactRef):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from refs(getattr(value, part.name))
    elif isinstance(value, dict):
        yield from refs(list(value.values()))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from refs(part)


# --- Rows as a table -------------------------------------------------------------------------------
def cell(value: Any) -> Any:
    """One cell: numbers stay numbers, text never starts a formula, lists are joined."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    return safe_text(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        if set(value) == {"kind", "url"}:
            return str(value["url"])
        if set(value) == {"kind", "slug", "url"}:
            return f"{value['kind']}/{value['slug']}"
        return "; ".join(f"{key}: {_text(part)}" for key, part in value.items())
    if isinstance(value, list):
        pairs = value and all(isinstance(p, list) and len(p) == 2 and isinstance(p[0], str) for p in value)
        return "; ".join(f"{p[0]}: {_text(p[1])}" if pairs else _text(p) for p in value)
    return "" if value is None else str(value)


def columns(metric: Metric, rows: list[dict]) -> list[str]:
    """The names of a metric's columns, also where it has no rows."""
    if rows:
        return list(rows[0])
    row = next(iter(get_args(get_type_hints(metric.rows).get("return"))), None)
    return [*(part.name for part in fields(row)), "absent"] if row is not None and is_dataclass(row) else []


class CsvRenderer(BaseRenderer):
    """The rows alone, as a table that a spreadsheet opens safely; each names the version of the definition."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> str:
        if data is None:
            return ""
        names = columns(METRICS[data["name"]], data["rows"])
        version = data["definition_version"]
        lines = ([*(cell(row.get(name)) for name in names), version] for row in data["rows"])
        return csv_text([*names, "definition_version"], lines)
