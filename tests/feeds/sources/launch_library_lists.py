"""Answers like the lists of Launch Library, and runs that read them."""

import itertools
from datetime import UTC, datetime, timedelta

from django.db.models import F

from feeds.models import Asking, FeedRun
from feeds.registry import FEEDS
from feeds.runs.runner import run
from tests.feeds.answers import CHANGES_PATH, LAUNCHES_PATH, PREVIOUS_PATH, launch, page
from tests.feeds.replay import Reply

UPCOMING = FEEDS["launch-library"]


def uuid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def pause(hours: float = 2) -> None:
    """Lets time pass for every rule that looks at rows."""
    for model, names in ((FeedRun, ("started_at", "ended_at")), (Asking, ("at",))):
        model.objects.update(**{name: F(name) - timedelta(hours=hours) for name in names})


class Archive:
    """Answers like the lists of Launch Library: from a moment on, in the order of that field, in small pages."""

    def __init__(self, replay, items, size=3):
        self.url, self.items, self.size = replay.url, items, size
        replay.answers[PREVIOUS_PATH] = lambda path, query: self.answer(PREVIOUS_PATH, "net", query)
        replay.answers[CHANGES_PATH] = lambda path, query: self.answer(CHANGES_PATH, "last_updated", query)

    def answer(self, path, field, query):
        since, offset = query[f"{field}__gte"], int(query.get("offset", 0))
        assert query["ordering"] == field
        rows = sorted((i for i in self.items if i[field] >= since), key=lambda i: i[field])
        shown = rows[offset : offset + self.size]
        more = offset + self.size < len(rows)
        where = f"{self.url}{path}?ordering={field}&{field}__gte={since}&offset={offset + self.size}"
        return Reply(page(shown, len(rows), where if more else None))


def flown(number: int, **changes):
    net = datetime(2015, 1, 3, tzinfo=UTC) + timedelta(days=20 * number)
    stamp = f"{net:%Y-%m-%dT%H:%M:%SZ}"
    known = {
        "id": uuid(number),
        "name": f"Falcon 9 | Relay {number}",
        "net": stamp,
        "status": 3,
        "precision": 1,
    }
    return launch(**known | {"window_start": None, "window_end": None, "last_updated": stamp} | changes)


def run_until_still(feed, limit=30) -> int:
    """Runs the feed, with pauses, until a run reads nothing new; how many runs it took."""
    for turn in itertools.count(1):
        row = run(feed)
        assert row.outcome in {"stored", "unchanged"}, row.sentence
        if row.outcome == "unchanged" or turn == limit:
            return turn
        pause()
    raise AssertionError


def listed(replay, *items):
    replay.answers[LAUNCHES_PATH] = Reply(page(list(items)))
