"""Every feed there is, by slug."""

from typing import Any

from feeds.feed import Feed
from feeds.sources.celestrak_gp import CELESTRAK_GP
from feeds.sources.celestrak_satcat import CELESTRAK_SATCAT
from feeds.sources.launch_library import LAUNCH_LIBRARY
from feeds.sources.launch_library_log import LAUNCH_LIBRARY_CHANGES, LAUNCH_LIBRARY_PREVIOUS
from feeds.sources.launch_library_updates import LAUNCH_LIBRARY_UPDATES
from feeds.sources.spaceflight_news import SPACEFLIGHT_NEWS

__all__ = ["FEEDS", "Feed"]

FEEDS: dict[str, Feed[Any]] = {
    feed.slug: feed
    for feed in (
        LAUNCH_LIBRARY,
        LAUNCH_LIBRARY_CHANGES,
        LAUNCH_LIBRARY_PREVIOUS,
        LAUNCH_LIBRARY_UPDATES,
        CELESTRAK_GP,
        CELESTRAK_SATCAT,
        SPACEFLIGHT_NEWS,
    )
}
