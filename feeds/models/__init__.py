"""Rows of the feeds: runs and what they left behind, how far they read, and what was asked of whom."""

from feeds.models.alert import Alert
from feeds.models.asking import Asking, Host
from feeds.models.bookmark import Bookmark
from feeds.models.profile import AnswerProfile
from feeds.models.raw import RawAnswer
from feeds.models.run import FeedRun, QuarantinedRecord

__all__ = [
    "Alert",
    "AnswerProfile",
    "Asking",
    "Bookmark",
    "FeedRun",
    "Host",
    "QuarantinedRecord",
    "RawAnswer",
]
