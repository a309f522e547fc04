"""The scoreboard: the few figures that say who is ahead in what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS
from metrics.compute import compute_in_orbit
from metrics.filings import requested
from metrics.funding import raised
from metrics.launches import launches_with_compute
from metrics.promises import next_targets, promises
from metrics.question import FactRef, Question, asked_once
from metrics.registry import DECAYS, LAUNCHES, Metric, register
from metrics.satellites import flights, in_orbit
from projects.models import Project

Kind = Literal["count", "money", "share", "date", "stated"]


@dataclass(frozen=True)
class ScoreRow:
    """One measure of one country.

    `value` is what is compared; None means that nothing is known. `of` is the whole of a share.
    `parts` holds the figures named beside it, `about` what a date is the date of. `metric` leads to the facts.
    """

    measure: str
    country: str
    kind: Kind
    value: float | None
    of: float | None
    promised: bool
    text: str
    parts: tuple[tuple[str, float], ...]
    about: str
    metric: str
    facts: tuple[FactRef, ...]


def scoreboard(question: Question) -> list[ScoreRow]:
    """Every measure for each of the two countries, in the order readers see them."""
    rows: list[ScoreRow] = []
    for measure in (_working, _requested, _raised, _compute, _launches, _kept, _next_target):
        rows += [measure(question, country) for country in RIVALS if question.country in ("", country)]
    return rows


def _working(question: Question, country: str) -> ScoreRow:
    row = in_orbit(question, country)
    edge = in_orbit(question, country, Project.Scope.EDGE)
    parts = (("unknown", row.unknown), ("edge_working", edge.working))
    return ScoreRow(
        "working",
        country,
        "count",
        row.working,
        None,
        False,
        "",
        parts,
        "",
        "paper_to_orbit",
        row.working_facts,
    )


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
        flight.spacecraft.launch_id is None and flight.spacecraft.country == country
        for flight in flights(question)
        if flight.up_on <= question.day
    )
    parts = (("unnamed", unnamed),)
    return ScoreRow(
        "launches", country, "count", len(rows), None, False, "", parts, "", "launches_with_compute", facts
    )


def _kept(question: Question, country: str) -> ScoreRow:
    row = promises(question, country)
    decided = row.met + row.missed
    parts = (("no_word", row.unknown), ("pending", row.pending))
    return ScoreRow(
        "kept",
        country,
        "share",
        row.met if decided else None,
        decided or None,
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


@dataclass(frozen=True)
class Verdict:
    """Who leads in orbit and on paper: a country code, "level", or "unknown" where nothing is known.

    In orbit it may be "open" too: spacecraft of which nobody knows whether they work could turn the
    order. `silent` counts them.
    """

    orbit: str
    paper: str
    working: dict[str, int]
    silent: dict[str, int]
    requested: dict[str, int | None]
    disputed: dict[str, int]


@asked_once
def verdict(question: Question) -> Verdict:
    """The sentence at the top of the page, as a decision on figures."""
    working = {country: in_orbit(question, country).working for country in RIVALS}
    silent = {country: in_orbit(question, country).unknown for country in RIVALS}
    asked = {
        country: row.filed if (row := requested(question, country)).applications else None
        for country in RIVALS
    }
    disputed = {country: requested(question, country).disputed for country in RIVALS}
    return Verdict(_at_work(working, silent), _leader(asked), working, silent, asked, disputed)


def _at_work(working: dict[str, int], silent: dict[str, int]) -> str:
    """Who has more at work, if that holds whatever became of those of unknown state."""
    for country in RIVALS:
        others = [working[code] + silent[code] for code in RIVALS if code != country]
        if working[country] > max(others):
            return country
    return "open" if any(silent.values()) else _leader(working)


def _leader(figures: dict[str, int | None] | dict[str, int]) -> str:
    known = {country: value for country, value in figures.items() if value}
    if not known:
        return "unknown"
    best = max(known.values())
    leaders = [country for country, value in known.items() if value == best]
    return leaders[0] if len(leaders) == 1 else "level"


register(
    Metric(
        "scoreboard",
        _("Scoreboard"),
        _(
            "The figures that compare the two countries at a glance: spacecraft known to work, satellites "
            "asked for, equity raised, launches with compute aboard, promised dates kept, the next date."
        ),
        _("see each measure"),
        _("Not a ranking: unlike measures are never added to one score."),
        scoreboard,
        rests_on=(*DECAYS, *LAUNCHES),
    )
)
