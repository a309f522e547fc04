"""Spacecraft tracked and spacecraft reported working, framed: how many each word holds for, country by country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charts.parts import Part, Parts, parts_chart
from common.countries import RIVALS, country_name
from launches.models import Spacecraft
from metrics import reported, tracked
from metrics.all import METRICS
from metrics.registry import Phrase
from pages import words
from pages.frames.choice import chosen
from pages.frames.frame import MOST_ROWS, Frame, Numbers, places, under_floor
from pages.frames.rows import rows_table, with_absences
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery
from pages.summaries import summary

_SHARED: dict[str, Phrase] = {
    "country": gettext_lazy("Country code"),
    "name": gettext_lazy("Spacecraft"),
    "slug": gettext_lazy("Its slug in the ledger"),
    "compute": gettext_lazy("Whether a source states a computer aboard: yes or unknown"),
    "form": gettext_lazy("How it flies: satellite, hosted payload, or box on a station"),
    "tracked": gettext_lazy("What the catalogues show"),
    "reported": gettext_lazy("What was reported of its work"),
    "on": gettext_lazy("Day of that word"),
    "on_last": gettext_lazy("Last day that it can mean"),
    "by": gettext_lazy("What shows it: elements or ledger"),
    "age_days": gettext_lazy("Its age in days"),
    "basis": gettext_lazy("Who says it"),
    "says": gettext_lazy("What was read"),
    "facts": gettext_lazy("Facts behind it, as kind/slug"),
}


def tracked_frame(query: ReaderQuery) -> Frame:
    """What the catalogues show of the satellites that flew."""
    return _frame("tracked_in_orbit", "tracked", tracked.WORDS, query)


def reported_frame(query: ReaderQuery) -> Frame:
    """What was reported of the work of the spacecraft that flew."""
    return _frame("reported_working", "reported", reported.WORDS, query)


def _frame(name: str, field: str, known: Mapping[str, Phrase], query: ReaderQuery) -> Frame:
    metric, question = METRICS[name], query.question()
    rows = list(chosen(metric.choices, query, metric.rows(question)))
    drawn = _parts(rows, field, known)
    keys = {"country": query.country, "confidence": query.confidence}
    keys |= {choice.key: query.raw.get(choice.key, "") for choice in metric.choices}
    notices = metric.said_beside(question) if metric.said_beside else []
    if len(rows) > MOST_ROWS:
        notices = [*notices, _("The table holds the first %(n)s rows, the files all.") % {"n": MOST_ROWS}]
    frame = Frame(
        id=name.replace("_", "-"),
        rests_on=metric.rests_on_in(question),
        versions=metric.versions,
        title=str(metric.title),
        subtitle=_(
            "A bar a country, in parts. Full: counted. Hatched and pale: apart, in the order of the words above "
            "the bar. Unit: %(unit)s."
        )
        % {"unit": metric.unit},
        sentence=summary(metric, rows, query) if not drawn else "; ".join(row.label for row in drawn) + ".",
        empty="" if drawn else _("No spacecraft of this kind was known by this day."),
        figure=parts_chart(drawn),
        table=rows_table(metric, rows[:MOST_ROWS]),
        numbers=with_absences(metric, rows, _numbers(rows)),
        unit=str(metric.unit),
        not_measured=str(metric.not_measured),
        updated=query.day,
        notices=notices,
        cite_url=metric_place(name, keys) + "#cite",
        refs=tuple(fact for row in rows for fact in row.facts),
        **places(name, metric_place(name), keys),
    )
    return under_floor(frame, query.confidence)


def _parts(rows: Sequence[Any], field: str, known: Mapping[str, Phrase]) -> list[Parts]:
    """The words of each country, the two compared first; those of which nobody states a computer are one part."""
    codes = sorted({row.country for row in rows}, key=lambda code: (code not in RIVALS, code != "US", code))
    drawn = []
    for code in codes:
        mine = [row for row in rows if row.country == code]
        sure = [row for row in mine if row.compute == Spacecraft.Compute.YES]
        parts = [
            Part(str(text), count, counts=any(row.counts for row in sure if getattr(row, field) == word))
            for word, text in known.items()
            if (count := sum(getattr(row, field) == word for row in sure))
        ]
        if unstated := len(mine) - len(sure):
            parts.append(Part(_("compute aboard not stated"), unstated))
        said = ", ".join(f"{words.number(part.count)} {part.word}" for part in parts)
        drawn.append(Parts(code, f"{country_name(code)}: {said}", parts))
    return drawn


def _numbers(rows: Sequence[Any]) -> Numbers:
    """Every field of the rows, as the API has them."""
    kind = tracked.TrackedRow if not rows else type(rows[0])
    names = [part.name for part in fields(kind) if part.name in _SHARED]
    return Numbers(
        {name: str(_SHARED[name]) for name in names},
        [[_plain(getattr(row, name)) for name in names] for row in rows],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "; ".join(f"{fact.kind}/{fact.slug}" for fact in value)
    return value


SHOWN = {"tracked_in_orbit": Shown(tracked_frame), "reported_working": Shown(reported_frame)}
