"""Tracked in orbit: which compute satellites the public catalogues follow. Tracked is not working."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate, days_before
from common.dates import label as date_label
from launches.models import Signs, Spacecraft, StatusReading, Tracked
from launches.models.axes import MOST_DAYS, tracked_of
from metrics.aboard import COMPUTE, computers_of_readings, said_of_unstated
from metrics.question import FactRef, Question, asked_once
from metrics.registry import ORBITS, Metric, RowChoice, Version, register
from metrics.satellites import Flight, flights
from projects.models import Project

WORDS = {word.value: word.label for word in Tracked}
_CHOICES = {word: WORDS[word] for word in ("tracked", "last_tracked", "not_found", "hosted")}


@dataclass(frozen=True)
class TrackedRow:
    """One spacecraft that flew, and what the catalogues showed of it by the day.

    `on` is the day of the newest element set or catalogue reading (of its end where it is gone), `by` which
    of the two it is: "elements" or "ledger". The facts are the reading counted, or the spacecraft whose element
    set it is.
    """

    country: str
    name: str
    slug: str
    compute: str
    tracked: str
    on: date | None
    by: str
    age_days: int | None
    says: str
    facts: tuple[FactRef, ...]

    @property
    def tracked_label(self) -> str:
        return str(WORDS[self.tracked])

    @property
    def counts(self) -> bool:
        return self.tracked == "tracked" and self.compute == Spacecraft.Compute.YES


@asked_once
def tracked_in_orbit(question: Question, scope: str = Project.Scope.CORE) -> list[TrackedRow]:
    """Every spacecraft of computing projects that flew: those tracked first, the newest on top."""
    rows = [
        _row(flight, question)
        for flight in flights(question, scope)
        if flight.up_on <= question.day and question.country in ("", flight.spacecraft.country)
    ]
    order = list(WORDS)
    return sorted(rows, key=lambda row: (order.index(row.tracked), row.age_days or 0, row.name))


@asked_once
def has_sets(question: Question) -> bool:
    """Whether the site has element sets of that time: of any spacecraft, from the 30 days up to the day."""
    limit = days_before(question.day, MOST_DAYS)
    return any(day >= limit for day in question.newest_epochs.values())


def _row(flight: Flight, question: Question) -> TrackedRow:
    craft = flight.spacecraft
    signs = Signs(
        question.newest_epochs.get(craft.pk),
        craft.decayed_on,  # type: ignore[attr-defined]  # read beside it by the ledger
        has_sets(question),
    )
    shown = tracked_of(craft, flight.state, question.day, signs)
    reading: StatusReading | None = flight.state.tracked if shown.by == "ledger" else None
    return TrackedRow(
        country=craft.country,
        name=craft.name,
        slug=craft.slug,
        compute=craft.compute,
        tracked=shown.word.value,
        on=shown.last,
        by=shown.by,
        age_days=(question.day - shown.last).days if shown.last else None,
        says=_says(shown.by, shown.last, reading),
        facts=(FactRef("status_readings", reading.slug),) if reading else (flight.ref,),
    )


def _says(by: str, on: date | None, reading: StatusReading | None) -> str:
    """What was read: the words of a reading, or the element set where one is newer."""
    if by == "elements" and on:
        return gettext("element set of %(day)s") % {"day": date_label(PartialDate.of(on))}
    return reading.says if reading else ""


@dataclass(frozen=True)
class TrackedCount:
    """How many compute satellites of a country are tracked; None where no catalogue reading of any is known.

    `ledger` of them rest on readings of the ledger, the oldest of `oldest`; `newest` is the newest day of all.
    """

    value: int | None
    ledger: int
    oldest: date | None
    newest: date | None
    last_tracked: int
    not_found: int
    gone: int
    unstated: int
    facts: tuple[FactRef, ...]


@asked_once
def tracked(question: Question, country: str) -> TrackedCount:
    """What the scoreboard counts of `tracked_in_orbit`."""
    own = [row for row in tracked_in_orbit(question) if row.country == country]
    sure = [row for row in own if row.compute == Spacecraft.Compute.YES]
    counted = [row for row in sure if row.counts]
    told = [row for row in sure if row.tracked in ("tracked", "last_tracked", "gone")]
    silent = sum(row.tracked == "not_found" for row in sure)
    by_ledger = [row.on for row in counted if row.by == "ledger" and row.on]
    return TrackedCount(
        value=None if silent and not told else len(counted),
        ledger=len(by_ledger),
        oldest=min(by_ledger, default=None),
        newest=max((row.on for row in counted if row.on), default=None),
        last_tracked=sum(row.tracked == "last_tracked" for row in sure),
        not_found=silent,
        gone=sum(row.tracked == "gone" for row in sure),
        unstated=sum(row.tracked == "tracked" and not row.counts for row in own),
        facts=tuple(fact for row in counted for fact in row.facts),
    )


register(
    Metric(
        "tracked_in_orbit",
        _("Compute satellites tracked in orbit"),
        _(
            "Satellites of projects whose purpose is computing in orbit, and of which a source states a computer "
            "aboard: catalogued, not decayed, and with an element set at most 30 days old on the day. Where the site "
            "has no element sets of that time, the newest catalogue reading of the ledger counts, with its day, for "
            "twelve months. The others are shown as last tracked on their day."
        ),
        _("satellites"),
        _(
            "Not whether a computer works: an element set shows an object, not what it does. Hosted payloads and "
            "boxes on a space station are never tracked themselves. A catalogue number can be matched wrongly inside "
            "a launch."
        ),
        tracked_in_orbit,
        columns=(
            ("country", _("Country")),
            ("name", _("Spacecraft")),
            ("tracked_label", _("Catalogues")),
            ("on", _("On")),
            ("age_days", _("Age in days")),
            ("says", _("What was read")),
        ),
        rests_on=ORBITS,
        choices=(
            RowChoice("tracked", _("Catalogues"), _CHOICES, lambda row, word: row.tracked == word),
            COMPUTE,
        ),
        said_beside=said_of_unstated,
        carriers=computers_of_readings,
        versions=(
            Version(1, date(2026, 11, 29)),
            Version(
                2,
                date(2026, 11, 30),
                _(
                    "A catalogue reading that stands in for element sets counts for twelve months: a launch log of "
                    "years ago shows no object in orbit."
                ),
            ),
        ),
    )
)
