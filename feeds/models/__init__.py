"""Rows of the feeds: runs, what they could not read, and what was asked of whom."""

from feeds.models.asking import Asking, Host
from feeds.models.run import FeedRun, QuarantinedRecord

__all__ = ["Asking", "FeedRun", "Host", "QuarantinedRecord"]
