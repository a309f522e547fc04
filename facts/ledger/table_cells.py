"""Curated records as rows of a table, and rows as what a file would say.

A cell that a spreadsheet would take for a formula is given an apostrophe, and loses it when it is read
again. Lists stand in one cell, separated by semicolons; parts of a record (roles, steps) as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from facts.ledger.fields import Children, Day, Field, Flag, Group, Instant, Number, Refs, Texts, When
from facts.ledger.registry import Kind, Record

# What starts a formula in one spreadsheet or another, also in full width; apostrophes before it count.
_FORMULA = re.compile("'*[\\s\x00]*[=+\\-@\t\r\n|%＝＋－＠﹣﹢−]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_YES, _NO = {"true", "yes", "1", "x"}, {"false", "no", "0"}
MOST_SIGNS = 20_000


@dataclass(frozen=True)
class Column:
    """One column: its name in the first row, and the field of the record, or part of a group of fields."""

    name: str
    field: Field
    group: str = ""


@dataclass(frozen=True)
class Unclear:
    """A cell of which a table does not say what it means, with the sentence that says so."""

    why: str


def columns(kind: Kind) -> list[Column]:
    """The columns of a kind, in the order of its fields; parts of a group have columns of their own."""
    found = []
    for field in kind.fields:
        if isinstance(field, Group):
            found += [Column(f"{field.key}.{part.key}", part, field.key) for part in field.parts]
        else:
            found.append(Column(field.key, field))
    return found


def to_cells(kind: Kind, record: Record) -> list[Any]:
    """A canonical record as one row of cells, harmless to whoever opens it; None where nothing is said."""
    row = []
    for column in columns(kind):
        said = record.get(column.group, {}) if column.group else record
        value = said.get(column.field.key)
        row.append(None if value is None else _shown(column.field, value))
    return row


def _shown(field: Field, value: Any) -> Any:
    match field:
        case Flag():
            return "true"
        case Number():
            return value
        case Children():
            return harmless(json.dumps(value, ensure_ascii=False))
        case Refs():
            return "; ".join(value)
        case Texts():
            plain = not any(";" in text or "\n" in text or text.startswith("[") for text in value)
            return harmless("; ".join(value) if plain else json.dumps(value, ensure_ascii=False))
    return harmless(str(value))


def harmless(text: str) -> str:
    """The text with an apostrophe before it, where a spreadsheet would calculate with it."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_it_was(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def said(field: Field, cell: Any) -> Any:
    """What a file would say where a table says this; None where the cell is empty.

    Whether it can be meant is for the field to say.
    """
    cell = _clear(cell)
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return _said_in_words(field, cell)
    if isinstance(cell, datetime):
        if isinstance(field, Instant):
            return cell.strftime("%Y-%m-%dT%H:%M:%SZ")
        cell = cell.date() if cell.time() == time() else cell
    if isinstance(field, When | Day | Flag | Number):
        return int(cell) if isinstance(cell, float) and cell == int(cell) else cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float | date):
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        return _said_in_words(field, text)
    return cell


def _clear(cell: Any) -> Any:
    if isinstance(cell, Unclear):
        raise ValueError(cell.why)
    if isinstance(cell, str):
        cell = as_it_was(cell).strip()
        if len(cell) > MOST_SIGNS:
            raise ValueError(f"has {len(cell)} characters: more than a cell may hold")
    return cell


def _said_in_words(field: Field, cell: str) -> Any:
    match field:
        case Flag():
            return cell.lower() in _YES if cell.lower() in _YES | _NO else cell
        case Number():
            if not _NUMBER.fullmatch(cell):
                return cell
            return float(cell) if re.search("[.eE]", cell) else int(cell)
        case Refs():
            return [slug for slug in re.split(r"[;,\s]+", cell) if slug]
        case Children():
            return _parsed(cell)
        case Texts():
            if cell.startswith("["):
                return _parsed(cell)
            return [text.strip() for text in re.split("[;\n]", cell) if text.strip()]
    return cell


def _parsed(cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise ValueError(
            "is no readable JSON: leave the brackets and quotes as the export gave them"
        ) from error


def as_item(kind: Kind, row: dict[str, Any], before: Record | None) -> tuple[dict[str, Any], Iterator]:
    """(what a file would say of this row, the faults of its cells as (column, sentence)).

    A column that the table does not have says what the record says `before`; an empty cell says nothing.
    """
    item: dict[str, Any] = {
        key: dict(value) if isinstance(value, dict) else value for key, value in (before or {}).items()
    }
    faults: list[tuple[str, str]] = []
    for column in columns(kind):
        if column.group and column.name not in row and column.group in row:
            item[column.group] = row[column.group] or None
            continue
        if column.name not in row:
            continue
        try:
            value = said(column.field, row[column.name])
        except ValueError as error:
            faults.append((column.name, str(error)))
            continue
        target = item
        if column.group:
            target = item[column.group] = item.get(column.group) or {}
        if value is None:
            target.pop(column.field.key, None)
        else:
            target[column.field.key] = value
    item = {key: value for key, value in item.items() if value not in (None, {}, [])}
    return item, iter(faults)
