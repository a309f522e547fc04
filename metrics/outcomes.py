"""What became of promised dates, computed from dates alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from projects.models import Target

Outcome = Literal["met", "missed", "pending", "superseded", "unknown"]
OUTCOMES = {
    "met": _("kept"),
    "missed": _("missed"),
    "pending": _("pending"),
    "superseded": _("replaced"),
    "unknown": _("no report"),
}
CAME_DUE = ("met", "missed", "unknown")


def outcome(target: Target, day: date, moved: date | None = None) -> Outcome:
    """What became of a target by a day; `moved` is the day on which a later date in its place was known.

    Kept or missed where the day it came true is known. Missed, too, from the day on which it was found
    unmet or known to have moved, before its last day or after it. Otherwise pending up to its last day, or
    replaced where its named successor gives no later date, and without a report after it. A "not earlier
    than" cannot be missed: it is replaced where it moved, and else stays pending. A disputed date is
    somebody else's and moves nothing; nor does a statement that nobody could know by that day.
    """
    happened, surely, due_last = target.outcome_on_first, target.outcome_on_last, target.due_last
    if happened and surely and happened <= day:
        if target.bound == Target.Bound.NOT_EARLIER or surely <= due_last:
            return "met"
        return "missed" if happened > due_last else "unknown"
    if target.bound == Target.Bound.NOT_EARLIER:
        return "superseded" if moved or _is_replaced(target, day) else "pending"
    if moved or (target.not_met_on_first is not None and target.not_met_on_first <= day):
        return "missed"
    if day <= due_last:
        return "superseded" if _is_replaced(target, day) else "pending"
    return "unknown"


def _is_replaced(target: Target, day: date) -> bool:
    """Whether the successor that an analyst named was known by the day."""
    heir = target.superseded_by
    return (
        heir is not None and "disputed" not in (target.confidence, heir.confidence) and _told_on(heir) <= day
    )


def _told_on(target: Target) -> date:
    """The first day on which the public could have a statement."""
    return max(target.stated_on_first, target.known_on)


def outcomes(
    targets: Sequence[Target], day: date, moved: Mapping[int, date] | None = None
) -> dict[int, Outcome]:
    """The outcome of each target by primary key, judged against all statements of its promise.

    `moved` are the `moves` among them, where they are known already.
    """
    moved = moves(targets, day) if moved is None else moved
    return {target.id: outcome(target, day, moved.get(target.id)) for target in targets}


def moves(targets: Iterable[Target], day: date) -> dict[int, date]:
    """The first day, up to this one, on which each target that moved was known to have, by primary key.

    It moved when the same promise, or its named successor, was stated later for a time wholly after it.
    """
    promises: dict[tuple[int, str], list[Target]] = defaultdict(list)
    found: dict[int, date] = {}
    for target in targets:
        if target.confidence == "disputed":
            continue
        promises[target.project_id, target.promise].append(target)
        heir = target.superseded_by
        if heir and heir.due_first > target.due_last and _is_replaced(target, day):
            found[target.id] = _told_on(heir)
    for told in promises.values():
        for key, on in _moves_of(told, day) if len(told) > 1 else ():
            found[key] = min(on, found.get(key, on))
    return found


def _moves_of(told: list[Target], day: date) -> Iterator[tuple[int, date]]:
    """The moves within one promise: each statement is looked at once, the newest first.

    Of the statements seen, only those are kept beside each other than which none was due later and known
    as early: along them both days rise, so that the first one due after a date was known first of all those.
    """
    told.sort(key=lambda target: target.stated_on_first)
    due: list[date] = []
    known: list[date] = []
    waiting: list[Target] = []
    for target in reversed(told):
        if waiting and waiting[0].stated_on_first > target.stated_on_first:
            for later in waiting:
                _keep(due, known, later.due_first, _told_on(later))
            waiting = []
        if (at := bisect_right(due, target.due_last)) < len(due):
            yield target.id, known[at]
        if _told_on(target) <= day:
            waiting.append(target)


def _keep(due: list[date], known: list[date], due_first: date, told_on: date) -> None:
    at = bisect_left(due, due_first)
    if at < len(due) and known[at] <= told_on:
        return
    end = at + (at < len(due) and due[at] == due_first)
    start = at
    while start and known[start - 1] >= told_on:
        start -= 1
    due[start:end], known[start:end] = [due_first], [told_on]


def movers(targets: Iterable[Target], moved: Mapping[int, date]) -> dict[int, Target]:
    """The later statement by which each target that moved was known to have, by primary key."""
    told: dict[tuple[int, str, date], list[Target]] = defaultdict(list)
    waiting = []
    for target in targets:
        if target.confidence != "disputed":
            told[target.project_id, target.promise, _told_on(target)].append(target)
        if target.id in moved:
            waiting.append(target)
    found: dict[int, Target] = {}
    for target in waiting:
        on, heir = moved[target.id], target.superseded_by
        if heir and heir.due_first > target.due_last and _told_on(heir) == on:
            found[target.id] = heir
            continue
        for later in told[target.project_id, target.promise, on]:
            if later.due_first > target.due_last and later.stated_on_first > target.stated_on_first:
                found[target.id] = later
                break
    return found


def outcome_label(word: Outcome, outcome_on: date | None, searched_on: date | None) -> str:
    """The outcome for readers; of a date without a report, up to when one was looked for."""
    if word == "unknown" and outcome_on:
        return _now("too vaguely dated to tell")
    if word == "unknown" and searched_on:
        return _now("no report by %(day)s") % {"day": date_format(searched_on)}
    return str(OUTCOMES[word])


def known_outcome_on(target: Target, day: date) -> date | None:
    """The first day on which it can have come true, where that is behind us on the day."""
    happened = target.outcome_on_first
    return happened if happened and happened <= day else None


def known_searched_on(target: Target, day: date) -> date | None:
    """The last day up to which a report was looked for in vain; None on a day on which nobody had looked yet."""
    searched = target.searched_on
    return searched if searched and target.due_last < searched <= day else None
