"""Doorbells of launches and orbits."""

import logging

from celery import shared_task

from launches.services import thin_element_sets

logger = logging.getLogger(__name__)

MOST_A_RUN = 500_000  # well within a task's time; what is left goes the next day


@shared_task
def thin_the_element_sets() -> int:
    """Thins the history of element sets; how many went."""
    thinned = thin_element_sets(at_most=MOST_A_RUN)
    if thinned.gone:
        logger.info("Of %s old element sets %s were thinned.", f"{thinned.old:,}", f"{thinned.gone:,}")
    return thinned.gone
