"""A row of any noun on the desk."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth import get_user_model

from feeds.models import Asking, Bookmark, FeedRun, Host, QuarantinedRecord
from launches.models import (
    CatalogueEntry,
    ElementSet,
    Launch,
    LaunchUpdate,
    NetRevision,
    OtherDesignator,
    UpdatesRead,
)
from news.models import NewsItem, Suggestion
from tests.launches.elements import ELEMENTS
from tests.metrics import facts
from tests.news.stories import suggested
from tests.present import present

AT = datetime(2026, 1, 1, tzinfo=UTC)


def _quarantined():
    run = a_row(FeedRun)
    return QuarantinedRecord.objects.create(
        run=run, feed="own", position=1, raw="x", reason="y", first_at=run.started_at
    )


def _revision():
    days = {"net_first": AT.date(), "net_last": AT.date()}
    return NetRevision.objects.create(
        launch=present(Launch.objects.first()), stated_at=AT, status="go", **days
    )


ALWAYS_MADE = {
    NewsItem: lambda: facts.news(state="draft"),
    get_user_model(): lambda: get_user_model().objects.create_user("somebody", password="x"),
}
MADE = {
    FeedRun: lambda: FeedRun.objects.create(feed="own", started_at=AT),
    QuarantinedRecord: _quarantined,
    Host: lambda: Host.objects.create(name="feed.example"),
    Asking: lambda: Asking.objects.create(host=a_row(Host), url="https://feed.example/", at=AT),
    Bookmark: lambda: Bookmark.objects.create(feed="own", at=AT),
    Suggestion: suggested,
    ElementSet: lambda: ElementSet.objects.create(**ELEMENTS),
    OtherDesignator: lambda: OtherDesignator.objects.create(
        norad_cat_id=1, object_id="1998-067B", own_id="1998-067A", found_in="elements"
    ),
    CatalogueEntry: lambda: CatalogueEntry.objects.create(norad_cat_id=1, object_name="X"),
    NetRevision: _revision,
    LaunchUpdate: lambda: LaunchUpdate.objects.create(
        update_id=1, ll2_id=UUID(int=1), comment="Delayed for weather.", created_on=AT
    ),
    UpdatesRead: lambda: UpdatesRead.objects.create(read_from=AT, read_up_to=AT),
}


def a_row(model):
    """A row of the noun; a feed's rows, accounts and news that readers do not see are made for the occasion."""
    if model in ALWAYS_MADE:
        return ALWAYS_MADE[model]()
    return model.objects.first() or MADE[model]()
