"""The slip ledger drawn: vague dates as bars, names beside the drawing."""

from datetime import date
from itertools import pairwise
from typing import Any

from charts.theme import short
from tests.charts.figures import COUNTRIES, LAST, Slip, slips


def test_a_vague_date_has_a_bar_over_every_day_it_can_mean():
    figure = slips(Slip(due_first=date(2027, 1, 1), due_last=date(2027, 12, 31)))
    _diagonal, bar, line = figure["data"]
    assert bar["y"] == ["2027-01-01", "2027-12-31", None]
    assert bar["x"] == ["2026-01-01", "2026-01-01", None]
    assert bar["line"]["width"] >= 4
    assert line["y"] == ["2027-12-31"]


def test_statements_of_one_promise_are_one_line_and_a_disputed_one_stands_alone():
    figure = slips(
        Slip(stated_first=date(2025, 1, 1)), Slip(stated_first=date(2025, 6, 1)),
        Slip(stated_first=date(2025, 7, 1), confidence="disputed", facts=("other",)),
    )  # fmt: skip
    lines = [trace for trace in figure["data"] if trace.get("name")]
    assert [len(trace["x"]) for trace in lines] == [2, 1]


def test_outcomes_differ_by_mark():
    figure = slips(*(Slip(project_slug=word, outcome=word) for word in ("met", "missed", "pending")))
    marks = [trace["marker"]["symbol"] for trace in figure["data"] if trace.get("name")]
    assert marks == [["square"], ["x"], ["square-open"]]


def test_names_never_stand_on_each_other_nor_on_the_drawing():
    rows = [Slip(project=f"Plan {n}", project_slug=f"plan-{n}") for n in range(12)]  # all due on one day
    layout = slips(*rows)["layout"]
    for part in (layout, layout["meta"]["narrow"]["layout"]):
        labels = part["annotations"]
        assert len(labels) >= 6
        stand = sorted(label["ay"] for label in labels)
        assert all(below - above >= 17.8 for above, below in pairwise(stand))
        assert {label["ax"] for label in labels} == {layout["xaxis"]["range"][1]}
        assert {label["xanchor"] for label in labels} == {"left"}


def test_nothing_is_drawn_of_nothing_but_the_diagonal():
    assert len(slips()["data"]) == 1


def test_names_are_cut_between_words_unless_little_would_be_left():
    assert short("Star-Compute program (ADA)", 24) == "Star-Compute program"
    assert short("Axiom Orbital Data Center Node", 24) == "Axiom Orbital Data…"
    assert short("Beijing space data center", 13) == "Beijing spac…"


def test_both_countries_are_there():
    figure = slips(Slip("US"), Slip("CN"))
    assert len([trace for trace in figure["data"] if trace.get("name")]) == len(COUNTRIES)


def test_a_statement_known_by_its_year_has_a_bar_across_every_day_it_can_mean():
    due: dict[str, Any] = {"due_first": date(2027, 1, 1), "due_last": date(2027, 12, 31)}
    vague = Slip(stated_first=date(2025, 1, 1), stated_last=date(2025, 12, 31), **due)
    sharp = Slip(stated_first=date(2026, 3, 1), stated_last=date(2026, 3, 1), **due)
    _diagonal, bar, _line = slips(vague, sharp)["data"]
    points = list(zip(bar["x"], bar["y"], strict=True))
    assert points[-3:] == [("2025-01-01", "2027-12-31"), ("2025-12-31", "2027-12-31"), (None, None)]
    assert len(points) == 3 * 3  # one upwards for each, one across for the vague one
    present = Slip(stated_first=date(2026, 1, 1), stated_last=date(2026, 12, 31))
    assert max(x for x in slips(present)["data"][1]["x"] if x) == LAST.isoformat()


def test_two_promises_whose_names_are_cut_alike_are_told_apart():
    name = "Chutian very-low-orbit constellation of smart satellites"
    rows = [
        Slip(project=name, promise="first", due="Q1 2027"),
        Slip(project=name, promise="second", due="2030"),
        Slip(project="Plan", project_slug="other"),
    ]
    layout = slips(*rows)["layout"]
    for part in (layout, layout["meta"]["narrow"]["layout"]):
        texts = [label["text"] for label in part["annotations"]]
        assert len(set(texts)) == 3
        assert {text.rsplit(", ")[-1] for text in texts} == {"Q1 2027", "2030", "US Plan"}
