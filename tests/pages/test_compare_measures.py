"""Compare: the chart, its table and its sentence say the same."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from common.dates import AsOf
from metrics.all import METRICS
from metrics.question import Question
from tests.pages.compare import OVER_TIME, figure


def test_there_are_at_least_six_measures():
    assert len(OVER_TIME) >= 6


@pytest.mark.parametrize("name", OVER_TIME)
def test_chart_table_and_sentence_of_a_measure_hold_its_rows(visit, name):
    day = date(2026, 9, 1)
    rows = METRICS[name].rows(Question(day, AsOf(day), "", ""))
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
    assert len([trace for trace in drawn["data"] if "name" in trace]) >= 2
    last = [row for row in table if "United States" in row.text][:1]
    if last:
        value = list(last[0].all("td"))[-1].text
        assert f"United States {value}" in sentence
    assert chart.text.count("Limits:") == 1


def test_one_country_is_drawn_alone(visit):
    seen = visit("/compare/", country="CN")
    assert "United States" not in seen.main.one("figcaption").text
    assert "United States" not in seen.main.one("tbody").text
    [line] = [t for t in figure(seen, "satellites_in_orbit")["data"] if "name" in t]
    assert line["name"] == "China"


def test_a_window_leaves_out_what_lies_outside(visit):
    seen = visit("/compare/", **{"from": "2025-01-01", "to": "2025-12-31"})
    days = [row.one("th").text for row in seen.main.one("tbody").all("tr")]
    assert days
    assert all("2025" in day for day in days)
    assert "on 31 Dec 2025" in seen.main.one("figcaption").text


def test_a_window_into_the_future_says_so(visit):
    ahead = visit("/compare/", to="2030-01-01")
    assert "The future is empty here" in ahead.text


def test_a_logarithm_is_drawn_for_every_measure(visit):
    for name in OVER_TIME:
        drawn = figure(visit("/compare/", metric=name, scale="log"), name)
        assert drawn["layout"]["yaxis"]["type"] == "log"


def test_downloads_keep_the_day_and_every_key_and_answer(visit):
    asked = {
        "metric": "filings",
        "country": "US",
        "scale": "log",
        "from": "2026-02-01",
        "as_of": "2026-03-01",
    }
    seen = visit("/compare/", **asked)
    files = [link["href"] for link in seen.main.one("ul", "take").all("a")]
    assert [urlsplit(address).path for address in files] == [
        "/charts/filings.csv", "/charts/filings.json", "/charts/filings.zip",
    ]  # fmt: skip
    for address in files:
        assert dict(parse_qsl(urlsplit(address).query)) == {k: v for k, v in asked.items() if k != "metric"}
        assert visit.client.get(address).status_code == 200
