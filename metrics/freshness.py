"""Freshness: how old the newest knowledge is, by country and kind of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS
from common.dates import days_before, start_of
from launches.models import ElementSet, Launch, Spacecraft, StatusReading
from metrics.between import TITLES, country_of
from metrics.question import FactRef, Question, asked_once
from metrics.registry import Lead, Metric, register
from news.models import NewsItem
from projects.models import Filing, FundingEvent, Milestone, Project, Statement, StatusChange, Target

RECENT_DAYS = 90


_ELEMENT_SETS = "element_sets"
_MODELS = (Project, StatusChange, Statement, Target, Milestone, FundingEvent, Filing, Launch,
           StatusReading, NewsItem)  # fmt: skip
_KINDS = ("projects", "status_changes", "statements", "targets", "milestones", "funding", "filings",
          "launches", "status_readings", "news")  # fmt: skip
_NAME = TITLES["spacecraft"]
LABELS = {name: model._meta.verbose_name_plural for name, model in zip(_KINDS, _MODELS, strict=True)} | {
    _ELEMENT_SETS: _("element sets of tracked spacecraft")
}


@dataclass(frozen=True)
class FreshRow:
    """How fresh one kind of fact is for one country on the day.

    `newest_on` is the day on which the newest fact became known, `age_days` its age on the day asked:
    both are None where no such fact was known. `newest` names one fact of that day, `facts` all of
    them. An element set is known at its epoch; it stands in `facts` by its spacecraft.
    """

    country: str
    kind: str
    newest_on: date | None
    age_days: int | None
    count: int
    recent: int
    newest: str
    facts: tuple[FactRef, ...]

    @property
    def kind_label(self) -> str:
        return str(LABELS[self.kind])


@dataclass
class _Tally:
    """What is counted of one kind for one country."""

    newest_on: date | None = None
    count: int = 0
    recent: int = 0

    def add(self, on: date, count: int, recent: int) -> None:
        self.newest_on = max(on, self.newest_on or on)
        self.count += count
        self.recent += recent


@asked_once
def freshness(question: Question) -> list[FreshRow]:
    """Each kind of fact for each country; a kind without a fact has a row too."""
    since = days_before(question.day, RECENT_DAYS)
    tallies: dict[tuple[str, str], _Tally] = {}
    newest: dict[tuple[str, str, date], list[Any]] = {}
    for (kind, country, on), rows in _by_day(question).items():
        tally = tallies.setdefault((kind, country), _Tally())
        known = [row for row in rows if row.found_on is None]
        tally.count += len(rows) - len(known)  # the day of finding makes no kind of fact fresh
        if known:
            tally.add(on, len(known), len(known) if on > since else 0)
            newest[kind, country, on] = known
    for craft, epoch, count, recent in _tracked(question, since):
        key = (_ELEMENT_SETS, craft.country)
        tallies.setdefault(key, _Tally()).add(epoch, count, recent)
        newest.setdefault((*key, epoch), []).append(craft)
    return [
        _row(country, kind, tallies.get((kind, country), _Tally()), question.day, newest)
        for country in ((question.country,) if question.country else RIVALS)
        for kind in LABELS
    ]


def _row(country: str, kind: str, tally: _Tally, day: date, newest: dict[Any, Any]) -> FreshRow:
    on = tally.newest_on
    name, title = ("spacecraft", _NAME) if kind == _ELEMENT_SETS else (kind, TITLES[kind])
    rows = sorted(newest.get((kind, country, on), []), key=lambda row: row.slug)
    return FreshRow(
        country=country,
        kind=kind,
        newest_on=on,
        age_days=(day - on).days if on else None,
        count=tally.count,
        recent=tally.recent,
        newest=title(rows[0]) if rows else "",
        facts=tuple(FactRef(name, row.slug) for row in rows),
    )


def _by_day(question: Question) -> dict[tuple[str, str, date], list[Any]]:
    """The facts that were known on the day by kind, country and the day since when."""
    found: dict[tuple[str, str, date], list[Any]] = defaultdict(list)
    for kind in _KINDS:
        for row in getattr(question, kind):
            if row.known_on <= question.day:
                found[kind, country_of(row), row.known_on].append(row)
    return found


def _tracked(question: Question, since: date) -> Iterator[tuple[Spacecraft, date, int, int]]:
    """Spacecraft with a catalogue number of their own, the day of their newest element set, on how many
    days there is one and how many of these are recent: a count that stays when old days are thinned.
    The number of a hosted payload is its host's.
    """
    crafts = {
        craft.norad_cat_id: craft
        for craft in question.spacecraft
        if craft.norad_cat_id
        and craft.identity != Spacecraft.Identity.HOSTED
        and craft.known_on <= question.day
    }
    counts = (
        ElementSet.objects.known_by(question.seen_from)
        .filter(norad_cat_id__in=crafts)
        .order_by()
        .values("norad_cat_id")
        .annotate(
            newest=Max("epoch"),
            count=Count(TruncDate("epoch"), distinct=True),
            recent=Count(
                TruncDate("epoch"), distinct=True, filter=Q(epoch__gte=start_of(days_before(since, -1)))
            ),
        )
        .values_list("norad_cat_id", "newest", "count", "recent")
    )
    for number, newest, count, recent in counts:
        yield crafts[number], newest.date(), count, recent


def _leads(rows: Sequence[FreshRow]) -> list[Lead]:
    """The newest fact of each kind and country."""
    return [Lead(f"{row.country}, {row.kind_label}: {row.newest}", row.facts[0]) for row in rows if row.facts]


register(
    Metric(
        "freshness",
        _("Age of the newest facts"),
        _(
            "For each country and kind of fact: the day on which the newest one became known, its age on "
            "the day asked, how many there are, and how many became known in the 90 days before. An "
            "element set counts from its epoch, and once a spacecraft and day. A retracted news item does not count."
        ),
        _("days"),
        _(
            "Not whether the world stood still: a kind grows old where nothing happens and where nobody "
            "looks. A fact of unknown day is counted and makes no kind look fresh: it was only found later. "
            "Not the runs of the feeds: those stand on the page of their status."
        ),
        freshness,
        columns=(
            ("country", _("Country")),
            ("kind_label", _("Kind of fact")),
            ("newest_on", _("Newest known on")),
            ("age_days", _("Age in days")),
            ("count", _("Facts")),
            ("recent", _("Known in the last 90 days")),
            ("newest", _("Newest fact")),
        ),
        leads=_leads,
        absent=lambda row, name: (
            "none" if name == "newest_on" else "not_applicable"
        ),  # of none there is no age
    ),
    ("2026-11-27", _("Element sets count once for each spacecraft and day; before, each set counted.")),
    ("2026-11-29", _("A fact of unknown day makes no kind look fresh.")),
    ("2026-11-30", _("A retracted news item no longer counts.")),
)
