"""Rows that were written by a clock ahead of ours: each counts as now, once, and that is said.

Left as they are they would stand in the way for as long as the clock was ahead: a feed asked "tomorrow" would not be
asked today.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from feeds.feed import Feed
from feeds.http.rate_limits import LONGEST_WAIT
from feeds.http.results import moment
from feeds.models import Asking, Bookmark, FeedRun, Host
from feeds.models.run import CLOCK_SKEW

log = logging.getLogger(__name__)
# What came while the clock was ahead may have been read by it, or not: a list is read again over this time.
LOOK_BACK = timedelta(days=1)


@transaction.atomic
def bring_back(feed: Feed[Any], now: datetime | None = None) -> list[str]:
    """Dates to now what a feed and its host have ahead of it; what was found, as remarks."""
    now = now or timezone.now()
    latest = now + CLOCK_SKEW
    remarks = [*_runs(feed, now, latest), *_host(feed, now, latest), *_bookmark(feed, now, latest)]
    for remark in remarks:
        log.warning("%s: %s", feed.slug, remark)
    return remarks


def _runs(feed: Feed[Any], now: datetime, latest: datetime) -> Iterator[str]:
    ahead = FeedRun.objects.filter(feed=feed.slug, started_at__gt=latest)
    for run in ahead.select_for_update().order_by("started_at", "pk"):
        said = f"Run {run.pk} was dated {moment(run.started_at)}, ahead of the clock: it counts as of now."
        run.started_at = now
        if run.ended_at:
            run.ended_at, run.sentence = now, f"{run.sentence} {said}".strip()
        run.save(update_fields=["started_at", "ended_at", "sentence"])
        yield said


def _host(feed: Feed[Any], now: datetime, latest: datetime) -> Iterator[str]:
    name = urlsplit(getattr(settings, feed.setting)).netloc[:200]
    if count := Asking.objects.filter(host__name=name, at__gt=latest).update(at=now):
        yield f"{count} requests to {name} were dated ahead of the clock: they count as of now."
    # Nobody is left alone for longer than a day: a later moment is that of another clock.
    closed = Host.objects.filter(name=name, closed_until__gt=latest + LONGEST_WAIT)
    if closed.update(closed_until=now + LONGEST_WAIT):
        yield f"{name} was closed by a clock ahead: it is left alone for a day from now at most."


def _bookmark(feed: Feed[Any], now: datetime, latest: datetime) -> Iterator[str]:
    mark = Bookmark.objects.filter(feed=feed.slug, at__gt=latest).first()
    if mark is None:
        return
    yield f"It was read up to {moment(mark.at)}, ahead of the clock: reading goes on from a day before now."
    Bookmark.objects.filter(pk=mark.pk).update(at=now - LOOK_BACK)
