"""The Celery application: settings come from Django, tasks from the applications."""

import logging
import os
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import task_failure, task_success

from racetracker import broker

__all__ = ["app", "broker"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "racetracker.settings")

# Celery warns a worker that runs as root, because of pickled messages: ours are JSON alone.
warnings.filterwarnings("ignore", category=SecurityWarning)

log = logging.getLogger(__name__)
app = Celery("racetracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_failure.connect
def note_failure(sender: Any, exception: BaseException, **kwargs: Any) -> None:
    """A task that broke is told to the operators (`feeds.monitoring.alerts`)."""
    from django.db import DatabaseError

    from feeds.monitoring.alerts import task_failed

    try:
        task_failed(sender.name, exception)
    except DatabaseError as fault:  # the same fault as the task's, as a rule: the log has both
        log.error("That %s failed could not be noted: %s", sender.name, fault)


@task_success.connect
def note_success(sender: Any, **kwargs: Any) -> None:
    """One that ran well after it failed is no cause any more."""
    from django.db import DatabaseError

    from feeds.monitoring.alerts import task_ran

    try:
        task_ran(sender.name)
    except DatabaseError as fault:
        log.error("That %s ran well again could not be noted: %s", sender.name, fault)
