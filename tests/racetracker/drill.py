"""A small Celery application on the folder broker: what test_broker.py starts, kills and starts again."""

import os
import time
from pathlib import Path

from celery import Celery

from racetracker import broker

__all__ = ["broker"]
FOLDER = Path(os.environ["DRILL_FOLDER"])

app = Celery("drill", broker="folder://")
app.conf.update(
    broker_transport_options={"folder": str(FOLDER / "messages")},
    task_acks_late=True,
    task_ignore_result=True,
    worker_enable_remote_control=False,
    worker_prefetch_multiplier=1,
)


@app.task(name="write")
def write(word: str, seconds: float = 0.0) -> None:
    """Notes that it began, takes its time, notes that it ended."""
    (FOLDER / f"{word}.began").touch()
    time.sleep(seconds)
    with (FOLDER / f"{word}.done").open("a") as handle:
        handle.write("done\n")
