"""What had been stated of launches that were deleted, or taken over by another, since a moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from common.dates import start_of
from facts.past import as_it_stands
from launches.kinds import LISTED, STATED
from launches.models import FEED_SLUG, Launch, Listing
from metrics.question import Question, asked_once


class Stated(NamedTuple):
    """One statement of a launch's date, without the weight of a model: there are thousands."""

    launch_id: int
    stated_at: datetime
    net_first: date
    net_last: date
    net_precision: str
    status: str


def _rows(question: Question, what: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that went with launches deleted since the moment, as far as they stood here then."""
    moment, names = question.ledger.recorded, columns[1:]
    for change in question.ledger.taken_back:
        for said in change.before.get("gone_with_it", {}).get(what, ()):
            row = dict(zip(names, said, strict=False))  # columns may have come since
            if moment and datetime.fromisoformat(row["recorded_at"]) <= moment and _stood(row, moment):
                yield change.row_id, row


def _stood(row: dict[str, Any], moment: datetime) -> bool:
    """Whether no other row had taken its place by then."""
    until = row.get("replaced_at")
    return not until or datetime.fromisoformat(until) > moment


def statements_of_deleted(question: Question) -> list[Stated]:
    """What had been stated of them by the day, oldest first."""
    end = start_of((question.as_of or question.day) + timedelta(days=1))
    found = [
        Stated(
            pk,
            stated_at,
            date.fromisoformat(row["net_first"]),
            date.fromisoformat(row["net_last"]),
            row["net_precision"],
            row["status"],
        )
        for pk, row in _rows(question, "stated", STATED)
        if (stated_at := datetime.fromisoformat(row["stated_at"])) < end
    ]
    return sorted(found, key=lambda one: one.stated_at)


@asked_once
@as_it_stands()
def unlisted(question: Question) -> frozenset[int]:
    """Launches that Launch Library listed no longer, as known by the day; those deleted since included."""
    on = question.as_of or question.day
    absent = set(Listing.objects.absent(on).values_list("launch", flat=True))
    end = start_of(on + timedelta(days=1))
    newest: dict[int, tuple[datetime, bool]] = {}
    for pk, row in _rows(question, "listed", LISTED):
        at = datetime.fromisoformat(row["at"])
        if at < end and (pk not in newest or newest[pk][0] < at):
            newest[pk] = (at, row["listed"])
    return frozenset(absent | {pk for pk, (_at, listed) in newest.items() if not listed})


@as_it_stands()
def withdrawn(question: Question) -> set[int]:
    """Those of them that Launch Library alone knew: nobody states a date of them any more."""
    own = Launch.objects.all().is_withdrawn(question.as_of or question.day)
    found = set(Launch.objects.filter(own).values_list("pk", flat=True))
    if changed := question.ledger.undone(Launch):
        found |= {pk for pk in unlisted(question) & changed.keys() if changed[pk].slug.startswith(FEED_SLUG)}
    return found
