"""The desk of news: entering an item, and what becomes of it."""

from news.admin import inbox, item  # noqa: F401  they register themselves
