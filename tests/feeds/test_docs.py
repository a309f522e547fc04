"""docs/feeds.md says of every feed what, how often, from where, and whom to credit."""

from pathlib import Path

import pytest

from feeds.registry import FEEDS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "feeds.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))
def test_every_feed_is_documented(feed):
    assert f"## {feed.title} (`{feed.slug}`)" in TEXT
    section = TEXT.split(f"## {feed.title} (`{feed.slug}`)")[1].split("\n## ")[0]
    for words in (feed.credit, feed.credit_url, feed.setting):
        assert words in section
    for heading in ("What", "How often", "Address", "Credit and licence", "Traps handled", "What is stored"):
        assert f"**{heading}.**" in section, heading
