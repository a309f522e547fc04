"""A chart with everything that must travel with it, as components/_chart_frame.html wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from common.countries import country_name
from facts.citations import SourceRow
from metrics.question import FactRef
from metrics.registry import Version
from pages import words
from pages.query import ReaderQuery

# Of a longer list a page shows the first ones and says how many there are; the files have all.
MOST_ROWS = 200


@dataclass(frozen=True)
class Table:
    """Labels and rows as printed; `figures` are the places of the columns that hold figures."""

    columns: list[str]
    rows: list[list[Any]]
    figures: frozenset[int] = frozenset()

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Each label, and whether its column holds figures."""
        return [(label, n in self.figures) for n, label in enumerate(self.columns)]

    @property
    def lines(self) -> list[list[tuple[Any, bool]]]:
        """Each row as its cells, and whether each stands in a column of figures."""
        return [[(cell, n in self.figures) for n, cell in enumerate(row)] for row in self.rows]


@dataclass(frozen=True)
class Numbers:
    """What is drawn, as plain values: the meaning of each column by its name, and the rows."""

    columns: dict[str, str]
    rows: list[list[Any]]

    def telling(self, column: str) -> int:
        """How many rows have something in a column."""
        n = list(self.columns).index(column)
        return sum(bool(row[n]) for row in self.rows)


@dataclass(frozen=True)
class Frame:
    """`sentence` says in words what the chart shows; the table and the numbers hold the same rows.

    `empty` is the sentence that stands in place of a picture that would be wrong or empty. `updated` is
    the day the answer stands for, `confidence` the floor of its facts, if any (see `under_floor`). `refs`
    are the facts behind it; `pages.frames.credit` makes of them `sources_note`, `sources` and `newest`, the
    date of the newest source. `rests_on` names the feeds that the picture rests on, `versions` are those of the
    definition of its metric, oldest first (none: it draws no metric).
    """

    id: str
    title: str
    sentence: str
    figure: dict[str, Any]
    subtitle: str = ""
    table: Table | None = None
    numbers: Numbers | None = None
    unit: str = ""
    refs: tuple[FactRef, ...] = ()
    sources_note: str = ""
    sources: tuple[SourceRow, ...] = ()
    not_measured: str = ""
    updated: date | None = None
    confidence: str = ""
    newest: str = ""
    csv_url: str = ""
    json_url: str = ""
    zip_url: str = ""
    embed_url: str = ""
    page_url: str = ""
    cite_url: str = ""
    notices: list[str] = field(default_factory=list)
    empty: str = ""
    rests_on: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()

    @property
    def version(self) -> Version | None:
        """The one that it follows."""
        return self.versions[-1] if self.versions else None


def under_floor(frame: Frame, confidence: str) -> Frame:
    """The frame with the floor of confidence in its title, subtitle and sentence, and so in its citation."""
    if not confidence:
        return frame
    floor = words.floor_sentence(confidence)
    return replace(
        frame,
        confidence=confidence,
        title=words.floored(frame.title, confidence),
        subtitle=f"{frame.subtitle} {floor}".strip(),
        sentence=f"{floor} {frame.sentence}".strip(),
    )


def not_compared(query: ReaderQuery) -> str:
    """The sentence in place of a picture that sets two countries against each other, where neither is asked for."""
    return _("%(country)s is neither of the two countries compared here: choose one of them, or all.") % {
        "country": country_name(query.country)
    }


class Places(TypedDict):
    """The addresses of a chart, by the names they have in its frame."""

    csv_url: str
    json_url: str
    zip_url: str
    embed_url: str
    page_url: str


def places(name: str, page: str, keys: Mapping[str, str]) -> Places:
    """Where a chart is read, taken away and embedded, each with the keys of what is shown."""
    kept = {key: value for key, value in keys.items() if value}
    asked = f"?{urlencode(kept)}" if kept else ""

    def file(kind: str) -> str:
        return reverse("pages:take", kwargs={"name": name, "kind": kind}) + asked

    return {
        "csv_url": file("csv"),
        "json_url": file("json"),
        "zip_url": file("zip"),
        "embed_url": reverse("pages:embed", kwargs={"name": name}) + asked,
        "page_url": page + asked.replace("?", "&" if "?" in page else "?"),
    }
