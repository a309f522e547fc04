"""Feeds that need a person, for the first page of the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from desk.dashboard import SHOWN, Card, Line, card, list_of
from feeds.models import FeedRun
from feeds.monitoring.freshness import FreshnessRow, freshness
from feeds.monitoring.outlook import Reason, outlook


@card(70, "feeds.view_feedrun")
def stale(request: HttpRequest) -> Card:
    """Feeds that are stale or wait for somebody, and why; none where feeds are switched off.

    The first line says so where hosts cannot reach those who run the site; it is no feed, and not counted.
    """
    on = settings.FEEDS_ENABLED
    rows = freshness() if on else []
    ahead = outlook(rows)
    needing = sorted(
        (row for row in rows if row.stale or ahead[row.slug].attention), key=lambda row: not row.stale
    )
    lines = [
        Line(row.title, list_of(FeedRun, f"feed__exact={row.slug}"), _note(row, ahead[row.slug].attention))
        for row in needing[:SHOWN]
    ]
    if on and not settings.CONTACT:
        unknown = Line(
            _("No CONTACT is set"), list_of(FeedRun), _("hosts cannot reach those who run the site")
        )
        lines.insert(0, unknown)
    nothing = _("Every feed is fresh.") if on else _("Feeds are switched off.")
    return Card("stale", _("Feeds that need a person"), len(needing), list_of(FeedRun), nothing, lines)


def _note(row: FreshnessRow, attention: Sequence[Reason]) -> str:
    """What it is called, and a sentence: of the feed where it does badly, else of what is to be done."""
    words = [*([_("stale")] if row.stale else []), *(reason.label for reason in attention)]
    bad = row.stale or row.failing_since or not attention
    return f"{', '.join(words)}: {row.sentence if bad else attention[0].sentence}"
