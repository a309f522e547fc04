"""News items and their editorial state."""

from news.models.item import NewsItem

__all__ = ["NewsItem"]
