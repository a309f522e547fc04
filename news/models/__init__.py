"""News items, their editorial state, and the steps that brought them there."""

from news.models.item import NewsItem
from news.models.step import MOVES, NewsStep

__all__ = ["MOVES", "NewsItem", "NewsStep"]
