"""Launches that carried compute, and those still ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from launches.models import FLOWN, Launch, Spacecraft
from metrics.question import FactRef, Question, asked_once
from metrics.registry import LAUNCHES, Metric, register
from metrics.satellites import flights
from metrics.steps import Event, StepRow, running
from projects.models import Project


def _carriers(question: Question) -> list[Launch]:
    """Launches that carried a counted spacecraft, each once."""
    found = {}
    for flight in flights(question):
        if launch := flight.spacecraft.launch:
            found[launch.pk] = launch
    return list(found.values())


@asked_once
def launches_with_compute(question: Question) -> list[StepRow]:
    """Launches with compute aboard, by country of the launcher, after each."""
    return running(
        (
            Event(
                launch.country,
                launch.net_first,
                launch.net_last,
                1,
                launch.name,
                (FactRef("launches", launch.slug),),
                disputed=launch.confidence == "disputed",
            )
            for launch in _carriers(question)
            if launch.status in FLOWN
        ),
        question,
    )


@dataclass(frozen=True)
class NextLaunchRow:
    """A launch with compute aboard that has not flown, or that nobody has reported as flown."""

    launch: Launch
    spacecraft: tuple[str, ...]
    country: str
    first: date
    last: date
    overdue: bool
    facts: tuple[FactRef, ...]


def next_launches(question: Question) -> list[NextLaunchRow]:
    """Launches with tracked spacecraft still ahead on the question's day, soonest first, overdue ones last.

    As of a past day, a launch that flew since counts as ahead if it was known by then. One that Launch
    Library alone knew and no longer lists is left out.
    """
    withdrawn = _withdrawn(question)
    groups: dict[int, list] = {}
    for craft in question.spacecraft:
        launch = craft.launch
        if launch is None or question.country not in ("", craft.country):
            continue
        if launch.net_first <= question.day and launch.status in FLOWN:
            continue
        if launch.pk in withdrawn:
            continue
        if question.as_of and launch.known_on > question.as_of:
            continue
        if craft.project.scope == Project.Scope.ADJACENT or craft.compute == Spacecraft.Compute.NO:
            continue
        groups.setdefault(launch.pk, []).append(craft)
    rows = [
        NextLaunchRow(
            launch := craft[0].launch,
            tuple(item.name for item in craft),
            craft[0].country,
            launch.net_first,
            launch.net_last,
            launch.net_last < question.day,
            (FactRef("launches", launch.slug), *(FactRef("spacecraft", item.slug) for item in craft)),
        )
        for craft in groups.values()
    ]
    return sorted(rows, key=lambda row: (row.overdue, row.last, row.first))


def _withdrawn(question: Question) -> set[int]:
    """Launches with tracked spacecraft that are withdrawn; asked for only where Launch Library ever took one away."""
    if not any(getattr(craft, "launch_was_away", False) for craft in question.spacecraft):
        return set()
    on = question.as_of or question.day
    return set(Launch.objects.filter(Launch.objects.all().is_withdrawn(on)).values_list("pk", flat=True))


register(
    Metric(
        "launches_with_compute",
        _("Launches with compute aboard"),
        _(
            "Launches that carried at least one spacecraft or hosted payload of a project whose purpose "
            "is computing in orbit, by country of the launcher."
        ),
        _("launches"),
        _(
            "Not how much compute each carried; a rideshare with one small payload counts as one. "
            "Foreign payloads count for the country that launched them. Spacecraft whose launch the ledger "
            "does not name are left out."
        ),
        launches_with_compute,
        over_time=True,
        rests_on=LAUNCHES,
    )
)
