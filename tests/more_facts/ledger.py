"""A copy of the ledger's files, with room for facts that are made up."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from facts.ledger.dump import to_yaml
from facts.ledger.records import read_folder
from facts.ledger.registry import Record, in_order

PREFIX = "more-"  # the slugs of what is made up begin with it
COUNTRIES = ("US", "CN")


class MoreFacts:
    """The records of the files by kind, and days on which something may happen: years back, and yesterday."""

    def __init__(self, folder: Path, today: date) -> None:
        self.records, faults = read_folder(folder)
        if faults:
            raise ValueError("\n".join(map(str, faults)))
        self.today = today
        self.known: dict[str, date] = {}  # the day on which each thing made up was known
        self.yesterday = today - timedelta(days=1)
        self.days = [
            *(date(year, month, 17) for year in range(2019, today.year) for month in (3, 10)),
            *(date(today.year, month, 17) for month in range(1, today.month)),
            self.yesterday,
        ]
        self._put(
            "sources",
            {
                "slug": f"{PREFIX}undated", "url": "https://example.org/undated", "title": "A page without a date",
                "publisher": "A publisher", "language": "en", "seen": "cited", "quality": "digest",
                "copy_of": f"{PREFIX}{self.days[0]}",
            },
        )  # fmt: skip
        self.source(self.days[0])

    def some_days(self) -> Iterator[date]:
        """One day after the other, again and again."""
        return cycle(self.days)

    def after(self, day: date, days: int) -> date:
        """A later day, but none that is still to come."""
        return min(day + timedelta(days=days), self.yesterday)

    def add(self, kind: str, slug: str, day: date, /, page: str = "", **fields: Any) -> str:
        """A fact that a page of that day tells of, one of its own if named; fields that are None are left out."""
        slug = f"{PREFIX}{slug}"
        pages = [self.source(day, page), *([f"{PREFIX}undated"] if len(self.known) % 7 == 0 else [])]
        told = {key: _written(value) for key, value in fields.items() if value is not None}
        self._put(kind, {"slug": slug, "confidence": "confirmed", "sources": pages} | told)
        self.known[slug] = day
        return slug

    def name_of(self, project: str) -> str:
        return str(self.records["projects"][project]["name"])

    def source(self, day: date, page: str = "") -> str:
        """The page of a day; every other one is a page in Chinese."""
        slug = f"{PREFIX}{day}-{page}".strip("-")
        if slug not in self.records["sources"]:
            self._put(
                "sources",
                {
                    "slug": slug, "url": f"https://example.org/{slug}", "title": f"A page of {day}",
                    "publisher": f"A publisher of {day.year}", "published_on": day.isoformat(),
                    "language": "zh" if day.toordinal() % 2 else "en", "seen": "page",
                    "quality": ("primary", "press", "copy")[day.toordinal() % 3],
                },
            )  # fmt: skip
        return slug

    def _put(self, kind: str, record: Record) -> None:
        if record["slug"] in self.records[kind]:
            raise ValueError(f"{kind}: {record['slug']} is made up twice")
        self.records[kind][record["slug"]] = record

    def made_up(self) -> dict[str, list[Record]]:
        """What was added, by kind."""
        return {
            kind: [record for slug, record in records.items() if slug.startswith(PREFIX)]
            for kind, records in self.records.items()
        }

    def write(self, folder: Path) -> None:
        """Files in the form of the ledger's own; raises ValueError where the loader would refuse them."""
        self._write_files(folder)
        self.records, faults = read_folder(folder)
        if faults:
            raise ValueError("\n".join(map(str, faults)))
        self._write_files(folder)  # as the loader reads them

    def _write_files(self, folder: Path) -> None:
        for kind in in_order():
            rows = [self.records[kind.name][slug] for slug in sorted(self.records[kind.name])]
            (folder / f"{kind.name}.yaml").write_text(to_yaml(kind, rows), encoding="utf-8")


def _written(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)  # the word of a choice
    return value.isoformat() if isinstance(value, date) else value
