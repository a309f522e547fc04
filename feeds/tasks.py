"""Doorbells: each takes a slug and calls the house."""

import logging

from celery import shared_task

from feeds.registry import FEEDS
from feeds.runner import NotAsked, run

logger = logging.getLogger(__name__)


@shared_task
def run_feed(slug: str) -> int | None:
    """Runs the feed; the key of its row, or nothing where it was not to be asked now."""
    try:
        row = run(FEEDS[slug])
    except NotAsked as reason:
        logger.info("%s", reason)
        return None
    logger.info("%s: %s. %s", slug, row.get_outcome_display(), row.sentence)
    return row.pk
