"""Compare: where nothing can be drawn, a sentence says why."""

import pytest

from facts.models import LedgerVersion
from tests.metrics.facts import application, project
from tests.pages.compare import empty, figure


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "2030-01-01"}, "1 Jan 2030 lies ahead"),
        ({"from": "1960-01-01", "to": "1961-01-01"}, "before the first fact of"),
        ({"as_of": "1990-01-01"}, "No figure of United States and China was known by 1 Jan 1990"),
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


def test_where_all_figures_are_less_sure_than_asked_a_sentence_stands_in_their_place(visit, empty_ledger):
    application(project("CN"), 2_800, confidence="claimed")
    LedgerVersion.bump()
    seen = visit("/compare/", metric="filings", country="CN", confidence="confirmed")
    assert "No figure of this confidence for China was known by" in empty(seen)


def test_days_in_the_wrong_order_are_refused(visit):
    seen = visit.refused("/compare/", **{"from": "2026-02-01", "to": "2026-01-01"})
    assert "from=2026-02-01 is not before to=2026-01-01" in seen.text


def test_a_line_ends_today_though_the_window_reaches_further(visit):
    seen = visit("/compare/", to="2040-01-01", as_of="2026-09-01")
    assert "The future is empty here: figures end on 1 Sep 2026." in seen.text
    drawn = figure(seen, "satellites_in_orbit")
    assert drawn["layout"]["xaxis"]["range"][1] == "2026-09-01"
    assert max(day for trace in drawn["data"] for day in trace["x"] if day) == "2026-09-01"
