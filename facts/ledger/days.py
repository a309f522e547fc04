"""The day the public could know a fact: what it follows from, and what may be written instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from facts.ledger.fields import When, parse_when
from facts.ledger.registry import KINDS, Kind, Record, in_order

# Own dates that the world gave: a page that shows such an event is dated by it. The others are our readings.
EVENT_DATES = ("on", "net", "stated_on", "published_on")
# Those and the days on which we asked or counted: a fact is known by its own date. A flight, an announcement or the
# newest date of a record must be shown by an event.
TELLING_DATES = (*EVENT_DATES, "asked_on", "counted_on")

# What events give their date to each source: (kind, slug, day).
Pages = Mapping[str, set[tuple[str, str, date]]]


def known_on(kind: Kind, record: Record, source_days: list[date]) -> date | None:
    """The day the public could know: the day given or found, else that of the earliest dated source.

    Where no source has a date, the last day of the fact's own date stands for it (None: it has none). What
    happens or is said cannot be known before its own first day.
    """
    if given := record.get("known_on") or record.get("found_on"):
        return date.fromisoformat(given)
    own = parse_when(record[kind.own_date]) if kind.own_date and record.get(kind.own_date) else None
    if not source_days and own is None and "current_on" in record:
        own = parse_when(record["current_on"])
    day = min(source_days) if source_days else own.last if own else None
    return max(day, own.first) if day and own and kind.happens else day


def dates_of(kind: Kind, row: Any) -> Record:
    """The dates of a row as a record, which is what `known_on` reads beside the sources."""
    dates = {f.key: value for f in kind.fields if isinstance(f, When) and (value := f.write(row)) is not None}
    return dates | ({"found_on": row.found_on.isoformat()} if kind.is_fact and row.found_on else {})


def days_of_sources(sources: Mapping[str, Record]) -> dict[str, date]:
    """The last day of each dated source, by slug."""
    return {
        slug: parse_when(source["published_on"]).last
        for slug, source in sources.items()
        if "published_on" in source
    }


def leave_out_computed_days(records: Mapping[str, Mapping[str, Record]]) -> None:
    """`known_on` says something only where it is not the day that the sources give."""
    days = days_of_sources(records["sources"])
    for kind in in_order():
        for record in records[kind.name].values():
            if "known_on" in record and _says_the_same(kind, record, days):
                del record["known_on"]


def _computed(kind: Kind, record: Record, days: Mapping[str, date]) -> date | None:
    """The day that follows from the sources, whatever is written; None where nothing gives one."""
    rest = {key: value for key, value in record.items() if key != "known_on"}
    return known_on(kind, rest, [days[slug] for slug in record.get("sources", ()) if slug in days])


# --- What may be written ----------------------------------------------------------------------------
def dated_pages(records: Mapping[str, Mapping[str, Record]]) -> Pages:
    """The last days of the events that rest on each source."""
    found: dict[str, set[tuple[str, str, date]]] = defaultdict(set)
    for name, of_kind in records.items():
        own = KINDS[name].own_date
        if own not in EVENT_DATES:
            continue
        for slug, record in of_kind.items():
            if own in record:
                for source in record.get("sources", ()):
                    found[source].add((name, slug, parse_when(record[own]).last))
    return found


def unproved_days(
    kind: Kind, records: Mapping[str, Record], days: Mapping[str, date], pages: Pages
) -> Iterable[tuple[str, str, str]]:
    """(slug, field, sentence) of each record whose day no source can show."""
    if kind.is_fact:
        for slug, record in records.items():
            if fault := _unproved(kind, slug, record, days, pages):
                yield slug, *fault


def _unproved(
    kind: Kind, slug: str, record: Record, days: Mapping[str, date], pages: Pages
) -> tuple[str, str] | None:
    given, cited = record.get("known_on"), record.get("sources", ())
    newest = max((days[source] for source in cited if source in days), default=None)
    if "found_on" in record:
        if newest:
            return "found_on", "has a dated source: leave found_on and found_reason out, its day is known"
        return None
    if not given and cited and _computed(kind, record, days) is None:
        return "found_on", (
            "is missing: neither a source nor the record has a date that its day could follow from; "
            "write the day on which it was found, and found_reason"
        )
    if not cited:
        return None
    follows = not given or _says_the_same(kind, record, days)
    day = date.fromisoformat(given) if given else _computed(kind, record, days)
    if newest:
        if follows or (day and day <= newest):
            return None
        return "known_on", f"{given} is later than its newest dated source ({newest}): leave it out"
    if follows and kind.own_date in TELLING_DATES:
        return None
    events = {
        on
        for source in cited
        for name, other, on in pages.get(source, ())
        if (name, other) != (kind.name, slug)
    }
    if day in events:
        return None
    return "known_on" if given else "found_on", (
        "none of its sources has a date, and no event of that day rests on one of them: "
        "write found_on, the day on which it was found, and found_reason"
    )


def untold_days(
    kind: Kind, records: Mapping[str, Record], days: Mapping[str, date]
) -> Iterable[tuple[str, str, str]]:
    """(slug, field, sentence) of each outcome that none of its sources can tell: all are dated before it."""
    for slug, record in records.items() if kind.told_later else ():
        cited = record.get("sources", ())
        for key in kind.told_later:
            if key not in record or not cited or any(source not in days for source in cited):
                continue
            first = parse_when(record[key]).first
            if (newest := max(days[source] for source in cited)) < first:
                yield (
                    slug,
                    key,
                    f"{record[key]}: its newest source is of {newest}: add the source that says so",
                )


def _says_the_same(kind: Kind, record: Record, days: Mapping[str, date]) -> bool:
    day = _computed(kind, record, days)
    return day is not None and day.isoformat() == record["known_on"]
