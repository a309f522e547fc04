"""The beat table: which task runs how often, by itself."""

from typing import Any


def _feed(seconds: float, slug: str) -> dict[str, Any]:
    """The run of a feed, scheduled more often than the feed is fetched: its own interval decides.

    So a feed is fetched soon after its host was closed, its allowance used, or the broker or beat away. A
    task that no worker took before the next one is dropped.
    """
    return {
        "task": "feeds.tasks.run_feed",
        "args": [slug],
        "schedule": seconds,
        "options": {"expires": seconds, "retry": True, "retry_policy": {"max_retries": 5}},
    }


SCHEDULE: dict[str, dict[str, Any]] = {
    "publish-what-is-due": {
        "task": "news.tasks.publish_what_is_due",
        "schedule": 60.0,
        "options": {"expires": 60.0, "retry": True, "retry_policy": {"max_retries": 5}},
    },
    "thin-the-element-sets": {
        "task": "launches.tasks.thin_the_element_sets",
        "schedule": 24 * 3600.0,
        "options": {"expires": 24 * 3600.0, "retry": True, "retry_policy": {"max_retries": 5}},
    },
    "refresh-the-rates": {
        "task": "projects.tasks.refresh_the_rates",
        "schedule": 24 * 3600.0,
        "options": {"expires": 24 * 3600.0, "retry": True, "retry_policy": {"max_retries": 5}},
    },
    "send-alerts": {
        "task": "feeds.tasks.send_alerts",
        "schedule": 600.0,
        "options": {"expires": 600.0, "retry": True, "retry_policy": {"max_retries": 5}},
    },
    "launch-library": _feed(1200.0, "launch-library"),
    "launch-library-changes": _feed(1200.0, "launch-library-changes"),
    "launch-library-previous": _feed(1200.0, "launch-library-previous"),
    "launch-library-updates": _feed(1200.0, "launch-library-updates"),
    "celestrak-gp": _feed(1800.0, "celestrak-gp"),
    "celestrak-satcat": _feed(3600.0, "celestrak-satcat"),
    "spaceflight-news": _feed(1200.0, "spaceflight-news"),
}
