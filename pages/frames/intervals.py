"""The dates promised next, framed: a bar as long as each is vague."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from charts.intervals import interval_chart
from common.countries import country_name
from metrics.all import METRICS
from metrics.promises import NextTargetRow, next_targets
from metrics.question import Question
from pages.frames.frame import Frame, Numbers, Table, places, under_floor
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery

_SHOWN = 9


def targets_frame(query: ReaderQuery, question: Question | None = None) -> Frame:
    """The soonest dates that are still ahead."""
    country = query.country if question is None else ""
    everything = next_targets(question or query.question())
    rows = everything[:_SHOWN]
    frame = Frame(
        id="targets",
        title=_("Promised next"),
        subtitle=_(
            "The %(n)s soonest of %(all)s dates still ahead, for projects whose purpose is computing. "
            "A bar covers every day from now on that the promise can mean."
        )
        % {"n": len(rows), "all": len(everything)},
        sentence="; ".join(f"{country_name(r.country)}, {r.project}: {r.text}, {r.label}" for r in rows)
        + ".",
        empty="" if rows else _("No promised date was still ahead on this day."),
        figure=interval_chart(rows, day=query.day, not_earlier=_("not before")),
        table=Table(
            [_("Project"), _("Country"), _("Promise"), _("Date")],
            [[r.project, country_name(r.country), r.text, r.label] for r in rows],
        ),
        numbers=_numbers(rows),
        unit=_("days"),
        not_measured=_("Not whether a date is likely: see how many were kept. Not dates that nobody stated."),
        updated=query.day,
        versions=METRICS["slippage"].versions,
        cite_url=metric_place("slippage", {"country": country}) + "#facts",
        refs=tuple(fact for row in rows for fact in row.facts),
        **places(
            "next_targets",
            reverse("pages:slippage" if country else "pages:overview"),
            {"country": country, "confidence": query.confidence},
        ),
    )
    return under_floor(frame, query.confidence)


def _numbers(rows: list[NextTargetRow]) -> Numbers:
    return Numbers(
        {
            "country": _("Country code"),
            "project": _("Project"),
            "promise": _("What is promised"),
            "first": _("First day that the date can mean"),
            "last": _("Last day that the date can mean"),
            "bound": _("by: it can be missed; not_earlier: it cannot"),
            "facts": _("Facts behind it, as kind/slug"),
        },
        [
            [
                row.country,
                row.project,
                row.text,
                row.first.isoformat(),
                row.last.isoformat(),
                row.bound,
                "; ".join(f"{fact.kind}/{fact.slug}" for fact in row.facts),
            ]
            for row in rows
        ],
    )


SHOWN = {"next_targets": Shown(targets_frame)}
