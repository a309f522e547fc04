"""The scoreboard: the few figures that say who is ahead in what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS
from metrics.filings import requested
from metrics.measures import MEASURES
from metrics.question import Question, asked_once
from metrics.registry import DECAYS, LAUNCHES, METRICS, Lead, Metric, register
from metrics.satellites import in_orbit
from metrics.scores import ScoreRow, absent

# The metrics whose pages list the facts of the figures.
_LISTED = (
    "satellites_in_orbit",
    "filings",
    "funding",
    "compute_in_orbit",
    "launches_with_compute",
    "slippage",
)


def scoreboard(question: Question) -> list[ScoreRow]:
    """Every measure for each of the two countries, in the order readers see them."""
    return [
        measure.row(question, country)
        for measure in MEASURES.values()
        for country in RIVALS
        if question.country in ("", country)
    ]


def _leads(rows: Sequence[ScoreRow]) -> list[Lead]:
    return [Lead(METRICS[name].title, name) for name in _LISTED]


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
        said=None,
        leads=_leads,
        absent=absent,
        rests_on=(*DECAYS, *LAUNCHES),
    ),
    ("2026-11-29", _("Launches with compute aboard are only those of which a source states it.")),
)
