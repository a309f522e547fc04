"""Tasks of projects and their money."""

import logging

from celery import shared_task

from projects.services import refresh_rates

logger = logging.getLogger(__name__)


@shared_task
def refresh_the_rates() -> int:
    """Keeps the published rate of each day that converts a sum; how many are new or corrected."""
    done = refresh_rates()
    for sentence in done.sentences:
        logger.info(sentence)
    return len(done.new) + len(done.corrected)
