"""Promised dates that nobody speaks of any more, for the first page of the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.dashboard import SHOWN, Card, Line, card, list_of
from facts.models import LedgerVersion
from facts.one_state import one_state
from metrics.question import Question
from metrics.slippage import slippage
from metrics.snapshot import kept
from projects.models import Target


@card(60, "projects.view_target")
def silent(request: HttpRequest) -> Card:
    """As the page of slips has them: no word for a year or two; those that were due first stand first."""
    with one_state():  # what is kept for a version rests on that version alone
        question = Question(timezone.now().date(), ledger=kept(LedgerVersion.current(), None))
        found = slippage(question)
        keys = {target.slug: target.pk for target in question.targets}
    rows = sorted((row for row in found if row.silent_months), key=lambda row: row.due_last)
    lines = [
        Line(
            f"{row.project}: {row.text}",
            reverse("admin:projects_target_change", args=[keys[row.facts[0].slug]]),
            _("due %(due)s, silent for %(n)s months") % {"due": row.due, "n": row.silent_months},
        )
        for row in rows[:SHOWN]
    ]
    return Card("silent", _("Silent targets"), len(rows), list_of(Target), _("Every promise is spoken of."), lines,
                calls=False)  # fmt: skip
