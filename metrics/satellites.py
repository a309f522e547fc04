"""Compute in orbit: which spacecraft flew, which are still up, which were reported working."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.countries import country_name
from launches.models import Spacecraft, State
from launches.models.axes import left_on
from metrics.question import FactRef, Question, asked_once
from metrics.registry import DECAYS, Metric, register
from metrics.steps import Event, StepRow, running
from metrics.wording import number
from projects.models import Project


@dataclass(frozen=True)
class Flight:
    """One spacecraft or hosted payload that flew: when it counted as up, and when it no longer did.

    `state` is what was known of it on the day asked.
    """

    spacecraft: Spacecraft
    first: date
    up_on: date
    left_on: date | None
    state: State

    @property
    def ref(self) -> FactRef:
        return FactRef("spacecraft", self.spacecraft.slug)

    @property
    def is_satellite(self) -> bool:
        """Whether it flies by itself: neither a payload on a host nor a box on a station."""
        return not self.spacecraft.is_hosted

    @property
    def is_compute_satellite(self) -> bool:
        """Whether it is a satellite of which a source states that compute is aboard."""
        return self.is_satellite and self.spacecraft.compute == Spacecraft.Compute.YES

    def had_left(self, day: date) -> bool:
        return self.left_on is not None and self.left_on <= day

    def is_up(self, day: date) -> bool:
        """Whether it flew by a day and had not left."""
        return self.up_on <= day and not self.had_left(day)


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
        state, project = question.state(craft), craft.project
        if not state.flew or craft.compute == Spacecraft.Compute.NO or project.kind == Project.Kind.LUNAR:
            continue
        up_on = craft.launched_on_last or craft.known_on
        decayed_on: date | None = craft.decayed_on  # type: ignore[attr-defined]  # read beside it by the ledger
        gone = left_on(craft, state, decayed_on)
        flight = Flight(craft, craft.launched_on_first or up_on, up_on, gone, state)
        found.setdefault(project.scope, []).append(flight)
    return found


@dataclass(frozen=True)
class InOrbitRow:
    """A country's compute spacecraft on the day: flown = in_orbit + left.

    `facts` are those flown, `in_orbit_facts` those of them that are still up.
    """

    country: str
    launched: int
    left: int
    in_orbit: int
    facts: tuple[FactRef, ...]
    in_orbit_facts: tuple[FactRef, ...]


@asked_once
def in_orbit(
    question: Question, country: str, scope: str = Project.Scope.CORE, *, satellites: bool = False
) -> InOrbitRow:
    """What a country has flown and still has up on the question's day; or of it the compute `satellites` alone."""
    day = question.day
    flown = [
        flight
        for flight in flights(question, scope)
        if flight.spacecraft.country == country
        and flight.up_on <= day
        and (flight.is_compute_satellite or not satellites)
    ]
    up = [flight for flight in flown if flight.is_up(day)]
    return InOrbitRow(
        country,
        len(flown),
        len(flown) - len(up),
        len(up),
        tuple(flight.ref for flight in flown),
        tuple(flight.ref for flight in up),
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
    return _said_of_unknown(question, lambda flight: flight.is_up(question.day))


def said_of_unknown_launched(question: Question) -> list[str]:
    """The same of all that flew."""
    return _said_of_unknown(question, lambda flight: flight.up_on <= question.day)


def _said_of_unknown(question: Question, counts: Callable[[Flight], bool]) -> list[str]:
    names = sorted(
        f"{flight.spacecraft.name} ({country_name(flight.spacecraft.country)})"
        for flight in flights(question)
        if flight.spacecraft.compute == Spacecraft.Compute.UNKNOWN
        and question.country in ("", flight.spacecraft.country)
        and counts(flight)
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
