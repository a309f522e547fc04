"""Milestones on one time line: bars for what is vague, lanes and counts for each country."""

from datetime import date

import pytest

from charts.timeline import span
from common.dates import PartialDate, Precision
from tests.charts.figures import Happened, timeline


def on(text: str, precision: Precision = "day") -> PartialDate:
    return PartialDate.of(date.fromisoformat(text), precision)


def traces(*rows: Happened, mode: str) -> list[dict]:
    return [trace for trace in timeline(*rows)["data"] if trace["mode"] == mode]


def test_a_known_day_is_a_marker_on_that_day():
    [days] = traces(Happened(on=on("2025-11-02")), mode="markers")
    assert days["x"] == ["2025-11-02"]
    assert days["customdata"] == [["Tried", "2 Nov 2025"]]


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [("month", "2025-05-01", "2025-05-31"), ("quarter", "2025-04-01", "2025-06-30"),
     ("year", "2025-01-01", "2025-12-31")],
)  # fmt: skip
def test_a_vague_date_is_a_bar_from_its_first_day_to_its_last(precision, first, last):
    rows = (Happened(on=on("2025-05-20", precision)), Happened(on=on("2025-05-20", precision)))
    [bars] = traces(*rows, mode="lines+markers")
    assert bars["x"] == [first, last, None] * 2  # the gap keeps two bars apart
    assert bars["connectgaps"] is False
    [days] = traces(*rows, mode="markers")
    assert days["x"] == []


def test_countries_stand_in_lanes_of_their_own_and_all_others_in_one_between():
    found = {
        trace["name"]: trace["y"] for trace in traces(
            Happened("US"), Happened("CN"), Happened("CA"), Happened("LU"), mode="markers"
        )
    }  # fmt: skip
    [american], [chinese] = found["United States"], found["China"]
    assert american < found["others"][0] == found["others"][1] < chinese


def test_each_lane_ends_in_the_number_of_its_events():
    figure = timeline(*[Happened("US")] * 3, Happened("CN"), Happened("CN", "failure"), Happened("CA"))
    counts = [(note["text"], note["y"] < 0.5) for note in figure["layout"]["annotations"]]
    assert counts == [("US 3", True), ("CN 1", True), ("CN 1", False)]


def test_a_kind_that_did_not_occur_has_no_row():
    figure = timeline(Happened(kind="failure"), Happened(kind="announcement"))
    assert figure["layout"]["yaxis"]["ticktext"] == ["announcement", "failure"]


def test_on_a_narrow_screen_each_row_is_named_above_its_lanes():
    figure = timeline(Happened(kind="failure"))
    narrow = figure["layout"]["meta"]["narrow"]["layout"]
    assert "failure" in [note["text"] for note in narrow["annotations"]]
    assert narrow["yaxis"]["showticklabels"] is False


def test_the_line_runs_from_the_first_event_to_the_day_looked_from():
    first, last = span([Happened(on=on("2025-05-01", "year"))], date(2026, 11, 22))
    assert first < date(2025, 1, 1)
    assert last > date(2026, 11, 22)
    assert span([], date(2026, 11, 22))[0] < date(2026, 1, 1)
