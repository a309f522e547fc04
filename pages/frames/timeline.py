"""Milestones on one time line, framed: what happened, where, and how exactly it is dated."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.timeline import span, timeline_chart
from common.countries import RIVALS, country_name
from common.parameters import BadQuery
from metrics.question import FactRef
from pages.frames.frame import Frame, Numbers, Table, places, under_floor
from pages.frames.shown import Shown
from pages.query import ReaderQuery
from pages.words import day as day_label
from pages.words import number
from projects.models import Milestone, Project

# From the word to the deed, then what went wrong.
ORDER = (
    "announcement", "partnership", "order", "hardware_delivery", "test", "launch", "first_light",
    "in_orbit_demo", "inference_in_orbit", "model_trained_in_orbit", "setback", "failure",
)  # fmt: skip
KEYS = ("country", "kind", "project", "from", "to", "q", "confidence")
_DRAWN = 400


def asked_projects(query: ReaderQuery) -> list[tuple[str, str]]:
    """Slug and name of the projects of which a milestone was known, for the choice in the address.

    A project without one is answered with a sentence.
    """
    known = list(Project.objects.known_by(query.as_of).with_milestones(query.as_of).named_pairs(query.as_of))
    slug = query.raw.get("project", "")
    if slug and slug not in dict(known):
        raise BadQuery(
            _("project=%(slug)s has no milestone that was known by %(day)s. Choose one of the list.")
            % {"slug": slug, "day": query.day}
        )
    return known


def asked_rows(query: ReaderQuery) -> Any:
    """The milestones that an address asks for, newest first."""
    first, last = _days(query)
    return (
        Milestone.objects.known_by(query.as_of)
        .for_country(query.country)
        .with_confidence(query.confidence)
        .of_kind(query.word("kind", tuple(Milestone.Kind.values)))
        .between(first, last)
        .with_slug_of_project(query.raw.get("project", ""))
        .search(query.words)
        .with_project()
        .newest_first()
    )


def _days(query: ReaderQuery) -> tuple[date | None, date | None]:
    first, last = query.day_of("from"), query.day_of("to")
    if first and last and first > last:
        raise BadQuery(_("from=%(first)s is after to=%(last)s: swap them.") % {"first": first, "last": last})
    return first, last


def timeline_frame(query: ReaderQuery, total: int | None = None) -> Frame:
    """The newest milestones that an address asks for; `total` is the number of all, where it is known."""
    rows = list(asked_rows(query)[:_DRAWN])
    if total is None:
        asked_projects(query)
        total = asked_rows(query).count() if len(rows) == _DRAWN else len(rows)
    first, last = _days(query)
    start, end = span(rows, query.day)
    kinds = {word: str(Milestone.Kind(word).label) for word in ORDER}
    others = _("other countries")
    frame = Frame(
        id="timeline",
        title=_("What was announced, tried and shown"),
        subtitle=_(
            "A row for each kind of event. Squares above: United States; circles below: China; diamonds "
            "between: other countries. Filled is a known day; a bar is a month, quarter or year."
        ),
        sentence=_sentence(rows, others) if rows else "",
        empty="" if rows else _("No milestone matches."),
        figure=timeline_chart(
            rows,
            kinds=kinds,
            countries={code: country_name(code) for code in RIVALS},
            others=others,
            first=first or start,
            last=max(last or end, first or start),
        ),
        table=_table(rows, kinds),
        numbers=_numbers(rows),
        unit=_("events"),
        not_measured=_(
            "Not how large or useful each was, nor what nobody reported. Filings and money stand apart."
        ),
        updated=query.day,
        cite_url=reverse("pages:method"),
        refs=tuple(FactRef("milestones", row.slug) for row in rows),
        notices=_notices(rows, total, last, query),
        **places("timeline", reverse("pages:milestones"), {key: query.raw.get(key, "") for key in KEYS}),
    )
    return under_floor(frame, query.confidence)


def _sentence(rows: list[Milestone], others: str) -> str:
    parts = [(country_name(code), sum(row.country == code for row in rows)) for code in RIVALS]
    parts.append((others, sum(row.country not in RIVALS for row in rows)))
    return _("%(n)s from %(first)s to %(last)s: %(parts)s. %(vague)s known only by a month or longer.") % {
        "n": ngettext("%(n)s milestone", "%(n)s milestones", len(rows)) % {"n": number(len(rows))},
        "first": day_label(min(row.on.first for row in rows)),
        "last": day_label(max(row.on.last for row in rows)),
        "parts": ", ".join(f"{name} {number(n)}" for name, n in parts if n),
        "vague": number(sum(row.on.first != row.on.last for row in rows)),
    }


def _notices(rows: list[Milestone], total: int, last: date | None, query: ReaderQuery) -> list[str]:
    notices = []
    if total > len(rows):
        notices.append(
            _("The newest %(drawn)s of %(total)s milestones are drawn: narrow the days to see older ones.")
            % {"drawn": number(len(rows)), "total": number(total)}
        )
    if last and last > query.day:
        notices.append(_("The future is empty here: facts end on %(day)s.") % {"day": day_label(query.day)})
    return notices


def _table(rows: list[Milestone], kinds: dict[str, str]) -> Table:
    return Table(
        [_("Date"), _("Country"), _("Kind"), _("Milestone"), _("Project"), _("Confidence")],
        [
            [
                str(row.on),
                country_name(row.country),
                kinds[row.kind],
                row.title,
                row.project.name if row.project else "–",
                row.get_confidence_display(),
            ]
            for row in rows
        ],
    )


def _numbers(rows: list[Milestone]) -> Numbers:
    return Numbers(
        {
            "country": _("Country code"),
            "kind": _("Kind of event"),
            "title": _("What happened"),
            "first": _("First day that the date can mean"),
            "last": _("Last day that the date can mean"),
            "precision": _("How exactly it is dated"),
            "project": _("Project"),
            "confidence": _("How sure the ledger is"),
            "facts": _("Facts behind it, as kind/slug"),
        },
        [
            [
                row.country,
                row.kind,
                row.title,
                row.on.first.isoformat(),
                row.on.last.isoformat(),
                row.on.precision,
                row.project.slug if row.project else None,
                row.confidence,
                f"milestones/{row.slug}",
            ]
            for row in rows
        ],
    )


SHOWN = {"timeline": Shown(timeline_frame)}
