"""Notices what is gone from inside the records of an answer: columns that fall empty, and names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from feeds.feed import Feed
from feeds.http.columns import Columns
from feeds.http.results import Parsed, Stream, moment
from feeds.models import AnswerProfile
from feeds.models.profile import ENOUGH

# A column that was filled in this share of a whole list, or of one of what changed, which holds now this and now
# that, and is filled in hardly any of the records now.
MOST_OF_ALL, MOST_OF_CHANGES, HARDLY_ANY = 0.5, 0.9, 0.05
# So few records say it only where the column was always filled, and fewer say nothing.
FEW = 5
SHOWN = 8


def columns_of(parsed: Parsed[object] | Stream[object]) -> Columns:
    """How full the columns of an answer are."""
    return Columns.of(parsed.records) if isinstance(parsed, Parsed) else parsed.columns or Columns()


def fallen_empty(feed: Feed[object], columns: Columns) -> str:
    """Which columns are (nearly) empty that were filled in most records before, as a sentence; empty: none."""
    before = AnswerProfile.of(feed.slug)
    if before is None or columns.records < FEW or before.records < FEW:
        return ""
    floor = MOST_OF_ALL if feed.whole and columns.records >= ENOUGH else MOST_OF_CHANGES
    empty = [
        name
        for name, count in before.filled.items()
        if count >= floor * before.records and columns.filled[name] <= HARDLY_ANY * columns.records
    ]
    if not empty:
        return ""
    told = ", ".join(
        f"{name} in {columns.filled[name]:,} of {columns.records:,} records (before in {before.filled[name]:,} of "
        f"{before.records:,})"
        for name in empty[:SHOWN]
    )
    more = f" and {len(empty) - SHOWN} others" if len(empty) > SHOWN else ""
    return f"Filled now is {told}{more}; the measure is of {moment(before.at)}."


def names_that_moved(
    feed: Feed[object], parsed: Parsed[object] | Stream[object], count: int
) -> Iterator[str]:
    """Names in the objects of an answer that are new, or gone from all of them, as remarks.

    New ones without a part before them are the parser's to tell.
    """
    before = AnswerProfile.of(feed.slug)
    if before is None or not parsed.names or not before.names:
        return
    new = sorted(name for name in parsed.names.keys() - before.names.keys() if "." in name)
    gone = sorted(
        name
        for name, had in before.names.items()
        if name not in parsed.names and had >= MOST_OF_ALL * before.records and count >= FEW
    )
    for what, names in (("New there", new), ("No longer there", gone)):
        if names:
            more = f" and {len(names) - SHOWN} others" if len(names) > SHOWN else ""
            yield f"{what} since {moment(before.at)}: {', '.join(names[:SHOWN])}{more}."


def remember(
    feed: Feed[object], parsed: Parsed[object] | Stream[object], columns: Columns, at: datetime
) -> None:
    """Takes the answer for the measure of the next."""
    AnswerProfile.add(feed.slug, at, columns.records, columns.filled, parsed.names)
