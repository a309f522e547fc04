"""News items, their editorial state with its steps, and the stories of others that may become some."""

from news.models.item import NewsItem
from news.models.step import MOVES, NewsStep
from news.models.suggestion import Suggestion

__all__ = ["MOVES", "NewsItem", "NewsStep", "Suggestion"]
