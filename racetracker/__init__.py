"""Wiring: settings, addresses, Celery. Nothing imports it; it imports everything."""

from racetracker.celery import app as celery_app

__all__ = ["celery_app"]
