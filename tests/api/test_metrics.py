"""Metrics through the API: the same rows as on the pages, with definition, limits and sources."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from api import metric_rows
from api.answers import Answer
from facts.ledger.registry import KINDS
from metrics.all import METRICS
from metrics.question import FactRef, Question
from metrics.registry import FIRST, Metric, Version

SITE = Answer(site="http://testserver", day=date(2026, 10, 1))


@dataclass(frozen=True)
class Row:
    country: str
    on: date
    value: float | None
    label: object
    parts: tuple
    facts: tuple[FactRef, ...]


def table(api, name: str, **parameters: str) -> list[list[str]]:
    answer = api(f"metrics/{name}/", format="csv", **parameters)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode())))


@pytest.fixture
def hostile(api, monkeypatch):
    """A metric whose texts would be formulas in a spreadsheet."""

    def rows(question: Question) -> list[Row]:
        texts = (
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "＝1",
            '=HYPERLINK("x")',
            "plain",
            'a "quote", b',
        )
        ref = FactRef("projects", "starcloud-constellation")
        return [Row("US", date(2026, 1, 1), -2.5, text, (("a", 1), ("b", 2.5)), (ref,)) for text in texts]

    metric = Metric("hostile", gettext_lazy("Title"), "d", "u", "n", rows)
    monkeypatch.setitem(METRICS, "hostile", metric)
    return metric


def test_every_metric_is_listed_with_its_definition_and_its_limits(api):
    told = api.json("metrics/")
    assert [row["name"] for row in told] == list(METRICS)
    for row in told:
        assert set(row) == {
            "name", "title", "definition", "unit", "not_measured", "definition_version", "definition_since",
            "definition_changes", "over_time", "rests_on", "url",
        }  # fmt: skip
        assert row["definition"]
        assert row["not_measured"]


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize(
    "parameters", [{}, {"as_of": "2026-03-01"}, {"country": "CN", "confidence": "reported"}]
)
def test_every_metric_answers_with_rows_and_the_sources_of_their_facts(api, name, parameters):
    told = api.json(f"metrics/{name}/", **parameters)

    assert told["as_of"] == parameters.get("as_of")
    assert told["day"] == parameters.get("as_of", date.today().isoformat())
    assert told["country"] == parameters.get("country", "")
    refs = {(ref["kind"], ref["slug"]) for row in told["rows"] for ref in row["facts"]}
    cited = {source["slug"] for source in told["sources"]}
    for kind, slug in refs:
        fact = KINDS[kind].model.objects.get(slug=slug)
        assert set(fact.sources.values_list("slug", flat=True)) <= cited
    assert bool(refs) == bool(cited)


def test_a_definition_has_its_version_and_what_each_one_changed(api):
    metric = METRICS["launches_with_compute"]
    listed = next(row for row in api.json("metrics/") if row["name"] == metric.name)
    for told in (listed, api.json(f"metrics/{metric.name}/", as_of="2026-03-01")):
        assert told["definition_version"] == metric.version.number >= 2
        assert told["definition_since"] == metric.version.since.isoformat()
        assert told["definition_changes"][0] == {
            "version": 2, "since": "2026-11-29", "changed": str(metric.versions[1].changed),
        }  # fmt: skip


def test_a_new_version_of_a_definition_is_a_new_answer(api, hostile, monkeypatch):
    held = {"If-None-Match": api("metrics/hostile/").headers["ETag"]}
    changed = replace(hostile, versions=(*FIRST, Version(2, date(2026, 11, 29), "Counts less.")))
    monkeypatch.setitem(METRICS, "hostile", changed)
    answer = api("metrics/hostile/", headers=held)
    assert answer.json()["definition_version"] == 2


@pytest.mark.parametrize("name", METRICS)
def test_each_fact_behind_a_figure_can_be_opened(api, name):
    rows = api.json(f"metrics/{name}/")["rows"]
    addresses = {ref["url"] for row in rows for ref in row["facts"]}
    for url in sorted(addresses)[:5]:
        assert api.json(url)["sources"]


@pytest.mark.parametrize("name", METRICS)
def test_the_table_has_the_rows_of_the_json(api, name):
    rows = api.json(f"metrics/{name}/", as_of="2026-10-01")["rows"]
    head, *lines = table(api, name, as_of="2026-10-01")
    assert len(lines) == len(rows)
    version = str(METRICS[name].version.number)
    assert all(line[-1] == version for line in lines)
    if rows:
        assert head == [*rows[0], "definition_version"]


def test_a_table_without_rows_keeps_its_head(api):
    [head] = table(api, "satellites_in_orbit", as_of="1960-01-01")
    assert head[:3] == ["country", "first", "on"]


def test_no_text_of_a_table_starts_a_formula_and_numbers_stay_numbers(hostile, api):
    head, *lines = table(api, "hostile")
    labels = [line[head.index("label")] for line in lines]
    assert labels[:8] == [
        "'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'\rx", "'＝1", "'=HYPERLINK(\"x\")",
    ]  # fmt: skip
    assert labels[8:] == ["plain", 'a "quote", b']
    assert {line[head.index("value")] for line in lines} == {"-2.5"}
    assert lines[0][head.index("parts")] == "a: 1; b: 2.5"
    assert lines[0][head.index("facts")] == "projects/starcloud-constellation"


def test_json_rows_are_plain_values():
    row = Row(
        "US", date(2026, 1, 1), None, gettext_lazy("word"), (("a", Decimal("2.0")),), (FactRef("news", "x"),)
    )
    assert metric_rows.plain(row, SITE) == {
        "country": "US", "on": "2026-01-01", "value": None, "label": "word", "parts": [["a", 2]],
        "facts": [{"kind": "news", "slug": "x", "url": "http://testserver/api/v1/news/x/"}],
    }  # fmt: skip


def test_an_unknown_metric_is_answered_with_the_known_ones(api):
    assert "scoreboard" in api.refused("metrics/nonsense/", 404)["mend"]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"as_of": "yesterday"}, "as_of"), ({"as_of": "2999-01-01"}, "as_of"), ({"country": "XX"}, "country"),
        ({"confidence": "disputed"}, "confidence"), ({"page": "1"}, "page"), ({"format": "xlsx"}, "format"),
        ({"country": ["US", "CN"]}, "country"), ({"as_of": "\0"}, "as_of"),
    ],
)  # fmt: skip
def test_a_metric_refuses_what_it_cannot_use(api, parameters, field):
    assert api.refused("metrics/scoreboard/", **parameters)["field"] == field


def test_a_table_can_be_asked_for_by_its_type_and_is_named_after_its_day(api):
    answer = api("metrics/funding/", headers={"Accept": "text/csv"}, as_of="2026-03-01")
    assert 'filename="funding-2026-03-01.csv"' in answer.headers["Content-Disposition"]


def test_the_choices_of_a_metrics_page_leave_the_same_rows_at_the_api(api):
    told = api.json("metrics/reported_working/", reported="working", compute="yes")["rows"]
    every = api.json("metrics/reported_working/")["rows"]
    assert told == [row for row in every if row["reported"] == "working" and row["compute"] == "yes"]
    assert len(told) < len(every)
    assert "reported" in api.refused("metrics/reported_working/", 400, reported="asleep")["detail"]
    assert "judged" in api.refused("metrics/reported_working/", 400, judged="yes")["detail"]
