"""How old the feeds' data is, for the foot of every page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from common.dates import AsOf
from feeds.monitoring.freshness import freshness as feed_freshness

_KEPT_SECONDS = 60


def freshness(version: int) -> list[dict[str, Any]]:
    """Each feed's last good answer, up to when it is current, and whether that is longer ago than it should be.

    Kept for a minute: a run moves the ledger's version, and only age grows without one.
    """
    key = f"feeds-current:{version}:{get_language()}"
    rows = cache.get(key)
    if rows is None:
        rows = [
            {
                "slug": row.slug,
                "title": row.title,
                "last_success": row.last_success_at,
                "stale": row.stale,
                "silent": row.silent,
                "current": row.current_at,
                "sentence": row.sentence if row.failing_since or row.silent else "",
            }
            for row in feed_freshness()
        ]
        cache.set(key, rows, _KEPT_SECONDS)
    return rows


def stale_among(
    rows: Iterable[dict[str, Any]], rests_on: Collection[str], as_of: AsOf | None = None
) -> list[dict[str, Any]]:
    """The stale feeds among those that a figure rests on.

    A figure of a past day is only out of date where the feed told nothing since before that day; one asked
    with both clocks stays as it is.
    """
    if as_of and as_of.recorded:
        return []
    return [
        row
        for row in rows
        if row["slug"] in rests_on
        and row["stale"]
        and (as_of is None or row["current"] is None or row["current"].date() < as_of.day)
    ]
