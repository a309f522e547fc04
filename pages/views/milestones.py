"""Milestones: both countries on one time line, with the facts below."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.timeline import span, timeline_chart
from common.countries import RIVALS, country_name
from pages.citing import cite
from pages.filtering import bar, countries, day, search, select
from pages.frames import Frame, Table
from pages.query import BadQuery, ReaderQuery
from pages.reader import reader_page
from pages.views.lists import page_of
from pages.words import day as day_label
from pages.words import number
from projects.models import Milestone, Project

# From the word to the deed, then what went wrong.
ORDER = (
    "announcement", "partnership", "order", "hardware_delivery", "test", "launch", "first_light",
    "in_orbit_demo", "inference_in_orbit", "model_trained_in_orbit", "setback", "failure",
)  # fmt: skip
_DRAWN = 400


@reader_page("milestones")
def milestones(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    kind = query.word("kind", tuple(Milestone.Kind.values))
    first, last = query.day_of("from"), query.day_of("to")
    if first and last and first > last:
        raise BadQuery(_("from=%(first)s is after to=%(last)s: swap them.") % {"first": first, "last": last})
    projects = list(Project.objects.known_by(query.as_of).with_milestones(query.as_of).named_pairs())
    rows = (
        Milestone.objects.known_by(query.as_of)
        .for_country(query.country)
        .with_confidence(query.confidence)
        .of_kind(kind)
        .between(first, last)
        .with_slug_of_project(_project(query, projects))
        .search(query.words)
        .with_project()
        .newest_first()
    )
    page = page_of(rows, query)
    cite(milestones=page)
    total = page.paginator.count
    count = ngettext("%(n)s milestone", "%(n)s milestones", total) % {"n": number(total)}
    return "milestones/list.html", {
        "page_obj": page,
        "frame": _frame(list(rows[:_DRAWN]), total, first, last, query) if total else None,
        "closer_url": _closer(query),
        **bar(
            query,
            reverse("pages:milestones"),
            count,
            search(query),
            countries(query, ("US", "CN", "CA", "LU")),
            select(query, "kind", _("Kind"), [(word, Milestone.Kind(word).label) for word in ORDER]),
            select(query, "project", _("Project"), projects),
            day(query, "from", _("From")),
            day(query, "to", _("To")),
        ),
    }


def _closer(query: ReaderQuery) -> str:
    """This page from the first day of last year on, where most happened; empty where days are chosen already."""
    if query.raw.get("from") or query.raw.get("to"):
        return ""
    return "?" + urlencode([*query.keep("as_of"), ("from", f"{query.day.year - 1}-01-01")])


def _project(query: ReaderQuery, projects: list[tuple[str, str]]) -> str:
    """The slug in the address; one without a milestone by then is answered with a sentence."""
    slug = query.raw.get("project", "")
    if slug and slug not in dict(projects):
        raise BadQuery(
            _("project=%(slug)s has no milestone that was known by %(day)s. Choose one of the list.")
            % {"slug": slug, "day": query.day}
        )
    return slug


def _frame(
    rows: list[Milestone], total: int, first: date | None, last: date | None, query: ReaderQuery
) -> Frame:
    """The time line of the rows, newest first, with the table made of the same."""
    start, end = span(rows, query.day)
    kinds = {word: str(Milestone.Kind(word).label) for word in ORDER}
    vague = sum(row.on.first != row.on.last for row in rows)
    others = _("other countries")
    parts = [(country_name(code), sum(row.country == code for row in rows)) for code in RIVALS]
    parts.append((others, sum(row.country not in RIVALS for row in rows)))
    notices = []
    if total > len(rows):
        notices.append(
            _("The newest %(drawn)s of %(total)s milestones are drawn: narrow the days to see older ones.")
            % {"drawn": number(len(rows)), "total": number(total)}
        )
    if last and last > query.day:
        notices.append(_("The future is empty here: facts end on %(day)s.") % {"day": day_label(query.day)})
    return Frame(
        id="milestones",
        title=_("What was announced, tried and shown"),
        subtitle=_(
            "A row for each kind of event. Squares above: United States; circles below: China; diamonds "
            "between: other countries. Filled is a known day; a bar is a month, quarter or year."
        ),
        sentence=_("%(n)s from %(first)s to %(last)s: %(parts)s. %(vague)s known only by a month or longer.")
        % {
            "n": ngettext("%(n)s milestone", "%(n)s milestones", len(rows)) % {"n": number(len(rows))},
            "first": day_label(min(row.on.first for row in rows)),
            "last": day_label(max(row.on.last for row in rows)),
            "parts": ", ".join(f"{name} {number(n)}" for name, n in parts if n),
            "vague": number(vague),
        },
        figure=timeline_chart(
            rows,
            kinds=kinds,
            countries={code: country_name(code) for code in RIVALS},
            others=others,
            first=first or start,
            last=last or end,
        ),
        table=Table(
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
        ),
        sources_note=_("%(n)s facts, each with its sources") % {"n": number(len(rows))},
        not_measured=_(
            "Not how large or useful each was, nor what nobody reported. Filings and money stand apart."
        ),
        updated=query.day,
        notices=notices,
    )
