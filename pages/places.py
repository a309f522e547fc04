"""Where each fact stands on the readers' pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

_OWN = {"projects": "pages:project", "organizations": "pages:organization", "spacecraft": "pages:craft"}


def place(kind: str, slug: str) -> str:
    """The address of the page of one fact."""
    if kind in _OWN:
        return reverse(_OWN[kind], kwargs={"slug": slug})
    return reverse("pages:fact", kwargs={"kind": kind.replace("_", "-"), "slug": slug})


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
