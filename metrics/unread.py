"""Readings of spacecraft that rest on texts which nobody here read: each source is only named by another text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef

from facts.models import Source
from facts.past import Past
from launches.models import StatusReading

_LINKS = StatusReading.sources.through._default_manager.order_by()


def unread_now(reading: OuterRef) -> Any:
    """Whether none of the sources of a reading was read, as a condition in a query."""
    return ~Exists(_LINKS.filter(statusreading=reading, source__seen=Source.Seen.PAGE))


def say_unread(readings: Mapping[int, Any], past: Past | None) -> None:
    """Sets `unread` of readings of a moment, by what they and their sources said then."""
    undone = past.undone if past else {}
    if not undone.get("sources") and not undone.get("status_readings"):
        return
    cited: dict[int, dict[str, str]] = defaultdict(dict)
    for key, slug, seen in _LINKS.values_list("statusreading", F("source__slug"), F("source__seen")):
        cited[key][slug] = seen
    before = {change.before["slug"]: change.before["seen"] for change in undone.get("sources", {}).values()}
    changed = undone.get("status_readings", {})
    named = {slug for change in changed.values() for slug in change.before["sources"]}
    now = dict(Source.objects.filter(slug__in=named).values_list("slug", "seen"))
    for key, reading in readings.items():
        sources = (
            {slug: now.get(slug, "") for slug in changed[key].before["sources"]}
            if key in changed
            else cited[key]
        )
        seen = {before.get(slug, word) for slug, word in sources.items()}
        reading.__dict__["unread"] = Source.Seen.PAGE not in seen
