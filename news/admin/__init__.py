"""The desk of news: entering an item, and what becomes of it."""

from news.admin import item  # noqa: F401  registers itself
