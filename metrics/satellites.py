"""Compute in orbit: which spacecraft flew, which are still up, which are known to work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.countries import country_name
from launches.models import Spacecraft
from metrics.question import FactRef, Question, asked_once
from metrics.registry import DECAYS, Metric, register
from metrics.steps import Event, StepRow, running
from metrics.wording import number
from projects.models import Project, Status

State = Literal["working", "unknown", "left"]
_ENDED = (Spacecraft.Status.RETIRED, Spacecraft.Status.FAILED, Spacecraft.Status.DEORBITED)


@dataclass(frozen=True)
class Flight:
    """One spacecraft or hosted payload that flew: when it counted as up, and when it no longer did."""

    spacecraft: Spacecraft
    first: date
    up_on: date
    left_on: date | None
    worked: bool

    @property
    def ref(self) -> FactRef:
        return FactRef("spacecraft", self.spacecraft.slug)

    def state(self, day: date) -> State | None:
        """Its state on a day; None before it flew.

        `worked` is what was known by the day asked: the ledger's reading of the spacecraft where it
        was made by then, else the step its project had reached.
        """
        if day < self.up_on:
            return None
        if self.left_on and self.left_on <= day:
            return "left"
        return "working" if self.worked else "unknown"


def flights(question: Question, scope: str = Project.Scope.CORE) -> list[Flight]:
    """Spacecraft of computing projects that flew, and that carry compute or of which nobody states it.

    Each spacecraft counts once, whichever projects share it. Left out: payloads that flew to the
    Moon, and spacecraft that are known to carry no compute.
    """
    return _flights(question).get(scope, [])


@asked_once
def _flights(question: Question) -> dict[str, list[Flight]]:
    """All flights, by the scope of their project."""
    found: dict[str, list[Flight]] = {}
    for craft in question.spacecraft:
        if craft.status == Spacecraft.Status.PLANNED or craft.compute == Spacecraft.Compute.NO:
            continue
        project = craft.project
        if project.kind == Project.Kind.LUNAR:
            continue
        up_on = craft.launched_on_last or craft.known_on
        decayed_on: date | None = craft.decayed_on  # type: ignore[attr-defined]  # read beside it by the ledger
        left_on = decayed_on if craft.identity != Spacecraft.Identity.HOSTED else None
        if left_on is None and craft.status in _ENDED:
            left_on = craft.status_on_first
        flight = Flight(craft, craft.launched_on_first or up_on, up_on, left_on, _worked(craft, question))
        found.setdefault(project.scope, []).append(flight)
    return found


def _worked(craft: Spacecraft, question: Question) -> bool:
    """Whether it was last reported working, by what was known on the question's day.

    Before the ledger's reading of it was made, its project must have been operational by then; one
    whose later reading found no state stays unknown all along.
    """
    if craft.status_on_first <= question.day:
        return craft.status == Spacecraft.Status.OPERATIONAL
    if craft.status not in (Spacecraft.Status.OPERATIONAL, *_ENDED):
        return False
    return question.project_steps.get(craft.project_id) == Status.OPERATIONAL


@dataclass(frozen=True)
class InOrbitRow:
    """A country's compute spacecraft on the day: flown = in_orbit + left; in_orbit = working + unknown.

    `facts` are those flown, `in_orbit_facts` and `working_facts` those of them that each figure counts.
    """

    country: str
    launched: int
    left: int
    in_orbit: int
    working: int
    unknown: int
    facts: tuple[FactRef, ...]
    in_orbit_facts: tuple[FactRef, ...]
    working_facts: tuple[FactRef, ...]


@asked_once
def in_orbit(question: Question, country: str, scope: str = Project.Scope.CORE) -> InOrbitRow:
    """What a country has flown and still has up on the question's day."""
    states = [
        (flight, state)
        for flight in flights(question, scope)
        if flight.spacecraft.country == country and (state := flight.state(question.day))
    ]
    count = {word: sum(state == word for _flight, state in states) for word in ("working", "unknown", "left")}
    return InOrbitRow(
        country,
        len(states),
        count["left"],
        count["working"] + count["unknown"],
        count["working"],
        count["unknown"],
        tuple(flight.ref for flight, _state in states),
        tuple(flight.ref for flight, state in states if state != "left"),
        tuple(flight.ref for flight, state in states if state == "working"),
    )


def _events(found: Iterable[Flight]) -> Iterable[Event]:
    for flight in found:
        craft = flight.spacecraft
        doubt = craft.confidence == "disputed"
        yield Event(craft.country, flight.first, flight.up_on, 1, craft.name, (flight.ref,), disputed=doubt)
        if flight.left_on:
            # A vague launch date counts from its last day, which an end in the same period may precede.
            end = max(flight.left_on, flight.up_on)
            yield Event(craft.country, flight.left_on, end, -1, craft.name, (flight.ref,), disputed=doubt)


def satellites_in_orbit(question: Question) -> list[StepRow]:
    """Launched minus gone, by country, after each launch and each end."""
    return running(_events(flights(question)), question)


def satellites_launched(question: Question) -> list[StepRow]:
    """All that ever flew, by country, after each launch."""
    return running((event for event in _events(flights(question)) if event.change > 0), question)


def said_of_unknown(question: Question) -> list[str]:
    """Which of those that are up are counted though nobody states whether they carry compute."""
    return _said_of_unknown(question, lambda state: state != "left")


def said_of_unknown_launched(question: Question) -> list[str]:
    """The same of all that flew."""
    return _said_of_unknown(question, lambda state: True)


def _said_of_unknown(question: Question, counts: Callable[[State], bool]) -> list[str]:
    names = sorted(
        f"{flight.spacecraft.name} ({country_name(flight.spacecraft.country)})"
        for flight in flights(question)
        if flight.spacecraft.compute == Spacecraft.Compute.UNKNOWN
        and question.country in ("", flight.spacecraft.country)
        and (state := flight.state(question.day))
        and counts(state)
    )
    if not names:
        return []
    return [
        ngettext(
            "Counted by the purpose of its project: %(n)s spacecraft of which no source states whether compute "
            "is aboard: %(names)s.",
            "Counted by the purpose of their projects: %(n)s spacecraft of which no source states whether compute "
            "is aboard: %(names)s.",
            len(names),
        )
        % {"n": number(len(names)), "names": ", ".join(names)}
    ]


register(
    Metric(
        "satellites_in_orbit",
        _("Compute spacecraft in orbit"),
        _(
            "Satellites and hosted payloads of projects whose purpose is computing in orbit: launched, "
            "minus those decayed, retired or failed. Each counts once, whichever projects share it. "
            "A vague launch date counts from the last day it can mean, one that nobody states from the day the "
            "spacecraft became known. Payloads that flew to the Moon are left out."
        ),
        _("spacecraft"),
        _(
            "Not computing power, and not whether each still works: one whose state is unknown counts "
            "until a source or the catalogue ends it. Satellites that process their own images count apart."
        ),
        satellites_in_orbit,
        over_time=True,
        rests_on=DECAYS,
        said_beside=said_of_unknown,
    )
)
register(
    Metric(
        "satellites_launched",
        _("Compute spacecraft launched"),
        _(
            "Satellites and hosted payloads of projects whose purpose is computing in orbit, "
            "counted on the day they flew, or became known where no source gives it, and never taken away. "
            "Payloads that flew to the Moon are left out."
        ),
        _("spacecraft"),
        _("Not what is still up or works today."),
        satellites_launched,
        over_time=True,
        said_beside=said_of_unknown_launched,
    )
)
