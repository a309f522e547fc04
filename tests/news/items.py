"""News items in any state, and the steps they took."""

from news.models import NewsItem
from tests.metrics import facts


def an_item(state: str = "draft", by=None, **columns) -> NewsItem:
    if state in NewsItem.TOLD:
        columns.setdefault("reason", "Because.")
    return facts.news(state=state, entered_by=by, **columns)


def steps(item) -> list[tuple]:
    """(from, to, who, why), oldest first."""
    return [
        (step.before, step.after, step.by and step.by.username, step.why)
        for step in item.steps.order_by("pk").select_related("by")
    ]
