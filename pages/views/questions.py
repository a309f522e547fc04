"""Open questions: what would answer each, and the facts that bear on it, by subject."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facts.ledger.registry import KINDS
from metrics.bearing import BearingRow, bearing
from metrics.question import Question
from pages.citing import cite
from pages.evidence import title_of
from pages.filtering import bar, countries, search, select
from pages.places import place
from pages.query import ReaderQuery
from pages.reader import reader_page
from pages.views.lists import PER_LONG_PAGE, page_of
from pages.words import number
from projects.models import OpenQuestion

_SHOWN = 5  # facts in sight; others are folded away
_FOLDED = 50  # the rest is counted


@reader_page("questions", keys=("q", "page", "subject"))
def questions(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    subject = query.word("subject", tuple(OpenQuestion.Subject.values))
    page = page_of(
        OpenQuestion.objects.known_by(query.as_of)
        .for_country(query.country)
        .with_confidence(query.confidence)
        .of_subject(subject)
        .search(query.words)
        .with_projects(query.as_of)
        .by_reach(),
        query,
        PER_LONG_PAGE,
    )
    rows, total = list(page), page.paginator.count
    cite(open_questions=rows)
    groups = _groups(rows, query.question())
    count = ngettext("%(n)s question", "%(n)s questions", total) % {"n": number(total)}
    filters = (
        search(query),
        countries(query, ("US", "CN", "CA", "JP")),
        select(query, "subject", _("Subject"), OpenQuestion.Subject.choices),
    )
    chosen = any(item["value"] for item in filters) or query.confidence
    return "questions/list.html", {
        "groups": [group for group in groups if group["questions"]],
        "page_obj": page,
        # Only where nothing was filtered away is an empty subject one without a question.
        "unasked": [
            group["title"]
            for group in groups[:-1]
            if rows and not chosen and not page.has_other_pages() and not group["questions"]
        ],
        **bar(query, reverse("pages:questions"), count, *filters),
    }


def _groups(rows: list[OpenQuestion], asked: Question) -> list[dict[str, Any]]:
    """The questions of each subject, and last those of another one."""
    return [
        {
            "subject": word or "other",
            "title": str(label),
            "questions": [_entry(row, asked) for row in rows if row.subject == word],
        }
        for word, label in [*OpenQuestion.Subject.choices, ("", _("other"))]
    ]


def _entry(row: OpenQuestion, asked: Question) -> dict[str, Any]:
    """A question with its projects that were known, and the facts of its subject about them."""
    projects = [project for project in row.projects.all() if asked.knows(project)]
    found = bearing(asked, row, [project.pk for project in projects])
    facts = [_fact(one) for one in found[: _SHOWN + _FOLDED]]
    return {
        "question": row,
        "projects": projects,
        "facts": facts[:_SHOWN],
        "more": facts[_SHOWN:],
        "more_count": len(found) - len(facts[:_SHOWN]),
        "rest": len(found) - len(facts),
    }


def _fact(row: BearingRow) -> dict[str, Any]:
    return {
        "on": row.on,
        "kind": KINDS[row.ref.kind].model._meta.verbose_name,
        "title": title_of(row.ref.kind, row.fact),
        "url": place(row.ref.kind, row.ref.slug),
        "confidence": row.fact.confidence,
    }
