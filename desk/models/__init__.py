"""What the desk keeps for those who work at it; no reader sees any of it."""

from desk.models.aside import LONGEST_NOTE, LONGEST_TASK, Assignment, PrivateNote
from desk.models.saved_view import LONGEST_QUERY, SavedView

__all__ = [
    "LONGEST_NOTE", "LONGEST_QUERY", "LONGEST_TASK", "Assignment", "PrivateNote", "SavedView",
]  # fmt: skip
