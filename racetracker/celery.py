"""The Celery application: settings come from Django, tasks from the applications."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning

from racetracker import broker

__all__ = ["app", "broker"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "racetracker.settings")

# Celery warns a worker that runs as root, because of pickled messages: ours are JSON alone.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("racetracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
