"""How old the feeds' data is, for the foot of every page."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from feeds.freshness import freshness as feed_freshness

_KEPT_SECONDS = 60


def freshness(version: int) -> list[dict[str, Any]]:
    """Each feed's last good answer, and whether it is older than it should be.

    Kept for a minute: a run moves the ledger's version, and only age grows without one.
    """
    key = f"freshness:{version}"
    rows = cache.get(key)
    if rows is None:
        rows = [
            {
                "title": row.title,
                "last_success": row.last_success_at,
                "stale": row.stale,
                "sentence": row.sentence if row.failing_since else "",
            }
            for row in feed_freshness()
        ]
        cache.set(key, rows, _KEPT_SECONDS)
    return rows
