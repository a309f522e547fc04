"""A ledger of a few records, which tests write to a folder and break in one place."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import yaml

from facts.ledger.load import Report, load
from facts.ledger.registry import in_order
from facts.models import LedgerVersion

SMALL: dict[str, list[dict]] = {
    "sources": [
        {
            "slug": "press-1",
            "url": "https://example.org/one",
            "title": "One",
            "publisher": "Example",
            "published_on": "2026-03-30",
            "language": "en",
            "seen": "page",
            "quality": "press",
        },
        {
            "slug": "digest-1",
            "url": "https://example.org/digest",
            "title": "文摘",
            "publisher": "Digest",
            "published_on": "2026-03-01",
            "language": "zh",
            "seen": "page",
            "quality": "digest",
        },
        {
            "slug": "undated-1",
            "url": "https://example.org/undated",
            "title": "Undated",
            "publisher": "Example",
            "language": "en",
            "seen": "cited",
            "quality": "press",
        },
    ],
    "organizations": [
        {
            "slug": "maker",
            "name": "Maker",
            "native_name": "制造者",
            "aliases": ["Mk", "造"],
            "country": "CN",
            "kind": "company",
            "summary": "Makes.",
            "current_on": "2026-03",
            "confidence": "reported",
            "sources": ["press-1"],
        },
    ],
    "projects": [
        {
            "slug": "plan",
            "name": "Plan",
            "country": "CN",
            "kind": "constellation",
            "scope": "core",
            "organizations": [{"organization": "maker", "role": "lead"}],
            "orbit": {"regime": "SSO", "altitude_km_min": 500, "altitude_km_max": 600.5},
            "summary": "A plan.",
            "current_on": "2026",
            "confidence": "confirmed",
            "sources": ["press-1"],
        },
    ],
    "status_changes": [
        {
            "slug": "plan-announced",
            "project": "plan",
            "status": "announced",
            "on": "2026-Q1",
            "confidence": "reported",
            "sources": ["press-1"],
        },
    ],
    "statements": [
        {
            "slug": "plan-satellites",
            "project": "plan",
            "quantity": "satellites",
            "value": 2800,
            "unit": "satellites",
            "qualifier": "target",
            "stated_on": "2026-03-30",
            "confidence": "claimed",
            "sources": ["press-1"],
        },
    ],
}


def small() -> dict[str, list[dict]]:
    """The records, one's own to change."""
    return {kind.name: deepcopy(SMALL.get(kind.name, [])) for kind in in_order()}


def change(kind: str, at: int = 0, **fields):
    """The small ledger with these fields of one record set, or (with None) left out."""
    records = small()
    record = records[kind][at]
    for key, value in fields.items():
        record[key] = value
        if value is None:
            del record[key]
    return records


def write(folder: Path, records: Mapping[str, list[dict] | str] | None = None) -> Path:
    """The records as files of the folder; a text is a file as it stands."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (records or small()).items():
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def reload(folder: Path, **records) -> Report:
    """Loads the folder with these kinds of the small ledger changed."""
    return load(write(folder, small() | records))


def faults_of(folder: Path) -> list[str]:
    """The faults of a refused load, as sentences; fails where it is not refused."""
    from facts.ledger.load import BrokenLedger

    version = LedgerVersion.current()
    try:
        load(folder)
    except BrokenLedger as error:
        assert LedgerVersion.current() == version
        return [str(fault) for fault in error.faults]
    raise AssertionError("the load was not refused")
