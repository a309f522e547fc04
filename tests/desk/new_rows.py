"""Forms of new rows with everything that they need."""

from facts.models import Source
from news.models import NewsItem
from projects.models import Milestone, Organization


def full(model) -> dict:
    """A form with everything that it needs."""
    source = Source.objects.filter(published_on_last__isnull=False)[0]
    forms: dict[type, dict] = {
        Milestone: {
            "title": "Own words", "on": "2026-03-30", "kind": "test", "country": "US", "summary": "Ours.",
            "sources": [source.pk], "confidence": "reported",
        },
        Source: {
            "url": "https://own.example.org/", "title": "T", "publisher": "P", "language": "en", "seen": "page",
            "quality": "press",
        },
        Organization: {
            "name": "Own", "country": "US", "kind": "company", "summary": "Ours.", "current_on": "2026-03-30",
            "sources": [source.pk], "confidence": "reported",
        },
        NewsItem: {
            "headline": "Own", "link": "https://own.example.org/", "publisher": "P", "published_on": "2026-03-30",
            "language": "en", "country": "US", "summary": "Ours.", "confidence": "reported", "state": "draft",
        },
    }  # fmt: skip
    return forms[model]
