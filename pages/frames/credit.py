"""Whose word a chart rests on, in a line that can stand under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facts.citations import SourceRow, sources_of_each
from facts.models import Source
from metrics.question import FactRef
from pages.frames.frame import Frame
from pages.words import number

Told = Mapping[tuple[str, str], list[SourceRow]]
_NAMED = 4
_QUALITIES = list(Source.Quality.values)


def credited(day: date, *frames: Frame, told: Told | None = None) -> list[Frame]:
    """The frames with `sources_note`, `sources` and `newest`: what was published by the day.

    One query for them all, or none where `told` holds the sources of their facts.
    """
    told = sources_of_each(ref for frame in frames for ref in frame.refs) if told is None else told
    return [replace(frame, **_credit(frame.refs, told, day)) for frame in frames]


def _credit(refs: Iterable[FactRef], told: Told, day: date) -> dict[str, Any]:
    facts = set(refs)
    cited = {source for fact in facts for source in told[fact.kind, fact.slug]}
    known = sorted(
        (source for source in cited if source.published_on <= day.isoformat()),
        key=lambda source: (source.publisher.casefold(), source.title.casefold(), source.slug),
    )
    if not known:
        return {}
    # A source that is read again and again has no day of its own.
    dated = [
        source
        for source in known
        if any(source in told[f.kind, f.slug] for f in facts if f.kind != "sources")
    ]
    publishers = _first_hand_first(known)
    named = ", ".join(publishers[:_NAMED])
    if (more := len(publishers) - _NAMED) > 0:
        named = ngettext("%(named)s and %(n)s more", "%(named)s and %(n)s more", more) % {
            "named": named,
            "n": number(more),
        }
    counted = ngettext("%(n)s source", "%(n)s sources", len(known)) % {"n": number(len(known))}
    if named_facts := sum(fact.kind != "sources" for fact in facts):
        counted = _("%(sources)s behind %(facts)s") % {
            "sources": counted,
            "facts": ngettext("%(n)s fact", "%(n)s facts", named_facts) % {"n": number(named_facts)},
        }
    return {
        "sources_note": f"{named} ({counted})",
        "sources": tuple(known),
        "newest": max(dated, key=lambda source: source.published_on).published_label if dated else "",
    }


def _first_hand_first(cited: list[SourceRow]) -> list[str]:
    """The publishers, those of primary sources first, then those cited most often."""
    counts = Counter(source.publisher for source in cited)
    best: dict[str, int] = {}
    for source in cited:
        rank = _QUALITIES.index(source.quality)
        best[source.publisher] = min(best.get(source.publisher, rank), rank)
    return sorted(counts, key=lambda name: (best[name], -counts[name], name))
