"""Stories of outside feeds, made up for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from launches.records import Stored
from news.models import Suggestion
from news.records import StoryRecord
from news.suggestions import store_stories

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
FEED = "spaceflight-news"


def record(number: int = 1, *, hours: float = 0, **changes: Any) -> StoryRecord:
    """A story that speaks of computing in orbit, changed so many hours later."""
    values: dict[str, Any] = {
        "external_id": str(number),
        "url": f"https://news.example.org/story-{number}",
        "title": f"An orbital data center is planned ({number})",
        "publisher": "Example News",
        "text": "The publisher's own words.",
        "published_at": AT,
        "updated_at": AT + timedelta(hours=hours),
    }
    return StoryRecord(**values | changes)


def store(*records: StoryRecord, feed: str = FEED) -> Stored:
    return store_stories(records, seen_at=AT + timedelta(days=1), feed=feed)


def suggested(number: int = 1, **changes: Any) -> Suggestion:
    """A stored suggestion."""
    store(record(number, **changes))
    return Suggestion.objects.get(feed=FEED, external_id=str(number))
