"""What became of promised dates, computed from dates alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _

from projects.models import Target

Outcome = Literal["met", "missed", "pending", "superseded", "unknown"]
OUTCOMES = {
    "met": _("met"),
    "missed": _("missed"),
    "pending": _("pending"),
    "superseded": _("superseded"),
    "unknown": _("date passed, no word"),
}


def outcome(target: Target, day: date, restatements: Iterable[Target] = ()) -> Outcome:
    """What became of a target by a day.

    Met or missed where the day it came true is known. Before its last day it is pending, or
    superseded once the same promise was stated for a later time. After its last day it is missed
    where a later statement or a finding shows that it had not come true, otherwise unknown. A
    "not earlier than" cannot be missed: it stays pending, or superseded. A disputed date is
    somebody else's and moves nothing; nor does a statement that nobody could know by that day.
    """
    happened, surely, due_last = target.outcome_on_first, target.outcome_on_last, target.due_last
    if happened and surely and happened <= day:
        if target.bound == Target.Bound.NOT_EARLIER or surely <= due_last:
            return "met"
        return "missed" if happened > due_last else "unknown"
    moved = _is_moved(target, day, restatements)
    if day <= due_last:
        return "superseded" if moved else "pending"
    if target.bound == Target.Bound.NOT_EARLIER:
        return "superseded" if moved else "pending"
    found_unmet = target.not_met_on_first is not None and target.not_met_on_first <= day
    return "missed" if moved or found_unmet else "unknown"


def _is_moved(target: Target, day: date, restatements: Iterable[Target]) -> bool:
    """Whether the same promise was given a later time by that day."""
    if target.confidence == "disputed":
        return False
    heir = target.superseded_by
    if heir and heir.confidence != "disputed" and max(heir.stated_on_first, heir.known_on) <= day:
        return True
    stated, due_last = target.stated_on_first, target.due_last
    return any(
        other.id != target.id
        and other.confidence != "disputed"
        and stated < other.stated_on_first <= day
        and other.due_first > due_last
        for other in restatements
    )


def outcomes(targets: Sequence[Target], day: date) -> dict[int, Outcome]:
    """The outcome of each target by primary key, judged against all statements of its promise."""
    promises: dict[tuple[int, str], list[Target]] = defaultdict(list)
    for target in targets:
        promises[target.project_id, target.promise].append(target)
    return {
        target.id: outcome(target, day, told if len(told) > 1 else ())
        for told in promises.values()
        for target in told
    }
