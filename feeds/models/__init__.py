"""Rows of the feeds: runs, what they could not read, how far they read, and what was asked of whom."""

from feeds.models.asking import Asking, Host
from feeds.models.bookmark import Bookmark
from feeds.models.run import FeedRun, QuarantinedRecord

__all__ = ["Asking", "Bookmark", "FeedRun", "Host", "QuarantinedRecord"]
