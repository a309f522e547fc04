"""A chart taken away: its numbers as CSV and JSON, or both with what must travel with them in one file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from common.tables import csv_text
from metrics.registry import Version
from pages.citing import bibtex, citation
from pages.frames.frame import Frame, Numbers
from pages.query import ReaderQuery
from pages.reader import File

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
KINDS = ("csv", "json", "zip")
Place = Callable[[str], str]


def file_of(kind: str, name: str, frame: Frame, query: ReaderQuery, place: Place) -> File:
    """One file of exactly what is shown; `place` makes an address of this site whole, with its day."""
    numbers = numbers_of(frame)
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
            **_defined(frame),
            "address": address,
            "data": place(frame.json_url),
        },
        "as_of": query.day.isoformat(),
        "newest_source": frame.newest,
        "licence": LICENCE,
        "citation": f"{citation(frame.title, query, frame.version)} {LICENCE['name']}. {address}",
        "bibtex": bibtex(name, frame.title, query, address, frame.version),
        "columns": [
            {"name": column, "meaning": meaning} for column, meaning in numbers_of(frame).columns.items()
        ],
        "sources": [
            {key: value for key, value in asdict(source).items() if key != "published_label"}
            for source in frame.sources
        ],
    }


def numbers_of(frame: Frame) -> Numbers:
    """What is drawn, and the version of the definition by which it was counted."""
    numbers = frame.numbers or Numbers({}, [])
    if frame.version is None:
        return numbers
    meaning = _("Version of the definition by which it was counted")
    return Numbers(
        {**numbers.columns, "definition_version": meaning},
        [[*row, frame.version.number] for row in numbers.rows],
    )


def _defined(frame: Frame) -> dict[str, Any]:
    """The version of the definition, since when it holds, and what each one changed; none where it has none."""
    version = frame.version
    return {
        "definition_version": version.number if version else None,
        "definition_since": version.since.isoformat() if version else None,
        "definition_changes": [_change(one) for one in frame.versions[1:]],
    }


def _change(version: Version) -> dict[str, Any]:
    return {
        "version": version.number,
        "since": version.since.isoformat(),
        "changed": str(version.changed),
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
