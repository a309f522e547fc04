"""Which statements of dates count as promises, each once, and why the others stand apart."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from django.utils.translation import gettext_lazy as _

from launches.models import Spacecraft
from metrics.question import Question, asked_once
from projects.models import Project, Target

NOTICE_DAYS = 30  # a date that was public for fewer days than these was hardly a promise
Apart = Literal["", "other_purpose", "not_earlier", "disputed", "no_computer", "short_notice", "not_public",
                "repeated"]  # fmt: skip
APART = {
    "other_purpose": _("for another purpose"),
    "not_earlier": _("“not earlier than”"),
    "disputed": _("disputed"),
    "no_computer": _("without a computer"),
    "short_notice": _("public less than 30 days ahead"),
    "not_public": _("public only once it had come true"),
    "repeated": _("stated before for the same time"),
}
# Of the reasons, those that are said beside a figure: what came due there would else be looked for in it.
SAID = ("no_computer", "short_notice", "not_public", "disputed")


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a statement counts as no promise of its own (empty: it is one); `tells` of one that counts, or is one."""

    apart: Apart
    tells: bool


@asked_once
def standing(question: Question) -> dict[int, Standing]:
    """How each target stands, by primary key.

    A promise is one speaker, one project, one thing promised and one period: dates that overlap are of one. It is
    counted by the statement that was public first. One that nobody could know 30 days before its last day, or before
    it came true, stands apart, and so does what is disputed, carries no computer or cannot be missed.
    """
    known = question.ledger.projects
    core = {key for key, project in known.items() if project.scope == Project.Scope.CORE}
    without = _without_computer(question)
    leads = question.ledger.leads
    found: dict[int, Standing] = {}
    spoken: dict[tuple[int, int | None, str], list[Target]] = defaultdict(list)
    for target in question.targets:
        if reason := _no_promise(target, core, without):
            found[target.id] = _as(reason, tells=False)
            continue
        speaker = target.speaker_id
        if (target.project_id, speaker) in leads:
            speaker = None
        spoken[target.project_id, speaker, target.promise].append(target)
    for told in (period for statements in spoken.values() for period in _periods(statements)):
        reason = _not_in_time(told[0], question.day)
        found[told[0].id] = _as(reason, tells=not reason)
        for other in told[1:]:
            found[other.id] = _as("repeated", tells=not reason)
    return found


def _periods(statements: list[Target]) -> list[list[Target]]:
    """Statements of one promise by the period promised, each begun by the one that was public first.

    A later one belongs to the earliest period with which its own overlaps, as far as the first one of that goes: so
    the periods are apart, and each statement is placed by one search among them.
    """
    if len(statements) == 1:
        return [statements]
    ends: list[date] = []
    periods: list[list[Target]] = []
    for target in sorted(statements, key=lambda row: (row.known_on, row.stated_on_first, row.id)):
        at = bisect_left(ends, target.due_first)
        if at < len(ends) and periods[at][0].due_first <= target.due_last:
            periods[at].append(target)
        else:
            ends.insert(at, target.due_last)
            periods.insert(at, [target])
    return periods


_as = cache(Standing)


def _no_promise(target: Target, core: set[int], without: frozenset[int]) -> Apart:
    if target.project_id not in core:
        return "other_purpose"
    if target.bound != Target.Bound.BY:
        return "not_earlier"
    if target.confidence == "disputed":
        return "disputed"
    if target.compute == Target.Compute.NO:
        return "no_computer"
    unsaid = target.compute == Target.Compute.UNKNOWN
    return "no_computer" if unsaid and target.project_id in without else ""


def _not_in_time(target: Target, day: date) -> Apart:
    """Why a promise was not public in time, in the words of `Apart`."""
    came_true = target.outcome_on_first
    if came_true and came_true <= day and target.known_on >= came_true:
        return "not_public"
    return "short_notice" if (target.due_last - target.known_on).days < NOTICE_DAYS else ""


def _without_computer(question: Question) -> frozenset[int]:
    """Projects with spacecraft, of which each is known to carry no computer, by primary key."""
    words: dict[int, set[str]] = defaultdict(set)
    for craft in question.spacecraft:
        words[craft.project_id].add(craft.compute)
    return frozenset(key for key, known in words.items() if known == {Spacecraft.Compute.NO})


def count_apart(standings: Iterable[Standing]) -> tuple[tuple[str, int], ...]:
    """How many stand apart for each of the reasons that are said beside a figure."""
    reasons = [one.apart for one in standings]
    return tuple((reason, reasons.count(reason)) for reason in SAID if reason in reasons)
