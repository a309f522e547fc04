"""Where each fact stands on the readers' pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from metrics.question import FactList

_OWN = {"projects": "pages:project", "organizations": "pages:organization", "spacecraft": "pages:craft"}


def place(kind: str, slug: str) -> str:
    """The address of the page of one fact."""
    if kind in _OWN:
        return reverse(_OWN[kind], kwargs={"slug": slug})
    return reverse("pages:fact", kwargs={"kind": kind.replace("_", "-"), "slug": slug})


def list_place(facts: FactList) -> str:
    """The list on the readers' pages that holds just these facts: flown launches so far."""
    keys = {"which": "flown", "aboard": "all"} | {k: v for k, v in facts.keys if k != "flown"}
    return f"{reverse(f'pages:{facts.kind}')}?{urlencode(keys)}"


def numbers_place(name: str, **keys: str) -> str:
    """The numbers of a metric at the API, with the keys that are set."""
    kept = {key: value for key, value in keys.items() if value}
    url = reverse("api:metrics-detail", kwargs={"name": name})
    return f"{url}?{urlencode(kept)}" if kept else url


def metric_place(name: str, keys: Mapping[str, str] | None = None) -> str:
    """The page of the facts behind a metric."""
    url = reverse("pages:metric", kwargs={"name": name})
    kept = {key: value for key, value in (keys or {}).items() if value}
    return f"{url}?{urlencode(kept)}" if kept else url
