"""Runs of feeds, and records they could not read."""

from feeds.models.run import FeedRun, QuarantinedRecord

__all__ = ["FeedRun", "QuarantinedRecord"]
