"""A chart taken away: its numbers as CSV and JSON, or both with what must travel with them in one file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from common.tables import csv_text
from pages.citing import bibtex, citation
from pages.frames.frame import Frame, Numbers
from pages.query import ReaderQuery
from pages.reader import File

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
KINDS = ("csv", "json", "zip")
Place = Callable[[str], str]


def file_of(kind: str, name: str, frame: Frame, query: ReaderQuery, place: Place) -> File:
    """One file of exactly what is shown; `place` makes an address of this site whole, with its day."""
    numbers = frame.numbers or Numbers({}, [])
    stem = f"racetracker-{name.replace('_', '-')}-{query.day.isoformat()}"
    if kind == "csv":
        return File(_csv(numbers), "text/csv; charset=utf-8", f"{stem}.csv")
    told = metadata(name, frame, query, place)
    if kind == "json":
        rows = [dict(zip(numbers.columns, row, strict=True)) for row in numbers.rows]
        return File(_json({**told, "rows": rows}), "application/json", f"{stem}.json")
    return File(
        _zip(query, {"data.csv": _csv(numbers), "metadata.json": _json(told)}),
        "application/zip",
        f"{stem}.zip",
    )


def metadata(name: str, frame: Frame, query: ReaderQuery, place: Place) -> dict[str, Any]:
    """What a number must not travel without: what it is, of which day, from whom, how to cite it."""
    address = place(frame.page_url)
    return {
        "chart": {
            "name": name,
            "title": frame.title,
            "definition": frame.subtitle,
            "unit": frame.unit,
            "confidence_floor": frame.confidence or None,
            "not_measured": frame.not_measured,
            "shows": frame.empty or frame.sentence,
            "notes": list(frame.notices),
            "address": address,
            "data": place(frame.json_url),
        },
        "as_of": query.day.isoformat(),
        "newest_source": frame.newest,
        "licence": LICENCE,
        "citation": f"{citation(frame.title, query)} {LICENCE['name']}. {address}",
        "bibtex": bibtex(name, frame.title, query, address),
        "columns": [
            {"name": column, "meaning": meaning}
            for column, meaning in (frame.numbers.columns if frame.numbers else {}).items()
        ],
        "sources": [
            {key: value for key, value in asdict(source).items() if key != "published_label"}
            for source in frame.sources
        ],
    }


def _csv(numbers: Numbers) -> bytes:
    return csv_text(list(numbers.columns), numbers.rows).encode()


def _json(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _zip(query: ReaderQuery, files: dict[str, bytes]) -> bytes:
    """The same files give the same bytes: each is dated by the day of the answer."""
    out = io.BytesIO()
    stamp = (max(query.day.year, 1980), query.day.month, query.day.day, 0, 0, 0)
    with zipfile.ZipFile(out, "w") as packed:
        for name, body in files.items():
            packed.writestr(zipfile.ZipInfo(name, stamp), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
