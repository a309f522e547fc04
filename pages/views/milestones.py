"""Milestones: both countries on one time line, with the facts below."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.citing import cite
from pages.filtering import bar, countries, day, search, select
from pages.frames.credit import credited
from pages.frames.timeline import KEYS, ORDER, asked_projects, asked_rows, timeline_frame
from pages.query import ReaderQuery
from pages.reader import reader_page
from pages.views.lists import page_of
from pages.words import number
from projects.models import Milestone


@reader_page("milestones", keys=("q", "page", *KEYS))
def milestones(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    projects = asked_projects(query)
    page = page_of(asked_rows(query), query)
    cite(milestones=page)
    total = page.paginator.count
    count = ngettext("%(n)s milestone", "%(n)s milestones", total) % {"n": number(total)}
    return "milestones/list.html", {
        "page_obj": page,
        "frame": credited(query.day, timeline_frame(query, total))[0] if total else None,
        "closer_url": _closer(query),
        **bar(
            query,
            reverse("pages:milestones"),
            count,
            search(query),
            countries(query, ("US", "CN", "CA", "LU")),
            select(query, "kind", _("Kind"), [(word, Milestone.Kind(word).label) for word in ORDER]),
            select(query, "project", _("Project"), projects) | {"wide": True},
            day(query, "from", _("From")),
            day(query, "to", _("To")),
        ),
    }


def _closer(query: ReaderQuery) -> str:
    """This page from the first day of last year on, where most happened; empty where days are chosen already."""
    if query.raw.get("from") or query.raw.get("to"):
        return ""
    return "?" + urlencode([*query.keep("as_of"), ("from", f"{query.day.year - 1}-01-01")])
