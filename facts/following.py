"""Days that follow from the dates of sources: where a date moves, they move with it, whoever moves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from facts import services
from facts.ledger.days import dates_of, known_on
from facts.ledger.fields import parse_when
from facts.ledger.registry import KINDS, Kind, Record
from facts.models import Revision, Source, Stamp

AT_ONCE = 500


def follow(before: Mapping[int, Record]) -> None:
    """Moves the days that followed from these sources, each given as it was, where its date is another now."""
    was = {key: _day(record) for key, record in before.items()}
    now = dict(Source.objects.filter(pk__in=was).values_list("pk", "published_on_last")) if was else {}
    moved = {key: day for key, day in was.items() if key in now and now[key] != day}
    for fact in _facts_on(sorted(moved)):
        kind = services.kind_of_row(fact)
        days = [moved.get(one.pk, one.published_on and one.published_on.last) for one in fact.sources.all()]
        if fact.known_on == known_on(kind, dates_of(kind, fact), [day for day in days if day]):
            services.forget_prefetched(fact)
            services.settle_known_on(fact)


def followed(kind: Kind, change: Revision) -> bool:
    """Whether the day of a fact before a change followed from its sources as they were dated before that act."""
    record = change.before
    rows = {row.slug: row for row in Source.objects.filter(slug__in=record.get("sources", ()))}
    days = [
        day for slug in record.get("sources", ()) if slug in rows and (day := _day_before(rows[slug], change))
    ]
    told = {key: value for key, value in record.items() if key != "known_on"}
    day = known_on(kind, told, days)
    return day is not None and day.isoformat() == record.get("known_on")


def _day_before(source: Source, change: Revision) -> date | None:
    """The last day of the date that a source had before the act of a change, which may have moved it too."""
    act = Stamp.objects.filter(version__in=Stamp.objects.filter(revision=change).values("version"))
    since = Q(at__gte=change.at) | Q(pk__in=act.values("revision"))
    first = Revision.objects.of_record("sources", source.pk).filter(since).order_by("at", "id").first()
    if first is None:
        return source.published_on.last if source.published_on else None
    return _day(first.before)


def _day(record: Record) -> date | None:
    return parse_when(record["published_on"]).last if "published_on" in record else None


def _facts_on(sources: list[int]) -> Iterable[Any]:
    """Every fact that rests on one of these sources, once, with all its sources."""
    for at in range(0, len(sources), AT_ONCE):
        for kind in KINDS.values():
            if kind.is_fact:
                rows: Any = kind.model._default_manager.filter(sources__in=sources[at : at + AT_ONCE])
                yield from rows.distinct().prefetch_related("sources")
