"""The measures of the scoreboard: how each is counted, named and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate
from common.dates import label as date_label
from launches.models import Spacecraft
from metrics import scores
from metrics.compute import compute_in_orbit
from metrics.filings import requested
from metrics.funding import raised
from metrics.launches import launches_with_compute, launches_with_compute_unknown
from metrics.promises import next_targets, promises
from metrics.question import Question
from metrics.registry import Phrase
from metrics.reported import reported
from metrics.satellites import flights
from metrics.scores import ScoreRow
from metrics.tracked import tracked
from projects.models import Project


@dataclass(frozen=True)
class Measure:
    """One line of the scoreboard.

    `row` counts it for a country; `definition` says in a few words what is counted; `beside` gives what
    stands small beside a figure. Of the rows of the metric that a figure leads to, `chosen` (keys of that
    metric's choices, and a word of each) leaves those counted here. `in_logs`: figures so unlike that only
    their logarithms can be compared. `by_calendar`: it changes as days pass, without any news.
    """

    name: str
    label: Phrase
    definition: Phrase
    row: Callable[[Question, str], ScoreRow]
    beside: Callable[[ScoreRow], Iterable[str]]
    chosen: tuple[tuple[str, str], ...] = ()
    in_logs: bool = False
    by_calendar: bool = False


def score_note(row: ScoreRow) -> str:
    """What the scoreboard prints small beside the figure."""
    return " · ".join(MEASURES[row.measure].beside(row))


def _tracked(question: Question, country: str) -> ScoreRow:
    row = tracked(question, country)
    parts = (
        ("ledger", row.ledger),
        ("last_tracked", row.last_tracked),
        ("not_found", row.not_found),
        ("unstated", row.unstated),
    )
    day = _day(row.oldest) if row.oldest else ""
    return ScoreRow(
        "tracked", country, "count", row.value, None, False, "", parts, day, "tracked_in_orbit", row.facts
    )


def _working(question: Question, country: str) -> ScoreRow:
    row = reported(question, country)
    edge = reported(question, country, Project.Scope.EDGE)
    parts = (
        *((form, count) for form, count in row.forms.items()),
        *(
            (word, row.apart[word])
            for word in ("degraded", "not_heard", "group", "contact", "disputed", "silent")
        ),
        ("unstated", row.unstated),
        ("unread", row.unread),
        ("edge_working", edge.value),
    )
    days = list(dict.fromkeys(_day(day) for day in (row.oldest, row.newest) if day))
    return ScoreRow(
        "working", country, "count", row.value, None, False, "", parts, " – ".join(days), "reported_working",
        row.facts,
    )  # fmt: skip


def _day(day: date) -> str:
    return date_label(PartialDate.of(day))


def _requested(question: Question, country: str) -> ScoreRow:
    row = requested(question, country)
    parts = (("accepted", row.accepted), ("granted", row.granted), ("disputed", row.disputed))
    value = row.filed if row.applications else None
    return ScoreRow(
        "requested", country, "count", value, None, True, "", parts, "", "filings", row.filed_facts
    )


def _raised(question: Question, country: str) -> ScoreRow:
    row = raised(question, country)
    parts = (
        ("rounds", row.rounds),
        ("undisclosed", row.undisclosed),
        ("unconverted", row.unconverted),
        ("converted", row.converted),
        ("rates", row.rates),
    )
    value = row.usd if row.rounds else None
    return ScoreRow("raised", country, "money", value, None, False, "", parts, "", "funding", row.facts)


def _compute(question: Question, country: str) -> ScoreRow:
    """Stated compute, kept as it was stated: amounts of unlike kinds are named, never added."""
    rows = [row for row in compute_in_orbit(question) if row.country == country]
    parts = tuple(
        (row.unit if row.h100 is None else "H100", row.low) for row in rows if row.basis != "ceiling"
    )
    ceilings = tuple((f"up_to_{row.unit}", row.low) for row in rows if row.basis == "ceiling")
    facts = tuple(fact for row in rows for fact in row.facts)
    return ScoreRow(
        "compute",
        country,
        "stated",
        None,
        None,
        False,
        "",
        (*parts, *ceilings),
        "",
        "compute_in_orbit",
        facts,
    )


def _launches(question: Question, country: str) -> ScoreRow:
    rows = [row for row in launches_with_compute(question) if row.country == country]
    facts = tuple(fact for row in rows for fact in row.facts)
    unnamed = sum(
        flight.spacecraft.launch_id is None
        and flight.spacecraft.compute == Spacecraft.Compute.YES
        and flight.spacecraft.country == country
        for flight in flights(question)
        if flight.up_on <= question.day
    )
    unknown = len(launches_with_compute_unknown(question, country))
    parts = (("compute_unknown", unknown), ("unnamed", unnamed))
    return ScoreRow(
        "launches", country, "count", len(rows), None, False, "", parts, "", "launches_with_compute", facts
    )


def _kept(question: Question, country: str) -> ScoreRow:
    row = promises(question, country)
    parts = (("missed", row.missed), ("no_word", row.unknown), ("pending", row.pending), *row.apart)
    return ScoreRow(
        "kept",
        country,
        "share",
        row.met if row.due else None,
        row.due or None,
        False,
        "",
        parts,
        "",
        "slippage",
        row.facts,
    )


def _next_target(question: Question, country: str) -> ScoreRow:
    row = next((row for row in next_targets(question) if row.country == country), None)
    if row is None:
        return ScoreRow("next_target", country, "date", None, None, True, "", (), "", "promises_missed", ())
    about = f"{row.project}: {row.text}"
    return ScoreRow(
        "next_target", country, "date", None, None, True, row.label, (), about, "promises_missed", row.facts
    )


_ALL = (
    Measure(
        "tracked",
        _("Tracked in orbit"),
        _("satellites with a computer aboard by some source; element set at most 30 days old"),
        _tracked,
        scores.beside_tracked,
        chosen=(("tracked", "tracked"), ("compute", "yes")),
        by_calendar=True,
    ),
    Measure(
        "working",
        _("Reported working"),
        _("spacecraft, payloads and boxes named by a report of the last twelve months"),
        _working,
        scores.beside_working,
        chosen=(("reported", "working"), ("compute", "yes")),
        by_calendar=True,
    ),
    Measure(
        "requested",
        _("Satellites asked for"),
        _("log scale; applications for computing constellations"),
        _requested,
        scores.beside_requested,
        in_logs=True,
    ),
    Measure(
        "raised",
        _("Money raised"),
        _("equity received for orbital compute; credit lines, contracts and whole companies apart"),
        _raised,
        scores.beside_raised,
    ),
    Measure(
        "compute",
        _("Compute in orbit, as stated"),
        _("unlike kinds are never added; most spacecraft state none"),
        _compute,
        scores.beside_compute,
    ),
    Measure(
        "launches",
        _("Launches with compute aboard"),
        _("by country of the launcher"),
        _launches,
        scores.beside_launches,
    ),
    Measure(
        "kept",
        _("Promised dates kept"),
        _("of all promises of computing projects that came due, each once"),
        _kept,
        scores.beside_kept,
        chosen=(("judged", "decided"),),
        by_calendar=True,
    ),
    Measure(
        "next_target",
        _("Next promised date"),
        _("the soonest date still ahead"),
        _next_target,
        scores.beside_next_target,
        by_calendar=True,
    ),
)
# In the order in which readers see them.
MEASURES = {measure.name: measure for measure in _ALL}
