"""The feeds at the desk: runs and their answers, what could not be read, what was asked of whom."""

from feeds.admin import manners, quarantine, runs  # noqa: F401  they register themselves
