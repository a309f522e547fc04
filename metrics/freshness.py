"""Freshness: how old the newest knowledge is, by country and kind of fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    Count,
    F,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS
from common.dates import days_before
from launches.models import ElementSet, Launch, Spacecraft
from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, Phrase, register
from news.models import NewsItem
from projects.models import Filing, FundingEvent, Milestone, Project, Statement, StatusChange, Target

RECENT_DAYS = 90


@dataclass(frozen=True)
class _Kind:
    """One kind of fact: where its country stands, and what names one of its facts."""

    name: str
    model: type[Model]
    country: Any
    title: tuple[Any, ...]


_KINDS = (
    _Kind("projects", Project, F("country"), ("name",)),
    _Kind("status_changes", StatusChange, F("project__country"), ("project__name", Value(": "), "status")),
    _Kind(
        "statements",
        Statement,
        Coalesce("project__country", "spacecraft__country"),
        (Coalesce("project__name", "spacecraft__name"), Value(": "), "quantity"),
    ),
    _Kind("targets", Target, F("project__country"), ("project__name", Value(": "), "text")),
    _Kind("milestones", Milestone, F("country"), ("title",)),
    _Kind("funding", FundingEvent, F("organization__country"), ("organization__name",)),
    _Kind("filings", Filing, F("country"), (Coalesce("project__name", "authority"), Value(": "), "kind")),
    _Kind("launches", Launch, F("country"), ("name",)),
    _Kind("news", NewsItem, F("country"), ("headline",)),
)
_ELEMENT_SETS = "element_sets"
LABELS = {kind.name: kind.model._meta.verbose_name_plural for kind in _KINDS} | {
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

    @property
    def newest_or_none(self) -> date | Phrase:
        return self.newest_on or _("no fact known")

    @property
    def newest_title(self) -> str:
        return self.newest or "–"

    @property
    def age_or_none(self) -> int | Phrase:
        return _("not applicable") if self.age_days is None else self.age_days


@asked_once
def freshness(question: Question) -> list[FreshRow]:
    """Each kind of fact for each country, two queries for all; a kind without a fact has a row too."""
    countries = (question.country,) if question.country else RIVALS
    counted = _counted(question, countries)
    newest = _newest(question, {key: on for key, (on, _count, _recent) in counted.items()})
    rows = []
    for country in countries:
        for kind in LABELS:
            on, count, recent = counted.get((kind, country), (None, 0, 0))
            facts = newest.get((kind, country), [])
            rows.append(
                FreshRow(
                    country=country,
                    kind=kind,
                    newest_on=on,
                    age_days=(question.day - on).days if on else None,
                    count=count,
                    recent=recent,
                    newest=facts[0][1] if facts else "",
                    facts=tuple(ref for ref, _title in facts),
                )
            )
    return rows


def _known(kind: _Kind, question: Question) -> QuerySet[Any]:
    """The facts of a kind that were known on the day, with the country of each."""
    rows: Any = kind.model._default_manager
    return (
        rows.known_by(question.day)
        .with_confidence(question.confidence)
        .order_by()
        .annotate(c_kind=Value(kind.name, CharField()), c_country=kind.country)
    )


def _tracked(question: Question) -> QuerySet[Spacecraft]:
    """Spacecraft with a catalogue number of their own: that of a hosted payload is its host's."""
    return (
        Spacecraft.objects.known_by(question.day)
        .with_confidence(question.confidence)
        .exclude(identity=Spacecraft.Identity.HOSTED)
        .filter(norad_cat_id__isnull=False)
        .order_by()
    )


def _counted(question: Question, countries: Iterable[str]) -> dict[tuple[str, str], tuple[date, int, int]]:
    """Newest day, number of facts and number of recent ones, by kind and country."""
    since = days_before(question.day, RECENT_DAYS)
    craft = _tracked(question)
    sets = (
        ElementSet.objects.known_by(question.day)
        .filter(norad_cat_id__in=craft.values("norad_cat_id"))
        .order_by()
        .annotate(
            c_kind=Value(_ELEMENT_SETS, CharField()),
            c_country=Subquery(craft.filter(norad_cat_id=OuterRef("norad_cat_id")).values("country")[:1]),
            c_on=TruncDate("epoch"),
        )
    )
    first, *rest = [
        rows.filter(c_country__in=countries)
        .values("c_kind", "c_country")
        .annotate(newest=Max("c_on"), count=Count("pk"), recent=Count("pk", filter=Q(c_on__gt=since)))
        .values_list("c_kind", "c_country", "newest", "count", "recent")
        for rows in [*(_known(kind, question).annotate(c_on=F("known_on")) for kind in _KINDS), sets]
    ]
    return {
        (kind, country): (on, count, recent)
        for kind, country, on, count, recent in first.union(*rest, all=True)
    }


def _newest(
    question: Question, days: dict[tuple[str, str], date]
) -> dict[tuple[str, str], list[tuple[FactRef, str]]]:
    """The facts that became known on the newest day of each kind and country, with their names."""
    by_name = {kind.name: kind for kind in _KINDS}
    parts = []
    for (name, country), on in days.items():
        if name == _ELEMENT_SETS:
            sets = ElementSet.objects.filter(epoch__date=on).values("norad_cat_id")
            rows = _tracked(question).filter(country=country, norad_cat_id__in=sets)
            rows = rows.annotate(c_kind=Value(name, CharField()), c_country=F("country"))
            fact, title = "spacecraft", ("name",)
        else:
            rows = _known(by_name[name], question).filter(c_country=country, known_on=on)
            fact, title = name, by_name[name].title
        named = Concat(*title) if len(title) > 1 else F(title[0])
        parts.append(
            rows.annotate(c_fact=Value(fact, CharField()), c_title=Cast(named, TextField())).values_list(
                "c_kind", "c_country", "c_fact", "slug", "c_title"
            )
        )
    found: dict[tuple[str, str], list[tuple[FactRef, str]]] = {}
    if parts:
        for kind, country, fact, slug, title in sorted(parts[0].union(*parts[1:], all=True)):
            found.setdefault((kind, country), []).append((FactRef(fact, slug), title))
    return found


register(
    Metric(
        "freshness",
        _("Age of the newest facts"),
        _(
            "For each country and kind of fact: the day on which the newest one became known, its age on "
            "the day asked, how many there are, and how many became known in the 90 days before. An "
            "element set counts from its epoch."
        ),
        _("days"),
        _(
            "Not whether the world stood still: a kind grows old where nothing happens and where nobody "
            "looks. A fact whose pages show no date counts from the day they were read, so that a kind can "
            "look fresher than it is. Not the runs of the feeds: those stand on the page of their status."
        ),
        freshness,
        columns=(
            ("country", _("Country")),
            ("kind_label", _("Kind of fact")),
            ("newest_or_none", _("Newest known on")),
            ("age_or_none", _("Age in days")),
            ("count", _("Facts")),
            ("recent", _("Known in the last 90 days")),
            ("newest_title", _("Newest fact")),
        ),
    )
)
