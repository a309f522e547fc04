"""Feeds that have fallen silent, for the first page of the desk."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from feeds.freshness import freshness
from feeds.models import FeedRun
from projects.dashboard import SHOWN, Card, Line, card, list_of


@card(70, "feeds.view_feedrun")
def stale(request: HttpRequest) -> Card:
    """Feeds without fresh data, with what their last run said; none where feeds are switched off."""
    rows = [row for row in freshness() if row.stale] if settings.FEEDS_ENABLED else []
    nothing = _("Every feed is fresh.") if settings.FEEDS_ENABLED else _("Feeds are switched off.")
    lines = [
        Line(row.title, list_of(FeedRun, f"feed__exact={row.slug}"), row.sentence) for row in rows[:SHOWN]
    ]
    return Card("stale", _("Stale feeds"), len(rows), list_of(FeedRun), nothing, lines)
