"""Programmes and their parts: what counts once, by one rule for every country (docs/ledger.md)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from common.dates import PartialDate
from metrics.question import Question, asked_once
from projects.models import Project, Statement, Status


@asked_once
def programmes(question: Question) -> dict[int, int]:
    """The programme of each known project whose purpose is computing, by primary keys; else the project itself.

    A programme that nobody could know yet, or of another country, is none: its part stands for itself.
    """
    known = {row.pk: row for row in question.projects if row.scope == Project.Scope.CORE}
    found: dict[int, int] = {}
    for pk, row in known.items():
        top, seen = row, {pk}
        while (
            (above := known.get(top.part_of_id or 0))
            and above.country == row.country
            and above.pk not in seen
        ):
            top = above
            seen.add(above.pk)
        found[pk] = top.pk
    return found


@asked_once
def members(question: Question) -> dict[int, list[Project]]:
    """Each programme with all that is counted in it, itself among them, by its primary key."""
    whole = programmes(question)
    found: dict[int, list[Project]] = defaultdict(list)
    for row in question.projects:
        if row.pk in whole:
            found[whole[row.pk]].append(row)
    return found


# Steps that announce nothing: a talk, an interest or an idea, and the end of one.
_NO_ANNOUNCEMENT = (Status.CONCEPT, Status.CANCELLED, Status.FAILED)


@asked_once
def mere_ideas(question: Question) -> set[int]:
    """Projects of which nothing is known but talks, an interest or an idea, and perhaps its end; by primary key."""
    steps: dict[int, set[str]] = defaultdict(set)
    for step in question.status_changes:
        steps[step.project_id].add(step.status)
    return {pk for pk, words in steps.items() if words <= set(_NO_ANNOUNCEMENT)}


@asked_once
def announced_days(question: Question) -> dict[int, PartialDate]:
    """The day of each project's announcement, by primary key; projects of which no day is known are left out.

    Where no source gives the announcement, it is the day since when the project was known, or that of its first step
    where that lies before. The day on which we found a project is none of these. Talks and ideas are no announcement:
    what began as one is announced with the first step that went further.
    """
    first: dict[int, PartialDate] = {}
    idea: dict[int, PartialDate] = {}
    for step in question.status_changes:
        if step.found_on is None or step.on.last < step.found_on:
            days = idea if step.status in _NO_ANNOUNCEMENT else first
            best = days.get(step.project_id)
            days[step.project_id] = step.on if best is None or step.on.last < best.last else best
    found: dict[int, PartialDate] = {}
    for row in question.projects:
        if row.pk in mere_ideas(question):
            continue
        day = _announced(row, first.get(row.pk), idea.get(row.pk))
        if day is not None:
            found[row.pk] = day
    return found


def _announced(row: Project, step: PartialDate | None, idea: PartialDate | None) -> PartialDate | None:
    if step and idea and idea.last < step.first:
        return step
    days = [step] if step else []
    if row.found_on is None:
        days.append(_day(row.known_on))
    return row.announced_on or min(days, key=lambda when: when.last, default=None)


def _day(day: date) -> PartialDate:
    return PartialDate.of(day)


def sizes(question: Question) -> dict[int, list[Statement]]:
    """The statements that give the size of each programme, by its primary key.

    The largest figure counts. Figures of parts of a plan, stated on one day, are added: they carry the word of
    their part because their source says that they add up.
    """
    whole = programmes(question)
    stated: dict[int, dict[tuple[object, ...], list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for size in question.sizes:
        if size.project_id in whole and size.stated_on.first <= question.day:
            key = (size.project_id, size.stated_on) if size.part else (size.pk,)
            stated[whole[size.project_id]][key].append(size)
    return {
        pk: max((_each_part_once(group) for group in groups.values()), key=size_of)
        for pk, groups in stated.items()
    }


def _each_part_once(group: list[Statement]) -> list[Statement]:
    """Of several figures of one part, the largest."""
    largest: dict[str, Statement] = {}
    for size in group:
        best = largest.get(size.part)
        largest[size.part] = size if best is None or size.value > best.value else best
    return list(largest.values())


def size_of(stated: list[Statement]) -> int:
    """How many satellites these statements come to."""
    return int(sum(size.value for size in stated))
