"""What waits in the newsroom, for the first page of the desk."""

from __future__ import annotations

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.dashboard import SHOWN, Card, Line, card, form_of, list_of
from news.models import NewsItem, Suggestion

State = NewsItem.State
VIEW = "news.view_newsitem"


@card(10, "news.view_suggestion")
def inbox(request: HttpRequest) -> Card:
    """Stories of the press that nobody has decided on; those that name most of ours first."""
    rows = Suggestion.objects.open()
    url = reverse("admin:news_suggestion_changelist")
    lines = [Line(str(row), form_of(row), row.publisher) for row in rows.ranked()[:SHOWN]]
    return Card("inbox", _("Inbox"), rows.count(), url, _("Every suggestion is decided."), lines)


@card(20, VIEW)
def reviews(request: HttpRequest) -> Card:
    """Items that wait for an editor, the longest waiting first."""
    rows = NewsItem.objects.filter(state=State.IN_REVIEW, publish_at=None)
    waiting = rows.annotate(since=Max("steps__at")).order_by("since", "pk").select_related("entered_by")
    lines = [
        Line(row.headline, form_of(row), _("by %(who)s, since %(day)s") % {
            "who": row.entered_by or _("nobody named"), "day": date_format(row.since or row.recorded_at, "j M"),
        })
        for row in waiting[:SHOWN]
    ]  # fmt: skip
    url = list_of(NewsItem, "state__exact=in_review&publish_at__isempty=1")
    return Card("reviews", _("Reviews due"), rows.count(), url, _("Nothing waits for review."), lines)


@card(30, VIEW)
def drafts(request: HttpRequest) -> Card:
    """Items that somebody is still writing, those touched last first."""
    rows = NewsItem.objects.filter(state=State.DRAFT)
    lines = [
        Line(row.headline, form_of(row), str(row.entered_by or ""))
        for row in rows.order_by("-changed_at").select_related("entered_by")[:SHOWN]
    ]
    return Card("drafts", _("Drafts"), rows.count(), list_of(NewsItem, "state__exact=draft"),
                _("No draft is open."), lines)  # fmt: skip


@card(40, VIEW)
def scheduled(request: HttpRequest) -> Card:
    """Items with a moment of publication, the next one first."""
    rows = NewsItem.objects.scheduled()
    lines = [
        Line(row.headline, form_of(row), f"{date_format(row.publish_at, 'j M, H:i')} UTC")
        for row in rows[:SHOWN]
        if row.publish_at
    ]
    return Card("scheduled", _("Scheduled"), rows.count(), list_of(NewsItem, "publish_at__isempty=0"),
                _("Nothing is scheduled."), lines, calls=False)  # fmt: skip
