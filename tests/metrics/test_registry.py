"""Every metric has its words, and docs/metrics.md says the same of each."""

import re
from pathlib import Path

import pytest

from facts.ledger.registry import KINDS
from feeds.registry import FEEDS
from launches.models import Spacecraft
from metrics.all import METRICS, ORDER
from metrics.registry import Metric
from tests.metrics.facts import elements
from tests.metrics.reading import CLOSED
from tests.present import present

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
every_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))


def section(metric: Metric) -> str:
    head = f"## {metric.title} (`{metric.name}`)"
    assert head in TEXT, f"docs/metrics.md has no section {head!r}"
    return " ".join(TEXT.split(head)[1].split("\n## ")[0].split())


@every_metric
def test_every_metric_has_title_definition_unit_and_what_it_does_not_measure(metric):
    assert METRICS[metric.name] is metric
    for words in (metric.title, metric.definition, metric.unit, metric.not_measured):
        assert str(words).strip() == str(words) != ""
    assert str(metric.definition).endswith(".")
    assert str(metric.not_measured).startswith("Not ")


@every_metric
def test_a_metric_rests_on_feeds_that_exist_and_the_document_names_them(metric):
    assert set(metric.rests_on) <= FEEDS.keys()
    for slug in metric.rests_on:
        assert f"`{slug}`" in section(metric)


def test_metrics_stand_in_one_order_whatever_is_imported_first():
    assert tuple(METRICS) == ORDER


def test_every_metric_is_documented_and_nothing_else_is():
    assert sorted(re.findall(r"^## .+ \(`(\w+)`\)$", TEXT, re.MULTILINE)) == sorted(METRICS)


@every_metric
def test_the_document_says_of_a_metric_what_the_site_says(metric):
    text = section(metric)
    for name, words in (
        ("Definition", metric.definition),
        ("Unit", metric.unit),
        ("What it does not measure", metric.not_measured),
    ):
        assert f"**{name}.** {' '.join(str(words).split())}" in text, name


@every_metric
def test_the_document_names_the_source_facts_of_a_metric(closed, metric):
    said = section(metric).split("**Source facts.**")[1]
    read = {ref.kind for row in metric.rows(closed) for ref in row.facts}
    for kind in read:
        assert f"`{kind}`" in said
    assert set(re.findall(r"`(\w+)`", said)) & set(KINDS) >= read


def test_what_a_metric_counts_is_said_where_it_is_registered():
    assert {name for name, metric in METRICS.items() if metric.kind == "money"} == {"funding"}
    assert {name for name, metric in METRICS.items() if metric.promised} == {"filings", "projects_announced"}


@pytest.mark.parametrize(
    ("metric", "choice"),
    [(metric, choice) for metric in METRICS.values() for choice in metric.choices],
    ids=lambda part: getattr(part, "key", None) or part.name,
)
def test_each_word_of_a_choice_leaves_some_of_the_rows(closed, metric, choice):
    if (metric.name, choice.key) == (
        "tracked_in_orbit",
        "tracked",
    ):  # only beside sets is a reading a last one
        elements(present(Spacecraft.objects.get(slug="starcloud-1").norad_cat_id), CLOSED.isoformat())
    rows = metric.rows(closed)
    for word in choice.words:
        left = [row for row in rows if choice.keeps(row, word)]
        assert 0 < len(left) < len(rows)


@every_metric
def test_the_facts_behind_an_answer_are_those_of_its_rows_or_more_or_found_elsewhere(closed, metric):
    rows = metric.rows(closed)
    named = {fact for row in rows for fact in row.facts}
    behind = metric.facts_behind(closed, rows)
    if metric.leads:
        assert behind == []
        assert {lead.to for lead in metric.leads(rows) if isinstance(lead.to, str)} <= METRICS.keys()
        assert metric.leads(rows)
    else:
        assert named <= set(behind)
        assert metric.evidence or named == set(behind)
