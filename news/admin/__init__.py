"""The desk of news: entering an item, and what becomes of it."""

from news import tables  # noqa: F401  says what a table may say of news
from news.admin import inbox, item  # noqa: F401  they register themselves
