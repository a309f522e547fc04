"""From paper to orbit: how many satellites stand on each rung, for two countries."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS, country_name
from metrics.aboard import computers_of_readings, form_of
from metrics.filings import RequestedRow, requested
from metrics.programmes import size_of, sizes
from metrics.question import FactRef, Question
from metrics.registry import DECAYS, Metric, RowChoice, State, register
from metrics.reported import reported_working
from metrics.satellites import flights, in_orbit

STEPS = {
    "announced": _("announced"),
    "filed": _("filed"),
    "accepted": _("accepted"),
    "granted": _("granted"),
    "launched": _("launched"),
    "in_orbit": _("in orbit"),
    "working": _("reported working"),
}
# What flew and is no satellite known to compute, in the order in which it is said.
_APART = {
    "hosted": _("payloads on a host: %(names)s"),
    "station": _("boxes on a space station: %(names)s"),
    "satellite": _("satellites of which no source states whether compute is aboard: %(names)s"),
}


@dataclass(frozen=True)
class LadderRow:
    """Satellites of a country on one step. `value` is None where it is unknown or does not apply.

    `why` is then "unknown" or "not_applicable"; a value of 0 means none. `promised` tells paper
    from hardware. `disputed` is the part of the value that rests on disputed records.
    The facts are those that this step counts, and no others.
    """

    country: str
    step: str
    value: int | None
    why: State
    promised: bool
    disputed: int
    facts: tuple[FactRef, ...]

    @property
    def step_label(self) -> str:
        return str(STEPS[self.step])


def announced(question: Question, country: str) -> tuple[int, int, tuple[FactRef, ...]]:
    """The largest size stated for each computing programme, added up over the programmes of a country.

    With it the part that belongs to disputed projects, and the statements.
    """
    own = [
        size
        for stated in sizes(question).values()
        for size in stated
        if size.project and size.project.country == country
    ]
    return (
        size_of(own),
        size_of([size for size in own if size.project and size.project.confidence == "disputed"]),
        tuple(FactRef("statements", size.slug) for size in own),
    )


def paper_to_orbit(question: Question) -> list[LadderRow]:
    """Every step for each of the two countries, paper first."""
    rows = []
    for country in RIVALS:
        if question.country not in ("", country):
            continue
        paper, flown = requested(question, country), in_orbit(question, country, satellites=True)
        at_work = [
            row
            for row in reported_working(question)
            if row.counts and row.country == country and row.form == "satellite"
        ]
        working = tuple(fact for row in at_work for fact in row.facts)
        size, doubtful, stated = announced(question, country)
        rows += [
            LadderRow(country, "announced", size or None, "" if size else "unknown", True, doubtful, stated),
            LadderRow(
                country,
                "filed",
                paper.filed or None,
                "" if paper.filed else "unknown",
                True,
                paper.disputed,
                paper.filed_facts,
            ),
            _decided(paper, "accepted", paper.accepted, paper.accepted_disputed, paper.accepted_facts),
            _decided(paper, "granted", paper.granted, paper.granted_disputed, paper.granted_facts),
            LadderRow(country, "launched", flown.launched, "", False, 0, flown.facts),
            LadderRow(country, "in_orbit", flown.in_orbit, "", False, 0, flown.in_orbit_facts),
            LadderRow(country, "working", len(at_work), "", False, 0, working),
        ]
    return [row if row.promised else _with_doubt(row, question) for row in rows]


def said_of_apart(question: Question) -> list[str]:
    """What flew for computing and is on no step of hardware, since it is no satellite known to compute."""
    found: dict[str, list[str]] = {}
    for flight in flights(question):
        craft = flight.spacecraft
        asked = craft.country in RIVALS and question.country in ("", craft.country)
        if asked and flight.up_on <= question.day and not flight.is_compute_satellite:
            found.setdefault(form_of(craft), []).append(f"{craft.name} ({country_name(craft.country)})")
    if not found:
        return []
    parts = "; ".join(
        str(text) % {"names": ", ".join(sorted(found[form]))}
        for form, text in _APART.items()
        if form in found
    )
    return [_("Flown, and on no step, since satellites are counted: %(parts)s.") % {"parts": parts}]


def _with_doubt(row: LadderRow, question: Question) -> LadderRow:
    """A step of hardware with the number of its spacecraft over which sources conflict."""
    counted = {(fact.kind, fact.slug) for fact in row.facts}
    doubtful = 0
    for craft in question.spacecraft:
        readings = question.ledger.status_readings.get(craft.pk, ())
        behind = [reading for reading in readings if ("status_readings", reading.slug) in counted]
        if behind or ("spacecraft", craft.slug) in counted:
            doubtful += any(fact.confidence == "disputed" for fact in (craft, *behind))
    return replace(row, disputed=doubtful)


def _decided(
    paper: RequestedRow, step: str, value: int, disputed: int, facts: tuple[FactRef, ...]
) -> LadderRow:
    """A regulator's step: none of what was filed, or unknown where it is not known that anything was.

    The ITU neither accepts nor grants: for China the step does not apply.
    """
    if value or (paper.filed and paper.country != "CN"):
        return LadderRow(paper.country, step, value, "", True, disputed, facts)
    why: State = "not_applicable" if paper.country == "CN" else "unknown"
    return LadderRow(paper.country, step, None, why, True, 0, ())


register(
    Metric(
        "paper_to_orbit",
        _("From paper to orbit"),
        _(
            "Satellites of computing constellations on each step: the largest size announced for each "
            "programme, satellites asked for, accepted for filing, granted, then satellites of which a source "
            "states a computer aboard: launched, still in orbit, and reported working within twelve months."
        ),
        _("satellites"),
        _(
            "Not computing power, and not whether filed satellites can be built. Not payloads on a host, boxes on "
            "a space station, nor satellites of which nobody states a computer: those are named apart. "
            "Announced sizes of "
            "different programmes are added although some may never be tried together; parts of one plan are "
            "added only where the source says that they add up, else the largest counts. No record shows "
            "the Chinese licensing steps: the ITU neither accepts nor grants."
        ),
        paper_to_orbit,
        columns=(
            ("country", _("Country")),
            ("step_label", _("Step")),
            ("value", _("Satellites")),
        ),
        rests_on=DECAYS,
        absent=lambda row, name: row.why,
        counts="value",
        disputes="value",
        choices=(RowChoice("step", _("Step"), STEPS, lambda row, step: row.step == step),),
        said_beside=said_of_apart,
        carriers=computers_of_readings,
    ),
    (
        "2026-11-29",
        _(
            "Working is what was reported within twelve months, never what the catalogue tracks; "
            "parts of a plan are added where the source says so."
        ),
    ),
    (
        "2026-11-30",
        _(
            "The steps of hardware count satellites of which a source states a computer aboard, no longer payloads "
            "on a host, boxes on a space station or satellites of which nobody states it."
        ),
    ),
)
