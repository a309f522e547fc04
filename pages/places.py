"""Where each fact stands on the readers' pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from facts.ledger.registry import kind_of
from facts.models import Source
from facts.uses import uses_of
from launches.models import Spacecraft
from metrics.question import FactList
from metrics.registry import Lead
from projects.models import Organization, Project

_OWN = {"projects": "pages:project", "organizations": "pages:organization", "spacecraft": "pages:craft"}


def place(kind: str, slug: str) -> str:
    """The address of the page of one fact."""
    if kind in _OWN:
        return reverse(_OWN[kind], kwargs={"slug": slug})
    return reverse("pages:fact", kwargs={"kind": kind.replace("_", "-"), "slug": slug})


def place_of(row: Any) -> str | None:
    """The page of a row itself; None where it is no fact."""
    kind = kind_of(type(row))
    return place(kind.name, row.slug) if kind is not None and kind.is_fact else None


def place_about(row: Any) -> str | None:
    """The page of what a fact is about (project, organization, spacecraft); of a source, that of a fact citing it.

    None where there is none that readers see.
    """
    if isinstance(row, Source):
        return next(_places_citing(row), None)
    for name, page in (("project", "project"), ("organization", "organization"), ("spacecraft", "craft")):
        subject = getattr(row, name, None)
        # Of what others are about, the name leads to all of them.
        if isinstance(subject, Project | Organization | Spacecraft):
            return reverse(f"pages:{page}", kwargs={"slug": subject.slug})
    return None


def _places_citing(source: Source) -> Iterator[str]:
    for use in uses_of(source):
        rows: Any = use.kind.model._default_manager
        if use.kind.is_fact and (not use.kind.keeps_back or rows.public().filter(pk=use.record.pk).exists()):
            yield place(use.kind.name, use.record.slug)


def list_place(facts: FactList) -> str:
    """The list on the readers' pages that holds just these facts: flown launches so far."""
    keys = {"which": "flown", "aboard": "all"} | {k: v for k, v in facts.keys if k != "flown"}
    return f"{reverse(f'pages:{facts.kind}')}?{urlencode(keys)}"


def numbers_place(name: str, **keys: str) -> str:
    """The numbers of a metric at the API, with the keys that are set."""
    kept = {key: value for key, value in keys.items() if value}
    url = reverse("api:metrics-detail", kwargs={"name": name})
    return f"{url}?{urlencode(kept)}" if kept else url


def records_place(kind: str, **keys: str) -> str:
    """The records of a kind at the API, with keys."""
    name = kind.replace("_", "-")
    return f"{reverse(f'api:{name}-list')}?{urlencode(keys)}"


def metric_place(name: str, keys: Mapping[str, str] | None = None) -> str:
    """The page of the facts behind a metric."""
    url = reverse("pages:metric", kwargs={"name": name})
    kept = {key: value for key, value in (keys or {}).items() if value}
    return f"{url}?{urlencode(kept)}" if kept else url


def lead_place(lead: Lead) -> str:
    """Where a lead goes: the page of a fact, or that of a metric."""
    return metric_place(lead.to) if isinstance(lead.to, str) else place(lead.to.kind, lead.to.slug)
