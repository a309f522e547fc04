"""Doorbells of the newsroom."""

import logging

from celery import shared_task

from news.workflow import publish_due

logger = logging.getLogger(__name__)


@shared_task
def publish_what_is_due() -> int:
    """Publishes the items whose moment has come; how many they were."""
    published = publish_due()
    if published:
        logger.info("Published as scheduled: %s.", ", ".join(item.slug for item in published))
    return len(published)
