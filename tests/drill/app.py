"""The site's own Celery application with its times compressed: what the workers and beats of the drill run.

Seconds stand for the minutes and hours of the real site; the code is the same. `DRILL_FOLDER/stall` makes a
worker stop in the middle of a store, after the rows were written and before they are committed.
"""

import os
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  the applications must be set up first

from feeds import tasks  # noqa: E402
from feeds.http.rate_limits import NO_LIMITS  # noqa: E402
from feeds.registry import FEEDS  # noqa: E402
from racetracker.celery import app  # noqa: E402

__all__ = ["app"]
FOLDER = Path(os.environ["DRILL_FOLDER"])
EVERY_S = 2.0
LAUNCHES = FEEDS["launch-library"]


def store(records: Any, *, seen_at: datetime) -> Any:
    stored = LAUNCHES.store(records, seen_at=seen_at)
    if (FOLDER / "stall").exists():
        (FOLDER / "in-store").touch()
        time.sleep(120)
    return stored


FEEDS["launch-library"] = replace(
    LAUNCHES, every=timedelta(seconds=0.8 * EVERY_S), manners=NO_LIMITS, store=store
)
settings.CELERY_TASK_TIME_LIMIT = 15  # after so long a run without a word is dead
settings.CELERY_TASK_SOFT_TIME_LIMIT = 14
tasks.BUSY_WAIT_S = 1
app.conf.beat_schedule = {
    "launch-library": {
        "task": "feeds.tasks.run_feed",
        "args": ["launch-library"],
        "schedule": EVERY_S,
        "options": {"expires": 60, "retry": True, "retry_policy": {"max_retries": 5}},
    }
}
app.conf.beat_max_loop_interval = 1
if settings.REDIS_URL:
    app.conf.broker_transport_options = {**app.conf.broker_transport_options, "visibility_timeout": 4}
