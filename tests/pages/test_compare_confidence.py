"""Compare: a floor of confidence is named wherever its figures go."""

import json

import pytest

from facts.models import LedgerVersion
from tests.metrics.facts import application, project
from tests.pages.compare import empty


@pytest.fixture
def less_sure(empty_ledger) -> None:
    """What the United States asked for is confirmed, what China did is claimed; both since January 2026."""
    for country, confidence in (("US", "confirmed"), ("CN", "claimed")):
        application(project(country), 2_800, "2026-01-10", known_on="2026-01-10", confidence=confidence)
    LedgerVersion.bump()


def test_a_floor_of_confidence_is_named_wherever_its_figures_go(visit, less_sure):
    keys = {"confidence": "confirmed", "as_of": "2026-09-01"}
    chart = visit("/compare/", metric="filings", **keys).main.one("section", "chart")
    assert chart.one("h2").text == "Satellites asked for (confirmed facts only)"
    assert chart.one("p", "sub").text.endswith("Floor of confidence: confirmed facts only.")
    sentence = chart.one("figcaption").text
    assert sentence.startswith("Floor of confidence: confirmed facts only.")
    assert "China none at this confidence" in sentence
    assert "none known" not in sentence
    told = json.loads(visit("/charts/filings.json", **keys).response.content)
    assert told["chart"]["confidence_floor"] == "confirmed"
    assert told["chart"]["shows"] == sentence
    for text in (told["citation"], told["bibtex"], told["chart"]["title"]):
        assert "(confirmed facts only)" in text


def test_facts_below_the_floor_are_less_sure_and_not_unknown(visit, less_sure):
    seen = visit("/compare/", metric="filings", confidence="confirmed", as_of="2026-09-01")
    assert (
        "No figure of this confidence for China was known by 1 Sep 2026, but the ledger holds facts that are "
        "less sure"
    ) in seen.text
    assert "No figure of China" not in seen.text
    unknown = visit("/compare/", metric="filings", country="US", confidence="confirmed", as_of="2025-06-01")
    assert (
        "No figure of this confidence for United States was known by 1 Jun 2025: none is not" in unknown.text
    )
    alone = visit("/compare/", metric="filings", values="relative", confidence="confirmed")
    assert "no figure of this confidence for China" in empty(alone)


@pytest.mark.parametrize(
    "address", ["/charts/paper_to_orbit.json", "/charts/slippage.json", "/charts/promises_kept.json",
                "/charts/next_targets.json", "/charts/timeline.json"],
)  # fmt: skip
def test_every_other_chart_names_its_floor_too(visit, address):
    told = json.loads(visit(address, confidence="reported", as_of="2026-09-01").response.content)
    assert "(facts reported or better)" in told["citation"]
    assert "Floor of confidence: facts reported or better." in told["chart"]["shows"]
    plain = json.loads(visit(address, as_of="2026-09-01").response.content)
    assert plain["chart"]["confidence_floor"] is None
    assert "confidence:" not in plain["chart"]["shows"]


def test_the_page_of_a_metric_cites_its_floor(visit):
    cite = visit("/metrics/filings/", confidence="confirmed").main.with_id("cite").parent
    assert "“Satellites asked for (confirmed facts only)”" in cite.text
    [entry] = [block.text for block in cite.all("pre") if block["aria-label"] == "BibTeX"]
    assert "confidence=confirmed" in entry
    assert "(confirmed facts only)" in entry
