"""What an analyst enters, made up for tests: one page and what it says."""

from datetime import date
from typing import Any

from common.dates import PartialDate
from news.services import Entry

DAY = PartialDate.of(date(2026, 11, 20))


def entry(**fields: Any) -> Entry:
    values: dict[str, Any] = {
        "headline": "Computing satellites reach orbit", "link": "https://news.example.org/a?id=7",
        "publisher": "Example News", "published_on": DAY, "country": "CN", "summary": "Ours.",
    }  # fmt: skip
    return Entry(**values | fields)
