"""Launches that carried compute, and those still ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.countries import country_name
from launches.models import FLOWN, Launch, Spacecraft
from metrics.deleted_launches import withdrawn
from metrics.question import FactRef, Question, asked_once
from metrics.registry import LAUNCHES, Metric, register
from metrics.satellites import flights
from metrics.steps import Event, StepRow, running
from metrics.wording import number
from projects.models import Project


@dataclass(frozen=True)
class CarrierRow:
    """A launch that flew, with those of its spacecraft that decide whether compute was aboard."""

    launch: Launch
    spacecraft: tuple[Spacecraft, ...]


@asked_once
def _carriers(question: Question, word: str) -> list[CarrierRow]:
    """Launches that flew with spacecraft of computing projects, by whether compute was aboard, each once.

    The words are those of `LaunchQuerySet.with_compute`.
    """
    carried: dict[int, list[Spacecraft]] = {}
    for flight in flights(question):
        if (launch := flight.spacecraft.launch) and launch.status in FLOWN:
            carried.setdefault(launch.pk, []).append(flight.spacecraft)
    rows = []
    for crafts in carried.values():
        launch = crafts[0].launch
        if launch is not None and Spacecraft.Compute.of_launch(crafts) == word:
            rows.append(CarrierRow(launch, tuple(craft for craft in crafts if craft.compute == word)))
    return rows


def launches_with_compute_unknown(question: Question, country: str = "") -> list[CarrierRow]:
    """Launches by a country that carried only spacecraft of which nobody states whether they carry compute."""
    return [
        row
        for row in _carriers(question, Spacecraft.Compute.UNKNOWN)
        if country in ("", row.launch.country)
        and question.country in ("", row.launch.country)
        and row.launch.net_last <= question.day
    ]


@asked_once
def launches_with_compute(question: Question) -> list[StepRow]:
    """Launches with compute aboard, by country of the launcher, after each."""
    return running(
        (
            Event(
                row.launch.country,
                row.launch.net_first,
                row.launch.net_last,
                1,
                row.launch.name,
                (FactRef("launches", row.launch.slug),),
                disputed=row.launch.confidence == "disputed",
            )
            for row in _carriers(question, Spacecraft.Compute.YES)
        ),
        question,
    )


def carried(question: Question) -> dict[FactRef, tuple[FactRef, ...]]:
    """The spacecraft for whose computers each launch counts."""
    return {
        FactRef("launches", row.launch.slug): tuple(
            FactRef("spacecraft", craft.slug) for craft in row.spacecraft
        )
        for row in _carriers(question, Spacecraft.Compute.YES)
    }


def said_of_unknown(question: Question) -> list[str]:
    """Which launches stand apart because nobody states whether compute was aboard."""
    rows = sorted(
        launches_with_compute_unknown(question), key=lambda row: (row.launch.net_last, row.launch.slug)
    )
    if not rows:
        return []
    return [
        ngettext(
            "Not counted: %(n)s launch that carried only spacecraft of which no source states whether compute "
            "is aboard: %(names)s.",
            "Not counted: %(n)s launches that carried only spacecraft of which no source states whether compute "
            "is aboard: %(names)s.",
            len(rows),
        )
        % {"n": number(len(rows)), "names": "; ".join(map(_named, rows))}
    ]


def _named(row: CarrierRow) -> str:
    crafts = ", ".join(craft.name for craft in row.spacecraft)
    return f"{row.launch.name} ({country_name(row.launch.country)}: {crafts})"


@dataclass(frozen=True)
class NextLaunchRow:
    """A launch that has not flown, or that nobody has reported as flown.

    `spacecraft` names those with compute aboard; where there are none, `is_sure` is False and it names
    those of which nobody states it.
    """

    launch: Launch
    spacecraft: tuple[str, ...]
    is_sure: bool
    country: str
    first: date
    last: date
    overdue: bool
    facts: tuple[FactRef, ...]


def next_launches(question: Question) -> list[NextLaunchRow]:
    """Launches with compute aboard still ahead on the question's day, soonest first, overdue ones last.

    As of a past day, a launch that flew since counts as ahead if it was known by then. One that Launch
    Library alone knew and no longer lists is left out.
    """
    return _ahead(question, Spacecraft.Compute.YES)


def next_launches_unknown(question: Question) -> list[NextLaunchRow]:
    """Launches ahead that carry only spacecraft of which nobody states whether they carry compute."""
    return _ahead(question, Spacecraft.Compute.UNKNOWN)


@asked_once
def _ahead(question: Question, word: str) -> list[NextLaunchRow]:
    withdrawn = _withdrawn(question)
    groups: dict[int, list[Spacecraft]] = {}
    for craft in question.spacecraft:
        launch = craft.launch
        if launch is None or craft.project.scope == Project.Scope.ADJACENT:
            continue
        if launch.net_first <= question.day and launch.status in FLOWN:
            continue
        if launch.pk in withdrawn:
            continue
        if question.as_of and launch.known_on > question.as_of.day:
            continue
        groups.setdefault(launch.pk, []).append(craft)
    decided = [crafts for crafts in groups.values() if Spacecraft.Compute.of_launch(crafts) == word]
    named = [
        [craft for craft in crafts if craft.compute == word and question.country in ("", craft.country)]
        for crafts in decided
    ]
    rows = [_next(crafts, word, question.day) for crafts in named if crafts]
    return sorted(rows, key=lambda row: (row.overdue, row.last, row.first))


def _next(crafts: list[Spacecraft], word: str, day: date) -> NextLaunchRow:
    launch = crafts[0].launch
    assert launch is not None  # they are gathered by it
    return NextLaunchRow(
        launch,
        tuple(craft.name for craft in crafts),
        word == Spacecraft.Compute.YES,
        crafts[0].country,
        launch.net_first,
        launch.net_last,
        launch.net_last < day,
        (FactRef("launches", launch.slug), *(FactRef("spacecraft", craft.slug) for craft in crafts)),
    )


def _withdrawn(question: Question) -> set[int]:
    """Launches with tracked spacecraft that are withdrawn; asked for only where Launch Library ever took one away."""
    if not any(getattr(craft, "launch_was_away", False) for craft in question.spacecraft):
        return set()
    return withdrawn(question)


register(
    Metric(
        "launches_with_compute",
        _("Launches with compute aboard"),
        _(
            "Launches that carried at least one spacecraft or hosted payload of a project whose purpose "
            "is computing in orbit, and of which a source states that compute is aboard, by country of the "
            "launcher. Launches that carried only spacecraft of which nobody states it are named apart."
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
        said_beside=said_of_unknown,
        carriers=carried,
    ),
    (
        "2026-11-29",
        _(
            "Counts only launches of which a source states that compute is aboard; those of which nobody states "
            "it stand apart."
        ),
    ),
)
