"""Compare: totals of years, and measures without a history."""

import json

import pytest

from facts.models import LedgerVersion
from metrics.all import METRICS
from tests.metrics.facts import total
from tests.pages.compare import figure


@pytest.fixture
def totals(empty_ledger) -> None:
    for country in ("US", "CN"):
        total(country, 2024, 100)
        total(country, 2025, 150)
    LedgerVersion.bump()


def test_a_yearly_total_has_its_year_and_no_day(visit, totals):
    seen = visit("/compare/", metric="launch_cadence", as_of="2026-09-01")
    sentence = seen.main.one("figcaption").text
    assert sentence.startswith("National launch attempts per year in 2025: United States ")
    assert "1 Sep 2026" not in sentence
    chart = seen.main.one("section", "chart")
    assert [cell.text for cell in chart.one("thead").all("th")] == ["Year", "Country", "Launches per year"]
    assert next(iter(chart.one("tbody").all("tr"))).one("th").text == "2025"
    labels = [label["text"] for label in figure(seen, "launch_cadence")["layout"]["annotations"]]
    assert all(label.endswith(" (2025)") for label in labels)
    told = json.loads(visit("/charts/launch_cadence.json", as_of="2026-09-01").response.content)
    assert list(told["rows"][0]) == ["country", "year", "value", "disputed", "facts", "definition_version"]
    assert f"National launch attempts per year: {len(told['rows'])} totals of years" in seen.text


def test_shares_of_a_year_have_its_name(visit, totals):
    seen = visit("/compare/", metric="launch_cadence", values="relative", as_of="2026-09-01")
    assert "share of both countries in 2025: United States " in seen.main.one("figcaption").text
    told = json.loads(
        visit("/charts/launch_cadence.json", values="relative", as_of="2026-09-01").response.content
    )
    last = [row for row in told["rows"] if row["year"] == 2025]
    assert sum(row["value"] for row in last) == pytest.approx(100)
    assert {row["whole"] for row in last} == {sum(row["amount"] for row in last)}


def test_measures_without_a_history_are_named_and_lead_to_their_pages(visit):
    seen = visit("/compare/", as_of="2026-09-01")
    links = {link.text: link["href"] for link in seen.main.with_id("others").parent.all("a")}
    assert set(links) == {str(metric.title) for metric in METRICS.values() if not metric.over_time}
    assert all(address.endswith("as_of=2026-09-01") for address in links.values())


@pytest.mark.parametrize("address", ["/compare/", "/metrics/filings/"])
def test_a_country_that_is_not_compared_has_no_figure_and_an_unknown_one_is_refused(visit, address):
    assert "No figure of France was known by" in visit(address, country="FR").text
    sentence = visit.refused(address, country="xx").text
    assert "country: “xx” is not known here. Write one of: US, CN, HK" in sentence
