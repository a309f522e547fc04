"""Launch Library 2, read in pieces: flown launches back to 2015, and whatever changed since the last run.

Both walk along a moment of Launch Library's own: each page begins where the one before ended, so that a list
that moves meanwhile loses nothing. A run takes what the hour's allowance leaves; the next one goes on.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from feeds.answers import Parsed
from feeds.client import Client
from feeds.feed import Feed
from feeds.launch_library import LAUNCH_LIBRARY, MANNERS, check_place, next_page, pages_of, read_launches
from feeds.manners import calls_left
from feeds.models import Bookmark
from launches.records import LaunchRecord
from launches.services import FIRST_YEAR, upsert_known_and_national

PREVIOUS, CHANGES = "launch-library-previous", "launch-library-changes"
# What a run leaves of the hour's calls to the list of upcoming launches and to the other of the two.
LEFT_FOR_OTHERS = {PREVIOUS: 8, CHANGES: 7}
PAGES_A_RUN = 3
_FIXED = {"mode": "normal", "limit": 100, "include_suborbital": "false", "format": "json"}


# --- fetch ------------------------------------------------------------------------------------
def fetch_previous(client: Client) -> list[bytes]:
    """Flown launches in the order of their NET, from where the last run ended."""
    begin = Bookmark.of(PREVIOUS) or datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    return _walk(client, PREVIOUS, "launches/previous/", "net", begin)


def fetch_changes(client: Client) -> list[bytes]:
    """Launches in the order in which Launch Library changed them, from where the last run ended."""
    begin = Bookmark.of(CHANGES) or timezone.now() - timedelta(days=2)
    return _walk(client, CHANGES, "launches/", "last_updated", begin)


def _walk(client: Client, slug: str, path: str, field: str, since: datetime) -> list[bytes]:
    base = settings.LAUNCH_LIBRARY_URL
    bodies: list[bytes] = []
    url = _address(f"{base}/{path}", field, since)
    while len(bodies) < PAGES_A_RUN:
        left = calls_left(base, MANNERS)
        if bodies and left is not None and left <= LEFT_FOR_OTHERS[slug]:
            client.remarks.append("The hour's calls are used; the next run goes on from here.")
            break
        bodies.append(client.get(url))
        following = next_page(bodies[-1])
        if following is None:
            break
        last = _last(bodies[-1:], field)
        if last is not None and last > since:
            since, url = last, _address(f"{base}/{path}", field, last)
        else:  # a whole page of one and the same moment
            check_place(following, [url])
            url = following
    else:
        client.remarks.append("There is more; the next run goes on from here.")
    return bodies


def _address(place: str, field: str, since: datetime) -> str:
    stamp = since.astimezone(UTC).isoformat(timespec="microseconds" if since.microsecond else "seconds")
    query = {**_FIXED, "ordering": field, f"{field}__gte": stamp.replace("+00:00", "Z")}
    return f"{place}?{urlencode(query)}"


def _last(bodies: Sequence[bytes], field: str) -> datetime | None:
    """The latest moment in pages, readable launches or not; None where no page has one."""
    found = [_moment(item, field) for body in bodies for item in _items(body)]
    return max((at for at in found if at), default=None)


def _items(body: bytes) -> list[Any]:
    try:
        page = json.loads(body)
    except (ValueError, RecursionError):
        return []  # parse says what is wrong
    items = page.get("results") if isinstance(page, dict) else None
    return items if isinstance(items, list) else []


def _moment(item: Any, field: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(item[field])
    except (KeyError, TypeError, ValueError):
        return None
    return at.astimezone(UTC) if at.tzinfo and at.year > 1 else None


# --- parse ------------------------------------------------------------------------------------
def parse_previous(bodies: Sequence[bytes], received_at: datetime) -> Parsed[LaunchRecord]:
    """Flown launches, and the NET up to which they are complete."""
    return _parse(bodies, received_at, "net")


def parse_changes(bodies: Sequence[bytes], received_at: datetime) -> Parsed[LaunchRecord]:
    """Changed launches, and the moment of the last change. That nothing changed is an answer too."""
    return _parse(bodies, received_at, "last_updated")


def _parse(bodies: Sequence[bytes], received_at: datetime, field: str) -> Parsed[LaunchRecord]:
    parsed = read_launches(pages_of(bodies), received_at)
    last = _last(bodies, field)
    return replace(parsed, read_up_to=min(last, received_at) if last else None)


LAUNCH_LIBRARY_PREVIOUS = replace(
    LAUNCH_LIBRARY,
    slug=PREVIOUS,
    title="Launch Library 2: flown launches",
    fetch=fetch_previous,
    parse=parse_previous,
    store=upsert_known_and_national,
    stale_after=timedelta(hours=24),
    calls_per_run=1 + LEFT_FOR_OTHERS[PREVIOUS],
    whole=False,
)
LAUNCH_LIBRARY_CHANGES: Feed[LaunchRecord] = replace(
    LAUNCH_LIBRARY_PREVIOUS,
    slug=CHANGES,
    title="Launch Library 2: changes",
    fetch=fetch_changes,
    parse=parse_changes,
    stale_after=timedelta(hours=6),
    calls_per_run=1 + LEFT_FOR_OTHERS[CHANGES],
    may_be_empty=True,
)
