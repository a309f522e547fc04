"""Launch Library 2, read in pieces: flown launches back to 2015, and whatever changed since the last run.

Both walk along a moment of Launch Library's own. A run takes what the hour's allowance leaves; the next one goes on.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import attrgetter

from django.db.models import Sum
from django.utils import timezone

from feeds.feed import Feed
from feeds.formats.json_values import alone, last_moment, moments_of
from feeds.formats.pagination import Walk, latest, walk
from feeds.http.client import Client
from feeds.http.rate_limits import HOUR
from feeds.http.results import Parsed, Quarantined
from feeds.models import Bookmark, FeedRun
from feeds.sources.launch_library import LAUNCH_LIBRARY, MANNERS, MAX_PAGES, pages_of, read_launches
from launches.models import FIRST_YEAR
from launches.records import LaunchRecord
from launches.services import upsert_known_and_national, upsert_past

PREVIOUS, CHANGES = "launch-library-previous", "launch-library-changes"
UPDATES = "launch-library-updates"
# What each of the four feeds needs of the hour's calls: the others leave it that much until it has asked.
NEEDS = {LAUNCH_LIBRARY.slug: MAX_PAGES, CHANGES: 1, PREVIOUS: 1, UPDATES: 1}
PAGES_A_RUN = 3
OVERLAP = timedelta(days=7)
LAST = datetime(9998, 1, 1, tzinfo=UTC)
_FIXED = {"mode": "normal", "limit": 100, "include_suborbital": "false", "format": "json"}


# --- fetch ------------------------------------------------------------------------------------
def fetch_previous(client: Client) -> list[bytes]:
    """Flown launches in the order of their NET, from a little before where the last run ended.

    The NET of what flew lately is still corrected, back as well: asked from the last one on there may be none.
    """
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    begin = max(first, (Bookmark.of(PREVIOUS) or first) - OVERLAP)
    return walk(client, _walk(PREVIOUS, "launches/previous/", "net"), begin)


def fetch_changes(client: Client) -> list[bytes]:
    """Launches in the order in which Launch Library changed them, from where the last run ended."""
    begin = Bookmark.of(CHANGES) or timezone.now() - timedelta(days=2)
    return walk(client, _walk(CHANGES, "launches/", "last_updated"), begin)


def spoken_for(slug: str) -> int:
    """How many of the hour's calls the other feeds of Launch Library still need."""
    lately = FeedRun.objects.asked().filter(feed__in=NEEDS, started_at__gt=timezone.now() - HOUR)
    made = dict(lately.order_by().values_list("feed").annotate(Sum("calls")))
    return sum(max(0, need - made.get(other, 0)) for other, need in NEEDS.items() if other != slug)


def _walk(slug: str, path: str, field: str) -> Walk:
    return Walk(
        "LAUNCH_LIBRARY_URL",
        path,
        field,
        f"{field}__gte",
        _FIXED,
        MANNERS,
        PAGES_A_RUN,
        partial(spoken_for, slug),
    )


# --- parse ------------------------------------------------------------------------------------
def parse_previous(bodies: Sequence[bytes], received_at: datetime) -> Parsed[LaunchRecord]:
    """Flown launches, and the NET up to which they are complete."""
    return replace(_parse(bodies, received_at, "net"), told_at=None)  # what is long past changes seldom


def parse_changes(bodies: Sequence[bytes], received_at: datetime) -> Parsed[LaunchRecord]:
    """Changed launches, and the moment of the last change. That nothing changed is an answer too."""
    return _parse(bodies, received_at, "last_updated")


def _parse(bodies: Sequence[bytes], received_at: datetime, field: str) -> Parsed[LaunchRecord]:
    parsed = read_launches(pages_of(bodies), received_at)
    last = last_moment(bodies, field, latest(received_at))
    if lacking := [record for record in parsed.quarantined if record.lacks]:
        return _up_to_lacking(parsed, lacking, bodies, field)
    return replace(parsed, read_up_to=min(last, received_at) if last else None)


def _up_to_lacking(
    parsed: Parsed[LaunchRecord], lacking: Sequence[Quarantined], bodies: Sequence[bytes], field: str
) -> Parsed[LaunchRecord]:
    """Read up to before the first launch that lacks a field: what moved past it would not ask for it again.

    So what stands after it comes again too, and is left for then.
    """
    first = min(
        (at for record in lacking for at in moments_of(alone(record.raw, ""), field, LAST)), default=None
    )
    before = [at for body in bodies for at in moments_of(body, field, LAST) if first and at < first]
    own = attrgetter("net" if field == "net" else "updated_at")
    records = [record for record in parsed.records if first and own(record) < first]
    remark = f"Reading stays before the first launch that lacks {lacking[0].lacks}: it is asked for again."
    return replace(
        parsed, records=records, read_up_to=max(before, default=None), remarks=[*parsed.remarks, remark]
    )


LAUNCH_LIBRARY_PREVIOUS = replace(
    LAUNCH_LIBRARY,
    slug=PREVIOUS,
    title="Launch Library 2: flown launches",
    fetch=fetch_previous,
    parse=parse_previous,
    store=upsert_past,
    store_alone=upsert_known_and_national,
    stale_after=timedelta(hours=24),
    silent_after=None,
    calls_per_run=1,
    spoken_for=partial(spoken_for, PREVIOUS),
    whole=False,
)
LAUNCH_LIBRARY_CHANGES: Feed[LaunchRecord] = replace(
    LAUNCH_LIBRARY_PREVIOUS,
    slug=CHANGES,
    title="Launch Library 2: changes",
    fetch=fetch_changes,
    parse=parse_changes,
    store=upsert_known_and_national,
    stale_after=timedelta(hours=6),
    silent_after=timedelta(days=3),
    spoken_for=partial(spoken_for, CHANGES),
    may_be_empty=True,
)
