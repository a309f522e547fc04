"""Spaceflight News API (v4): stories of the press, from which the desk is given suggestions.

Read change by change: links to launches are made by hand, after a story came out, and move `updated_at`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from common.text import HAN, beginning, clean
from common.urls import NoAddress, canonical
from feeds.feed import Feed
from feeds.formats.json_values import (
    Unreadable,
    alone,
    expect,
    instant_of,
    last_moment,
    listed,
    page_of,
    read_each,
    required_text_of,
    text_of,
    uuid_of,
    zoneless,
)
from feeds.formats.pagination import Walk, latest, walk
from feeds.http.client import Client
from feeds.http.columns import names_of
from feeds.http.rate_limits import Manners
from feeds.http.results import Parsed
from feeds.models import Bookmark
from news.records import StoryRecord
from news.suggestions import store_stories

SLUG = "spaceflight-news"
TITLE, MEND = "Spaceflight News", "Check that SPACEFLIGHT_NEWS_URL ends in the version, v4"
# How far the first run looks back.
FIRST_LOOK = timedelta(days=30)
MOST_TEXT = 4000
MOST_LAUNCHES = 50
# Nobody publishes a limit; this is ours. A run is one call, three while it catches up.
MANNERS = Manners(calls_per_hour=20, retries=2)
ALONG = Walk(
    setting="SPACEFLIGHT_NEWS_URL",
    path="articles/",
    field="updated_at",
    since="updated_at_gte",
    fixed={"limit": 100, "format": "json"},
    manners=MANNERS,
)


# --- fetch ------------------------------------------------------------------------------------
def fetch(client: Client) -> list[bytes]:
    """Stories in the order in which they were last changed, from where the last run ended."""
    return walk(client, ALONG, Bookmark.of(SLUG) or timezone.now() - FIRST_LOOK)


# --- parse ------------------------------------------------------------------------------------
def parse(bodies: Sequence[bytes], received_at: datetime) -> Parsed[StoryRecord]:
    """Stories of all pages, and the moment of the last change. That nothing changed is an answer."""
    items: list[Any] = []
    for number, body in enumerate(bodies, 1):
        page = page_of(body, number, TITLE, MEND)
        listed(page, body, number, TITLE, MEND)
        items += page["results"]
    records, quarantined = read_each(items, lambda item: _story(item, received_at))
    last = last_moment(bodies, "updated_at", latest(received_at))
    read_up_to = min(last, received_at) if last else None
    remarks = zoneless(items, ("published_at", "updated_at"))
    return Parsed(records, quarantined, remarks, read_up_to, told_at=read_up_to, names=names_of(items))


def _story(item: Mapping[str, Any], received_at: datetime) -> StoryRecord:
    expect(item, ("summary", "launches"))
    published_at, updated_at = instant_of(item, "published_at"), instant_of(item, "updated_at")
    for key, at in (("published_at", published_at), ("updated_at", updated_at)):
        if at > received_at + timedelta(days=1):
            raise Unreadable(f"{key} {item[key]} lies in the future")
    title = required_text_of(item, "title", 300)
    text = text_of(item, "summary", 100_000)
    return StoryRecord(
        external_id=_number(item),
        url=_address(item),
        title=title,
        publisher=required_text_of(item, "news_site", 160),
        text=text if len(text) <= MOST_TEXT else f"{beginning(text, MOST_TEXT)} …",
        published_at=published_at,
        updated_at=updated_at,
        language="zh" if HAN.search(title) else "en",
        launch_ids=_launches(item),
    )


def _number(item: Mapping[str, Any]) -> str:
    number = item.get("id")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 10**18:
        raise Unreadable(f"id {str(number)[:60]!r} is not a whole number above 0")
    return str(number)


def _address(item: Mapping[str, Any]) -> str:
    """The story's page in one spelling; only http and https are addresses here."""
    address = item.get("url")
    if not isinstance(address, str):
        raise Unreadable("url is not text")
    if clean(address) != address.strip():
        raise Unreadable("url has signs that no address has")
    try:
        return canonical(address[:5000])
    except NoAddress as fault:
        raise Unreadable(f"url: {fault}") from fault


def _launches(item: Mapping[str, Any]) -> tuple[UUID, ...]:
    links = item.get("launches") or []
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        raise Unreadable("launches is not a list of objects")
    if len(links) > MOST_LAUNCHES:
        raise Unreadable(f"launches has {len(links)} links; at most {MOST_LAUNCHES} are taken")
    return tuple(dict.fromkeys(uuid_of(link, "launch_id") for link in links))


SPACEFLIGHT_NEWS: Feed[StoryRecord] = Feed(
    slug=SLUG,
    title="Spaceflight News API",
    credit="News suggestions: Spaceflight News API by The Space Devs",
    credit_url="https://spaceflightnewsapi.net",
    setting="SPACEFLIGHT_NEWS_URL",
    fetch=fetch,
    parse=parse,
    store=partial(store_stories, feed=SLUG),
    alone=alone,
    every=timedelta(minutes=55),
    stale_after=timedelta(hours=6),
    silent_after=timedelta(days=4),
    manners=MANNERS,
    calls_per_run=1,
    whole=False,
    may_be_empty=True,
)
