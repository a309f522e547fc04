"""Reported working: of which compute spacecraft somebody said that they work, and how long ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from launches.models import Reported, Spacecraft, StatusReading
from launches.models.axes import reported_of
from metrics.aboard import COMPUTE, FORMS, computers_of_readings, form_of, said_of_unstated
from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, RowChoice, Version, register
from metrics.satellites import Flight, flights
from projects.models import Project

WORDS = {word.value: word.label for word in Reported}
_CHOICES = {word: WORDS[word] for word in ("working", "not_heard", "group", "contact", "ended", "silent")}


@dataclass(frozen=True)
class ReportedRow:
    """One spacecraft that flew, and the newest word of its own work by the day, else the newest of its group.

    `on` is the day of that word as stated, `age_days` its least age. `says` is what the source says in our words,
    `unread` that it is a text which we did not read. The fact is the reading that says so (several where they
    disagree), the spacecraft where there is none.
    """

    country: str
    name: str
    slug: str
    form: str
    compute: str
    reported: str
    on: str
    on_last: date | None
    age_days: int | None
    basis: str
    says: str
    unread: bool
    facts: tuple[FactRef, ...]

    @property
    def reported_label(self) -> str:
        return str(WORDS[self.reported])

    @property
    def form_label(self) -> str:
        return str(FORMS[self.form])

    @property
    def counts(self) -> bool:
        return self.reported == "working" and self.compute == Spacecraft.Compute.YES


@asked_once
def reported_working(question: Question, scope: str = Project.Scope.CORE) -> list[ReportedRow]:
    """Every spacecraft of computing projects that flew, those reported working first, the newest word on top."""
    rows = [
        _row(flight, question)
        for flight in flights(question, scope)
        if flight.up_on <= question.day and question.country in ("", flight.spacecraft.country)
    ]
    order = list(WORDS)
    return sorted(rows, key=lambda row: (order.index(row.reported), row.age_days or 0, row.name))


def _row(flight: Flight, question: Question) -> ReportedRow:
    craft, day = flight.spacecraft, question.day
    said = reported_of(flight.state, day, flight.left_on)
    readings = said.readings
    return ReportedRow(
        country=craft.country,
        name=craft.name,
        slug=craft.slug,
        form=form_of(craft),
        compute=craft.compute,
        reported=said.word.value,
        on=str(said.on) if said.on else "",
        on_last=said.last,
        age_days=(day - said.last).days if said.last else None,
        basis=", ".join(dict.fromkeys(str(r.get_basis_display()) for r in readings)),
        says=" / ".join(dict.fromkeys(r.says for r in readings)),
        unread=bool(readings) and all(r.__dict__.get("unread", False) for r in readings),
        facts=_refs(readings if said.word == Reported.DISPUTED else readings[:1]) or (flight.ref,),
    )


def _refs(readings: Sequence[StatusReading]) -> tuple[FactRef, ...]:
    return tuple(FactRef("status_readings", reading.slug) for reading in readings)


@dataclass(frozen=True)
class ReportedCount:
    """How many compute spacecraft of a country were reported working within twelve months, and what stands apart.

    `oldest` and `newest` are the days of the words counted; `forms` counts them by how they fly,
    `unread` those whose word is of a text that we did not read.
    """

    value: int
    oldest: date | None
    newest: date | None
    forms: dict[str, int]
    apart: dict[str, int]
    unstated: int
    unread: int
    facts: tuple[FactRef, ...]


@asked_once
def reported(question: Question, country: str, scope: str = Project.Scope.CORE) -> ReportedCount:
    """What the scoreboard counts of `reported_working`."""
    own = [row for row in reported_working(question, scope) if row.country == country]
    sure = [row for row in own if row.compute == Spacecraft.Compute.YES]
    counted = [row for row in sure if row.counts]
    days = [row.on_last for row in counted if row.on_last]
    return ReportedCount(
        value=len(counted),
        oldest=min(days, default=None),
        newest=max(days, default=None),
        forms={form: sum(row.form == form for row in counted) for form in FORMS},
        apart={word: sum(row.reported == word for row in sure) for word in WORDS if word != "working"},
        unstated=sum(row.reported == "working" and not row.counts for row in own),
        unread=sum(row.unread for row in counted),
        facts=tuple(fact for row in counted for fact in row.facts),
    )


register(
    Metric(
        "reported_working",
        _("Compute spacecraft reported working"),
        _(
            "Satellites, hosted payloads and boxes on a space station of projects whose purpose is computing in "
            "orbit, and of which a source states a computer aboard: those whose newest reading that speaks of their "
            "own work calls them working and is at most twelve months old. Others are not heard of since that day, "
            "and stand apart; so do those of which only a group was reported working."
        ),
        _("spacecraft"),
        _(
            "Not whether each works today: a word ages, and few name a result. No catalogue or element set counts, "
            "and silence is not failure. Who computes most, or for how long each day, nobody reports."
        ),
        reported_working,
        columns=(
            ("country", _("Country")),
            ("name", _("Spacecraft")),
            ("form_label", _("Kind")),
            ("reported_label", _("Reported")),
            ("on", _("On")),
            ("age_days", _("Age in days")),
            ("basis", _("Basis")),
            ("says", _("What was read")),
        ),
        choices=(
            RowChoice("reported", _("Reported"), _CHOICES, lambda row, word: row.reported == word),
            RowChoice("form", _("Kind"), FORMS, lambda row, word: row.form == word),
            COMPUTE,
        ),
        said_beside=said_of_unstated,
        carriers=computers_of_readings,
        versions=(Version(1, date(2026, 11, 29)),),
    )
)
