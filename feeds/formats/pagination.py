"""Walking along a list by a moment of its own: each page begins where the one before ended, so that a list
that moves meanwhile loses nothing. A run takes what it may; the next one goes on from there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils import timezone

from common.text import clean
from feeds.formats.json_values import moments_of, next_page
from feeds.http.client import Client
from feeds.http.rate_limits import Manners, calls_left
from feeds.http.results import FeedError, moment

# Pages of a run that are of one moment.
MOST_OF_ONE_MOMENT = 10


@dataclass(frozen=True)
class Walk:
    """A list under `path` at the address of a setting, in the order of `field`, from a moment on.

    `since` is the name of the parameter for that moment, `pages` how many a run reads at most, and
    `spoken_for` tells how many of the hour's calls it leaves to others.
    """

    setting: str
    path: str
    field: str
    since: str
    fixed: Mapping[str, Any]
    manners: Manners
    pages: int = 3
    spoken_for: Callable[[], int] = int


def latest(now: datetime) -> datetime:
    """After this no moment of a list that is walked can be meant; clocks differ."""
    return now + timedelta(days=1)


def walk(client: Client, along: Walk, since: datetime) -> list[bytes]:
    """The pages from a moment on, as far as this run may go."""
    base = getattr(settings, along.setting)
    bodies: list[bytes] = []
    begun = since
    url = _address(base, along, since)
    # While all is of one moment the next run would begin at it again: then it is read to its end.
    while len(bodies) < along.pages or (since == begun and len(bodies) < MOST_OF_ONE_MOMENT):
        left = calls_left(base, along.manners)
        if bodies and left is not None and left <= along.spoken_for():
            here = "begins here again" if since == begun else "goes on from here"
            client.remarks.append(f"The hour's calls are used; the next run {here}.")
            break
        bodies.append(client.get(url))
        following = next_page(bodies[-1])
        if following is None:
            break
        moments = moments_of(bodies[-1], along.field, latest(timezone.now()))
        _check_order(moments, since, along, url)
        if moments and moments[-1] > since:
            since, url = moments[-1], _address(base, along, moments[-1])
        else:  # a whole page of one and the same moment
            check_place(following, [url], along.setting)
            url = following
    else:
        if since == begun:
            raise FeedError(
                f"{urlsplit(url).netloc} gives more than {len(bodies)} pages of one and the same moment "
                f"({moment(since)}): the walk cannot get past them. Nothing was stored; look at the list there."
            )
        client.remarks.append("There is more; the next run goes on from here.")
    return bodies


def _check_order(moments: Sequence[datetime], since: datetime, along: Walk, url: str) -> None:
    """Refuses a page that is not as it was asked for where more pages follow: records would be left behind."""
    place, lost = (
        urlsplit(url).netloc,
        f"Read on so, records would be lost; nothing was stored. Check {along.setting}.",
    )
    if moments and moments[0] < since - timedelta(seconds=1):
        raise FeedError(
            f"{place} gave records from {moment(moments[0])} on, though asked from {moment(since)} on: "
            f"it may know {along.since} no longer. {lost}"
        )
    for before, at in pairwise(moments):
        if at < before:
            raise FeedError(
                f"{place} gave its list not in the order of {along.field}: {at:%Y-%m-%dT%H:%M:%S} stands after "
                f"{before:%Y-%m-%dT%H:%M:%S}. It may know the parameter ordering no longer. {lost}"
            )


def check_place(url: str, asked: Sequence[str], setting: str) -> None:
    """A next page is followed only where it stays at the address that was asked, and is new."""
    try:
        stays = urlsplit(url)[:3] == urlsplit(asked[0])[:3]
    except ValueError:
        stays = False
    if not stays:
        raise FeedError(
            f"{urlsplit(asked[0]).netloc} names {clean(url)[:200]} as its next page, "
            "which is another address. "
            f"Set {setting} to the address under which it names its own pages."
        )
    if url in asked:
        raise FeedError(f"{urlsplit(url).netloc} names a page already read as its next one. Ask again later.")


def _address(base: str, along: Walk, since: datetime) -> str:
    stamp = since.astimezone(UTC).isoformat(timespec="microseconds" if since.microsecond else "seconds")
    query = {**along.fixed, "ordering": along.field, along.since: stamp.replace("+00:00", "Z")}
    return f"{base}/{along.path}?{urlencode(query)}"
