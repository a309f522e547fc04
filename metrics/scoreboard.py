"""The scoreboard: the few figures that say who is ahead in what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS
from metrics.filings import requested
from metrics.measures import MEASURES
from metrics.question import Question, asked_once
from metrics.registry import LAUNCHES, METRICS, ORBITS, Lead, Metric, register
from metrics.reported import reported
from metrics.scores import ScoreRow, absent
from metrics.tracked import tracked

# The metrics whose pages list the facts of the figures.
_LISTED = (
    "tracked_in_orbit",
    "reported_working",
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

    In orbit it may be "open" too: satellites that nobody found in a catalogue could turn the order.
    `orbit` goes by the compute satellites that are `tracked` (None: no catalogue reading is known); those of the
    leader, or of both, were read up to `newest`. `working` are those reported working within twelve months, `group`
    further ones of which only a group was.
    """

    orbit: str
    paper: str
    tracked: dict[str, int | None]
    working: dict[str, int]
    group: dict[str, int]
    requested: dict[str, int | None]
    disputed: dict[str, int]
    newest: date | None


@asked_once
def verdict(question: Question) -> Verdict:
    """The sentence at the top of the page, as a decision on figures."""
    followed = {country: tracked(question, country).value for country in RIVALS}
    working = {country: reported(question, country) for country in RIVALS}
    asked = {
        country: row.filed if (row := requested(question, country)).applications else None
        for country in RIVALS
    }
    disputed = {country: requested(question, country).disputed for country in RIVALS}
    orbit = _in_orbit(followed, {country: tracked(question, country).not_found for country in RIVALS})
    newest = {country: tracked(question, country).newest for country in RIVALS}
    return Verdict(
        orbit,
        _leader(asked),
        followed,
        {country: row.value for country, row in working.items()},
        {country: row.apart["group"] for country, row in working.items()},
        asked,
        disputed,
        newest.get(orbit) or min((day for day in newest.values() if day), default=None),
    )


def _in_orbit(followed: dict[str, int | None], not_found: dict[str, int]) -> str:
    """Who has more tracked, if that holds whatever became of those that nobody found in a catalogue."""
    for country in RIVALS:
        others = [(followed[code] or 0) + not_found[code] for code in RIVALS if code != country]
        if (followed[country] or 0) > max(others):
            return country
    return "open" if any(not_found.values()) else _leader(followed)


def _leader(figures: dict[str, int | None]) -> str:
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
            "The figures that compare the two countries at a glance: satellites tracked in orbit, spacecraft "
            "reported working, satellites asked for, equity raised, launches with compute aboard, "
            "promised dates "
            "kept, the next date."
        ),
        _("see each measure"),
        _("Not a ranking: unlike measures are never added to one score."),
        scoreboard,
        said=None,
        leads=_leads,
        absent=absent,
        rests_on=(*ORBITS, *LAUNCHES),
    ),
    ("2026-11-29", _("Launches with compute aboard are only those of which a source states it.")),
    (
        "2026-11-29",
        _(
            "Tracked in orbit and reported working are two figures; promises count once, money counts"
            " where it was received."
        ),
    ),
    ("2026-11-30", _("Promised dates that overlap count once; sums of undisclosed size are among no facts.")),
)
