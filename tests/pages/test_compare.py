"""Compare: the chart, its table and its sentence say the same."""

import json
from datetime import date

import pytest

from metrics.all import METRICS
from metrics.question import Question

OVER_TIME = [name for name, metric in METRICS.items() if metric.over_time]


def figure(seen, name: str) -> dict:
    return json.loads(seen.tree.with_id(name.replace("_", "-")).raw())


def test_there_are_at_least_six_measures():
    assert len(OVER_TIME) >= 6


@pytest.mark.parametrize("name", OVER_TIME)
def test_chart_table_and_sentence_of_a_measure_hold_its_rows(visit, name):
    day = date(2026, 9, 1)
    rows = METRICS[name].rows(Question(day, day, "", ""))
    seen = visit("/compare/", metric=name, as_of=day.isoformat())

    assert seen.main.one("h1").text == "Compare"
    chart = seen.main.one("section", "chart")
    sentence = chart.one("figcaption").text
    assert sentence.startswith(str(METRICS[name].title))
    for country in ("United States", "China"):
        assert country in sentence
    table = list(chart.one("tbody").all("tr"))
    shown = [row for row in rows if row.country in ("US", "CN")]
    assert len(table) <= len(shown)
    assert len(table) > 0
    drawn = figure(seen, name)
    assert len(drawn["data"]) >= 2
    last = [row for row in table if "United States" in row.text][:1]
    if last:
        value = list(last[0].all("td"))[-1].text
        assert f"United States {value}" in sentence
    assert chart.text.count("Does not measure:") == 1


def test_one_country_is_drawn_alone(visit):
    seen = visit("/compare/", country="CN")
    assert "United States" not in seen.main.one("figcaption").text
    assert "United States" not in seen.main.one("tbody").text


def test_a_window_leaves_out_what_lies_outside(visit):
    seen = visit("/compare/", **{"from": "2025-01-01", "to": "2025-12-31"})
    days = [row.one("th").text for row in seen.main.one("tbody").all("tr")]
    assert days
    assert all("2025" in day for day in days)
    assert "on 31 Dec 2025" in seen.main.one("figcaption").text


def test_a_window_in_the_future_or_before_everything_says_so(visit):
    ahead = visit("/compare/", to="2030-01-01")
    assert "The future is empty here" in ahead.text
    before = visit("/compare/", **{"from": "1960-01-01", "to": "1961-01-01"})
    assert "none known" in before.main.one("figcaption").text
    visit("/compare/", **{"from": "2030-01-01"})


def test_a_logarithm_is_drawn_for_every_measure(visit):
    for name in OVER_TIME:
        drawn = figure(visit("/compare/", metric=name, scale="log"), name)
        assert drawn["layout"]["yaxis"]["type"] == "log"


def test_downloads_keep_the_day_and_answer(visit):
    seen = visit("/compare/", as_of="2026-03-01")
    files = [link["href"] for link in seen.main.one("ul", "take").all("a")]
    assert len(files) == 2
    for address in files:
        assert "as_of=2026-03-01" in address
        assert visit.client.get(address).status_code == 200
