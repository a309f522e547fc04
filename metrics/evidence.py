"""Orbit evidence: what the public catalogues show of each spacecraft that is said to be up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from launches.models import Spacecraft
from metrics.question import FactRef, Question
from metrics.registry import ORBITS, Metric, register
from metrics.satellites import Flight, flights
from physics.orbits import mean_altitude_km
from projects.models import Project


@dataclass(frozen=True)
class EvidenceRow:
    """The public signs of one spacecraft.

    `age_days` is the age of its newest element set on the day; `mean_altitude_km` is that of the mean
    orbit over the equatorial radius, from the mean motion. Both are None where no element set is known.
    `gone_on` is None while no end is known; `disputed` says that sources conflict over the spacecraft.
    """

    country: str
    name: str
    slug: str
    project: str
    status: str
    identity: str
    norad_cat_id: int | None
    launched_first: date | None
    launched_last: date | None
    launched: str | None
    epoch: date | None
    age_days: int | None
    mean_altitude_km: float | None
    gone_on: date | None
    disputed: bool
    facts: tuple[FactRef, ...]

    @property
    def identity_label(self) -> str:
        return str(Spacecraft.Identity(self.identity).label)

    @property
    def norad_cat_id_label(self) -> str:
        """The number as a name: never grouped like a quantity."""
        return str(self.norad_cat_id)


def orbit_evidence(question: Question) -> list[EvidenceRow]:
    """Every spacecraft of computing projects that flew, those without a sign first."""
    found = [
        flight
        for scope in (Project.Scope.CORE, Project.Scope.EDGE)
        for flight in flights(question, scope)
        if flight.up_on <= question.day and question.country in ("", flight.spacecraft.country)
    ]
    rows = [_row(flight, question) for flight in found]
    return sorted(rows, key=lambda row: (row.age_days is not None, -(row.age_days or 0), row.name))


def _row(flight: Flight, question: Question) -> EvidenceRow:
    craft = flight.spacecraft
    epoch, altitude = _newest(craft, question)
    return EvidenceRow(
        country=craft.country,
        name=craft.name,
        slug=craft.slug,
        project=craft.project.name,
        status=flight.state.word,
        identity=craft.identity,
        norad_cat_id=craft.norad_cat_id,
        launched_first=craft.launched_on_first,
        launched_last=craft.launched_on_last,
        launched=str(craft.launched_on) if craft.launched_on else None,
        epoch=epoch,
        age_days=(question.day - epoch).days if epoch else None,
        mean_altitude_km=altitude,
        gone_on=flight.left_on if flight.left_on and flight.left_on <= question.day else None,
        disputed=craft.confidence == "disputed",
        facts=(flight.ref,),
    )


def _newest(craft: Spacecraft, question: Question) -> tuple[date | None, float | None]:
    """Epoch and height of the newest element set here, else of the ledger's own reading of one."""
    newest = question.newest_elements.get(craft.norad_cat_id) if craft.norad_cat_id else None
    if newest and newest.epoch.date() <= question.day:
        return newest.epoch.date(), round(mean_altitude_km(newest.mean_motion), 1)
    if craft.reading_epoch and craft.reading_epoch <= question.day:
        return craft.reading_epoch, craft.reading_mean_altitude_km
    return None, None


register(
    Metric(
        "orbit_evidence",
        _("Orbit evidence"),
        _(
            "For each spacecraft said to be in orbit: how sure its catalogue number is, the age of its "
            "newest public element set, and the height of its mean orbit."
        ),
        _("days, km"),
        _(
            "Not whether the computer aboard works: an element set shows that an object is tracked. A "
            "hosted payload has the orbit of its host. A match marked doubtful may be of a neighbour."
        ),
        orbit_evidence,
        columns=(
            ("country", _("Country")),
            ("name", _("Spacecraft")),
            ("identity_label", _("Identity")),
            ("norad_cat_id", _("NORAD")),
            ("launched", _("Launched")),
            ("epoch", _("Newest element set")),
            ("age_days", _("Age in days")),
            ("mean_altitude_km", _("Mean height (km)")),
            ("gone_on", _("Gone")),
        ),
        absent=lambda row, name: "none" if name == "gone_on" else "",
        disputes="name",
        rests_on=ORBITS,
    )
)
