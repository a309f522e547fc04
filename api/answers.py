"""One answer: what its rows share, the addresses in it, and other records as references name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db.models import F
from django.urls import reverse

from common.dates import AsOf
from facts.ledger.registry import KINDS
from facts.models.renamed import Renamed, name_then

# Where each kind of record is told. Kinds that are missing here have no address.
ROUTES = {
    "sources": "sources",
    "organizations": "organizations",
    "projects": "projects",
    "status_changes": "status-changes",
    "targets": "targets",
    "statements": "statements",
    "milestones": "milestones",
    "funding": "funding",
    "exchange_rates": "exchange-rates",
    "filings": "filings",
    "launches": "launches",
    "launch_totals": "launch-totals",
    "net_revisions": "net-revisions",
    "spacecraft": "spacecraft",
    "status_readings": "status-readings",
    "element_sets": "element-sets",
    "news": "news",
    "open_questions": "open-questions",
    "feed_runs": "feed-runs",
}


@cache
def _root() -> str:
    return reverse("api:root")


@dataclass(frozen=True)
class Named:
    """Another record as references tell it, and the day it became known."""

    told: dict
    known_on: date | None


@dataclass
class Answer:
    """What the rows of one answer share.

    `as_of` is what the reader gave, `day` the day the answer stands for: that of `as_of`, or today. `cited`
    holds the sources by primary key, `named` other records by kind and primary key, `linked` the keys of those that a
    field links to (or what is said beside such a key), `further` what a noun prepares for its own rows.
    """

    site: str
    day: date
    as_of: AsOf | None = None
    cited: Mapping[int, list[dict]] = field(default_factory=dict)
    named: dict[str, dict[int, Named]] = field(default_factory=dict)
    linked: dict[str, dict[int, list[Any]]] = field(default_factory=dict)
    further: dict[str, Any] = field(default_factory=dict)

    def url(self, kind: str, key: object) -> str:
        """The address of one record."""
        return f"{self.list_url(kind)}{key}/"

    def list_url(self, kind: str) -> str:
        """The address of the list of a kind."""
        return self.root_url(f"{ROUTES[kind]}/")

    def root_url(self, path: str) -> str:
        """An address below the root of the API."""
        return f"{self.site}{_root()}{path}"

    def knew(self, known_on: date | None) -> bool:
        """Whether the public could know by the day asked for what became known on that day."""
        return self.as_of is None or known_on is None or known_on <= self.day

    def reference(self, kind: str, key: int | None) -> dict | None:
        """Another record, named; None where there is none or it was not yet known."""
        other = self.named[kind].get(key) if key else None
        return other.told if other and self.knew(other.known_on) else None


# What a reference calls a record of a kind that has no `name`.
TITLES = {"sources": "title", "targets": "text", "filings": "slug", "funding": "slug"}


def names_of(kind: str, keys: set[int], answer: Answer) -> dict[int, Named]:
    """Records of one kind as references tell them, by primary key: none that readers may not see."""
    model: Any = KINDS[kind].model
    columns = {column.name for column in model._meta.concrete_fields}
    native, country, known = (
        name if name in columns else None for name in ("native_name", "country", "known_on")
    )
    called: Any = {"c_name": F(TITLES.get(kind, "name"))}
    if issubclass(model, Renamed):
        called = {
            f"c_{name}": name_then(name, answer.as_of and answer.day) for name in ("name", "native_name")
        }
    # No record has the key 0: a page that names none asks as often as one that names many.
    rows = (
        model._default_manager.public()
        .filter(pk__in=keys or {0})
        .values("pk", "slug", *filter(None, (native, country, known)), **called)
    )
    base = answer.list_url(kind)
    return {
        row["pk"]: Named(
            {
                "slug": row["slug"],
                "name": row["c_name"],
                "native_name": row.get("c_native_name", row["native_name"]) if native else "",
                "country": row["country"] if country else "",
                "url": f"{base}{row['slug']}/",
            },
            row["known_on"] if known else None,
        )
        for row in rows
    }
