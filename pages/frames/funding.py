"""Money raised: what its total leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.countries import RIVALS
from metrics.funding import ApartRow, apart
from metrics.question import Question
from pages.frames.shown import Apart, Shown
from pages.places import place


@dataclass(frozen=True)
class ApartShown:
    """A row that stands apart, with a link to each record that it counts and to each rate that converted one."""

    row: ApartRow
    records: list[tuple[str, str]]


def kept_apart(question: Question) -> list[ApartShown]:
    """What the totals of the compared countries leave out."""
    names = {event.slug: f"{event.organization.name}, {event.on}" for event in question.funding}
    names |= {rate.slug: str(rate) for rates in question.rates.values() for rate in rates}
    return [
        ApartShown(row, [(place(fact.kind, fact.slug), names[fact.slug]) for fact in row.facts])
        for row in apart(question)
        if row.country in RIVALS
    ]


def _apart() -> Apart:
    return Apart(
        _("Credit lines, contracts, grants, sums to be paid and whole companies are left out of this total."),
        _("They stand apart, on the page of all funding."),
        "pages:funding",
    )


SHOWN = {"funding": Shown(apart=_apart)}
