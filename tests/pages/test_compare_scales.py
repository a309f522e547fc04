"""Compare: absolute and relative, linear and logarithmic."""

from datetime import date

import pytest

from common.dates import AsOf
from facts.models import LedgerVersion
from metrics.all import METRICS
from metrics.question import Question
from tests.metrics.facts import application, project, spacecraft
from tests.pages.compare import empty, figure


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


def test_before_both_have_a_figure_there_is_no_share(visit, empty_ledger):
    application(project("CN"), 2_800, "2025-12-31")
    application(project("US"), 2_800, "2026-01-30")
    LedgerVersion.bump()
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
        rows = METRICS["satellites_in_orbit"].rows(Question(date(2026, 9, 1), AsOf(date(2026, 9, 1)), "", ""))
        first = min(row.on for row in rows if row.country == "CN")
        assert lines["China"]["x"][0] == first.isoformat()
        assert lines["China"]["y"][0] > 0
    assert "A line begins at the first fact of its country" in visit("/compare/").text


@pytest.fixture
def came_back(empty_ledger) -> None:
    """The one American satellite of 2017 ended in 2019, the next flew in 2021; a Chinese one is up since 2018."""
    spacecraft(project("US"), "2017-08-14", status="retired", status_on="2019-06-03")
    spacecraft(project("US"), "2021-02-20")
    spacecraft(project("CN"), "2018-01-19")
    LedgerVersion.bump()


def test_a_logarithm_says_where_a_line_breaks(visit, came_back):
    seen = visit("/compare/", scale="log", as_of="2026-09-01")
    assert "United States: a logarithmic scale cannot show zero; the line breaks where" in seen.text
    assert "China: a logarithmic scale" not in seen.text
    american = next(
        t for t in figure(seen, "satellites_in_orbit")["data"] if t.get("name") == "United States"
    )
    assert 0 not in american["y"]
    assert None in american["y"]  # for a while none was up


def test_a_logarithm_of_zeros_alone_is_a_sentence(visit, came_back):
    seen = visit("/compare/", country="US", scale="log", **{"from": "2020-01-01", "to": "2020-06-01"})
    assert "cannot show zero: choose linear" in empty(seen)
