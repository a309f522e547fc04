"""Compare: what stands with the figures: disputes, sources, limits, day and licence."""

import json

from facts.models import LedgerVersion, Source
from tests.metrics import facts
from tests.pages.compare import figure


def test_a_disputed_filing_is_called_disputed_in_label_sentence_and_table(visit, empty_ledger):
    facts.application(facts.project("US"), 51_600)
    facts.application(facts.project("US"), 100_000, confidence="disputed")
    facts.application(facts.project("CN"), 2_800, confidence="disputed")
    seen = visit("/compare/", metric="filings", as_of="2026-09-01")
    labels = [label["text"] for label in figure(seen, "filings")["layout"]["annotations"]]
    assert labels == ["United States 151,600<br>100,000 disputed", "China 2,800<br>disputed"]
    assert "China 2,800 (disputed)" in seen.main.one("figcaption").text
    assert "2,800 (disputed)" in seen.main.one("tbody").text


def test_under_a_chart_stand_sources_limits_day_newest_source_and_licence(visit, empty_ledger):
    facts.application(facts.project("US"), 51_600)
    Source.objects.update(
        publisher="FCC",
        published_on_first="2026-01-10",
        published_on_last="2026-01-10",
        published_on_precision="day",
    )
    LedgerVersion.bump()
    foot = visit("/compare/", metric="filings", as_of="2026-03-01").main.one("div", "foot").text
    assert "Sources: FCC" in foot
    assert "Limits: Not satellites that exist" in foot
    assert "As of 1 Mar 2026" in foot
    assert "newest source of 10 Jan 2026" in foot
    assert "CC BY 4.0" in foot


def test_no_source_of_a_later_day_stands_under_a_chart_of_the_past(visit):
    told = json.loads(visit("/charts/filings.json", as_of="2026-03-01").response.content)
    assert told["sources"]
    assert all(source["published_on"] <= "2026-03-01" for source in told["sources"])


def test_a_window_begins_with_the_values_that_stood_before_it(visit):
    seen = visit("/compare/", **{"from": "2026-01-01", "as_of": "2026-09-01"})
    before = [row.text for row in seen.main.one("tbody").all("tr") if "stood so before" in row.text]
    assert len(before) == 2
