"""Doorbells: each takes a slug and calls the house."""

import logging
from typing import Any

from celery import shared_task

from feeds.monitoring import alerts
from feeds.registry import FEEDS
from feeds.runs.runner import Busy, NotAsked, run

logger = logging.getLogger(__name__)

# A run that is under way ends, or is given up as dead within the time limit of a task: till then the bell is
# rung again, so that the feed is asked soon after a worker died and not a whole period later.
BUSY_WAIT_S = 60


@shared_task(bind=True, max_retries=15)
def run_feed(self: Any, slug: str) -> int | None:
    """Runs the feed; the key of its row, or nothing where it was not to be asked now."""
    try:
        row = run(FEEDS[slug])
    except Busy as reason:
        logger.info("%s", reason)
        if self.request.called_directly or self.request.is_eager or self.request.retries >= self.max_retries:
            return None
        raise self.retry(countdown=BUSY_WAIT_S) from reason
    except NotAsked as reason:
        logger.info("%s", reason)
        return None
    logger.info("%s: %s. %s", slug, row.get_outcome_display(), row.sentence)
    return row.pk


@shared_task
def send_alerts() -> int:
    """Tells the operators what needs them; how many mails were sent."""
    return alerts.send_alerts()
