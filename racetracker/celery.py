"""The Celery application: settings come from Django, tasks from the applications."""

import os
import warnings
from datetime import UTC, datetime
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import beat_init

from racetracker import broker

__all__ = ["app", "broker"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "racetracker.settings")

# Celery warns a worker that runs as root, because of pickled messages: ours are JSON alone.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("racetracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def what_never_ran_is_due(sender: Any, **kwargs: Any) -> None:
    """A new entry of the beat table runs at once; beat alone would wait for a whole period first.

    What ran before keeps the time in beat's schedule file: it is due a period after that, or now
    when the period went by while nothing ran.
    """
    for entry in sender.scheduler.schedule.values():
        if not entry.total_run_count:
            entry.last_run_at = datetime(2000, 1, 1, tzinfo=UTC)
