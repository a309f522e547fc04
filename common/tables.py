"""Tables that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

# What a spreadsheet would run instead of show, at the start of a text cell (with full-width forms).
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def safe_text(text: str) -> str:
    """The text, led by an apostrophe where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The rows as comma-separated values: None is empty, numbers stay numbers, text is safe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()
