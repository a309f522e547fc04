"""A row of any noun on the desk."""

from datetime import UTC, datetime

from django.contrib.auth import get_user_model

from feeds.models import Asking, Bookmark, FeedRun, Host, QuarantinedRecord
from launches.models import CatalogueEntry, ElementSet, Launch, NetRevision
from news.models import NewsItem, Suggestion
from tests.launches.elements import ELEMENTS
from tests.metrics import facts
from tests.news.stories import suggested


def a_row(model):
    """A row of the noun; a feed's rows, accounts and news that readers do not see are made for the occasion."""
    if model is NewsItem:
        return facts.news(state="draft")
    if model is get_user_model():
        return model.objects.create_user("somebody", password="x")
    if row := model.objects.first():
        return row
    at = datetime(2026, 1, 1, tzinfo=UTC)
    if model is FeedRun:
        return FeedRun.objects.create(feed="own", started_at=at)
    if model is QuarantinedRecord:
        return QuarantinedRecord.objects.create(
            run=(run := a_row(FeedRun)), feed="own", position=1, raw="x", reason="y", first_at=run.started_at
        )
    if model is Host:
        return Host.objects.create(name="feed.example")
    if model is Asking:
        return Asking.objects.create(host=a_row(Host), url="https://feed.example/", at=at)
    if model is Bookmark:
        return Bookmark.objects.create(feed="own", at=at)
    if model is Suggestion:
        return suggested()
    if model is ElementSet:
        return ElementSet.objects.create(**ELEMENTS)
    if model is CatalogueEntry:
        return CatalogueEntry.objects.create(norad_cat_id=1, object_name="X")
    days = {"net_first": at.date(), "net_last": at.date()}
    return NetRevision.objects.create(launch=Launch.objects.first(), stated_at=at, status="go", **days)
