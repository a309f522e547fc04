"""What counts of spacecraft have in common: how each flies, and whether it carries a computer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.countries import country_name
from launches.models import Spacecraft
from metrics.question import FactRef, Question
from metrics.registry import RowChoice
from metrics.satellites import flights
from metrics.wording import number
from projects.models import Project

FORMS = {
    "satellite": _("satellite"),
    "hosted": _("hosted payload"),
    "station": _("box on a space station"),
}
COMPUTE = RowChoice(
    "compute",
    _("Computer aboard"),
    {"yes": _("stated by a source"), "unknown": _("not stated")},
    lambda row, word: row.compute == word,
)


def form_of(craft: Spacecraft) -> str:
    """Whether it is a satellite of its own, a payload on another, or aboard a space station."""
    if not craft.is_hosted:
        return "satellite"
    return "station" if craft.project.kind == Project.Kind.STATION_MODULE else "hosted"


def computers_of_readings(question: Question) -> dict[FactRef, tuple[FactRef, ...]]:
    """The spacecraft of each reading, which says what computer is aboard: a reading alone does not."""
    return {
        FactRef("status_readings", reading.slug): (FactRef("spacecraft", craft.slug),)
        for craft in question.spacecraft
        if craft.compute == Spacecraft.Compute.YES
        for reading in question.ledger.status_readings.get(craft.pk, ())
    }


def said_of_unstated(question: Question) -> list[str]:
    """Which spacecraft stand apart because nobody states whether compute is aboard."""
    names = sorted(
        f"{flight.spacecraft.name} ({country_name(flight.spacecraft.country)})"
        for flight in flights(question)
        if flight.spacecraft.compute == Spacecraft.Compute.UNKNOWN
        and flight.is_up(question.day)
        and question.country in ("", flight.spacecraft.country)
    )
    if not names:
        return []
    return [
        ngettext(
            "Not counted: %(n)s spacecraft of which no source states whether compute is aboard: %(names)s.",
            "Not counted: %(n)s spacecraft of which no source states whether compute is aboard: %(names)s.",
            len(names),
        )
        % {"n": number(len(names)), "names": ", ".join(names)}
    ]
