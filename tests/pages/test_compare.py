"""Compare: the chart, its table and its sentence say the same."""

import json
from datetime import date
from urllib.parse import parse_qsl, urlsplit

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


# --- Absolute and relative, linear and log --------------------------------------------------------------
def empty(seen) -> str:
    """The sentence in place of the picture."""
    assert not list(seen.main.all("div", "plot"))
    return seen.main.one("div", "empty").text


def test_a_share_of_both_adds_up_and_says_so(visit):
    seen = visit("/compare/", values="relative", as_of="2026-09-01")
    assert seen.main.one("section", "chart").one("h2").text.endswith("share of both countries")
    assert "Unit: % of the two countries together." in seen.text
    american, chinese = (t for t in figure(seen, "satellites_in_orbit")["data"] if "name" in t)
    assert american["y"][-1] + chinese["y"][-1] == pytest.approx(100)
    drawn = figure(seen, "satellites_in_orbit")["layout"]["yaxis"]["ticktext"]
    assert drawn == ["0 %", "25 %", "50 %", "75 %", "100 %"]


def test_a_country_alone_has_its_share_of_both(visit):
    seen = visit("/compare/", values="relative", country="CN", as_of="2026-09-01")
    [line] = [t for t in figure(seen, "satellites_in_orbit")["data"] if "name" in t]
    assert 50 < line["y"][-1] < 100


def test_money_with_an_undisclosed_round_has_no_share(visit):
    assert "not be a share of what was raised" in empty(
        visit("/compare/", metric="funding", values="relative")
    )


def test_before_both_have_a_figure_there_is_no_share(visit):
    seen = visit("/compare/", metric="filings", values="relative", to="2026-01-15")
    assert "no figure of United States" in empty(seen)


def test_a_share_is_not_drawn_on_a_logarithm_and_the_page_says_so(visit):
    seen = visit("/compare/", values="relative", scale="log")
    assert "they are drawn on a linear scale" in seen.text
    assert "type" not in figure(seen, "satellites_in_orbit")["layout"]["yaxis"]


def test_a_line_begins_at_the_first_fact_of_its_country_in_both_views(visit):
    for values in ("absolute", "relative"):
        seen = visit("/compare/", values=values, as_of="2026-09-01")
        lines = {t["name"]: t for t in figure(seen, "satellites_in_orbit")["data"] if "name" in t}
        rows = METRICS["satellites_in_orbit"].rows(Question(date(2026, 9, 1), date(2026, 9, 1), "", ""))
        first = min(row.on for row in rows if row.country == "CN")
        assert lines["China"]["x"][0] == first.isoformat()
        assert lines["China"]["y"][0] > 0
    assert "A line begins at the first fact of its country" in visit("/compare/").text


def test_a_logarithm_says_where_a_line_breaks(visit):
    seen = visit("/compare/", scale="log", as_of="2026-09-01")
    assert "United States: a logarithmic scale cannot show zero; the line breaks where" in seen.text
    assert "China: a logarithmic scale" not in seen.text
    american = next(
        t for t in figure(seen, "satellites_in_orbit")["data"] if t.get("name") == "United States"
    )
    assert 0 not in american["y"]
    assert None in american["y"]  # Spaceborne Computer came back: for a while none was up


def test_a_logarithm_of_zeros_alone_is_a_sentence(visit):
    seen = visit("/compare/", country="US", scale="log", **{"from": "2020-01-01", "to": "2020-06-01"})
    assert "cannot show zero: choose linear" in empty(seen)


# --- Nothing to draw ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "2030-01-01"}, "1 Jan 2030 lies ahead"),
        ({"from": "1960-01-01", "to": "1961-01-01"}, "before the first fact of"),
        ({"as_of": "1990-01-01"}, "No figure of United States and China was known by 1 Jan 1990"),
        (
            {"metric": "filings", "country": "CN", "confidence": "confirmed"},
            "No figure of this confidence for China was known by",
        ),
        (
            {"metric": "launch_cadence", "from": "2024-02-01", "to": "2024-10-01"},
            "No whole year lies between 1 Feb 2024 and 1 Oct 2024.",
        ),
    ],
)
def test_where_nothing_can_be_drawn_a_sentence_stands_in_its_place(visit, asked, sentence):
    seen = visit("/compare/", **asked)
    assert sentence in empty(seen)
    table = next(iter(seen.main.one("ul", "take").all("a")))["href"]
    assert visit.client.get(table).content.count(b"\n") == 1


def test_days_in_the_wrong_order_are_refused(visit):
    seen = visit.refused("/compare/", **{"from": "2026-02-01", "to": "2026-01-01"})
    assert "from=2026-02-01 is not before to=2026-01-01" in seen.text


def test_a_line_ends_today_though_the_window_reaches_further(visit):
    seen = visit("/compare/", to="2040-01-01", as_of="2026-09-01")
    assert "The future is empty here: figures end on 1 Sep 2026." in seen.text
    drawn = figure(seen, "satellites_in_orbit")
    assert drawn["layout"]["xaxis"]["range"][1] == "2026-09-01"
    assert max(day for trace in drawn["data"] for day in trace["x"] if day) == "2026-09-01"


# --- What is told with it -------------------------------------------------------------------------------
def test_a_disputed_filing_is_called_disputed_in_label_sentence_and_table(visit):
    seen = visit("/compare/", metric="filings", as_of="2026-09-01")
    labels = [label["text"] for label in figure(seen, "filings")["layout"]["annotations"]]
    assert labels == ["United States 1.36 m<br>100,000 disputed", "China 2,800<br>disputed"]
    assert "China 2,800 (disputed)" in seen.main.one("figcaption").text
    assert "2,800 (disputed)" in seen.main.one("tbody").text


def test_under_a_chart_stand_sources_limits_day_newest_source_and_licence(visit):
    foot = visit("/compare/", metric="filings", as_of="2026-03-01").main.one("div", "foot").text
    assert "Sources: FCC" in foot
    assert "Limits: Not satellites that exist" in foot
    assert "As of 1 Mar 2026" in foot
    assert "newest source of" in foot
    assert "CC BY 4.0" in foot


def test_no_source_of_a_later_day_stands_under_a_chart_of_the_past(visit):
    told = json.loads(visit("/charts/filings.json", as_of="2026-03-01").response.content)
    assert told["sources"]
    assert all(source["published_on"] <= "2026-03-01" for source in told["sources"])


def test_a_window_begins_with_the_values_that_stood_before_it(visit):
    seen = visit("/compare/", **{"from": "2026-01-01", "as_of": "2026-09-01"})
    before = [row.text for row in seen.main.one("tbody").all("tr") if "stood so before" in row.text]
    assert len(before) == 2


# --- The floor of confidence ----------------------------------------------------------------------------
def test_a_floor_of_confidence_is_named_wherever_its_figures_go(visit):
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


def test_facts_below_the_floor_are_less_sure_and_not_unknown(visit):
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


# --- Totals of years ------------------------------------------------------------------------------------
def test_a_yearly_total_has_its_year_and_no_day(visit):
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
    assert list(told["rows"][0]) == ["country", "year", "value", "disputed", "facts"]
    assert f"National launch attempts per year: {len(told['rows'])} totals of years" in seen.text


def test_shares_of_a_year_have_its_name(visit):
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
def test_a_country_that_is_not_compared_is_answered_like_one_that_is_unknown(visit, address):
    for code in ("FR", "xx"):
        assert (
            f"country={code} is not known here. Write one of: US, CN."
            in visit.refused(address, country=code).text
        )
