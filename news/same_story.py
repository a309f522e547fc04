"""When two stories are one: the same page under another spelling of its address, or the same text at another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from common.text import one_spelling
from facts.models import Source
from news.models import Suggestion
from news.records import StoryRecord

# So far apart two stories of one publisher and title are one.
SAME_STORY = timedelta(days=3)


def place_of(url: str) -> str:
    """What is the same in every spelling of an address: not the scheme, `www.`, nor a last slash."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def spellings(urls: Iterable[str]) -> set[str]:
    found = set()
    for place in {place_of(url) for url in urls}:
        address, mark, query = place.partition("?")
        for scheme in ("http", "https"):
            for host in ("", "www."):
                for slash in ("", "/"):
                    found.add(f"{scheme}://{host}{address}{slash}{mark}{query}")
    return found


def pages_of(urls: Iterable[str]) -> dict[str, int]:
    """The sources at these addresses, in any spelling: primary key by place."""
    rows = Source.objects.filter(url__in=spellings(urls)).values_list("url", "pk")
    return {place_of(url): pk for url, pk in rows}


def title_of(story: StoryRecord | Suggestion) -> tuple[str, str]:
    """What two addresses of one story of a publisher have in common."""
    return story.publisher.casefold(), one_spelling(story.title).casefold()


def by_title_of(stories: Iterable[StoryRecord]) -> dict[tuple[str, str], list[datetime]]:
    """When suggestions were published, by publisher and title; of those publishers and days that these have."""
    told = list(stories)
    found: dict[tuple[str, str], list[datetime]] = {}
    if not told:
        return found
    days = [story.published_at for story in told]
    rows = Suggestion.objects.filter(
        publisher__in={story.publisher for story in told},
        published_at__range=(min(days) - SAME_STORY, max(days) + SAME_STORY),
    )
    for row in rows.only("publisher", "title", "published_at"):
        found.setdefault(title_of(row), []).append(row.published_at)
    return found


def is_told_elsewhere(story: StoryRecord, by_title: Mapping[tuple[str, str], list[datetime]]) -> bool:
    """Whether the publisher has the same story under another address: a series of one title has days between."""
    return any(abs(story.published_at - at) <= SAME_STORY for at in by_title.get(title_of(story), ()))
