"""The slip ledger drawn: vague dates as bars, names beside the drawing."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from charts.theme import short, text_width
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


def test_of_names_that_read_the_same_the_one_stated_most_often_stands():
    name = "Chutian very-low-orbit constellation of smart satellites"
    rows = [Slip(project=name, promise=f"step-{n}", due="16 Jun 2028") for n in range(4)]
    often = Slip(project=name, promise="often", due="16 Jun 2028", stated_first=date(2026, 5, 1))
    layout = slips(*rows, often, often, Slip(project="Plan", project_slug="other"))["layout"]
    for part in (layout, layout["meta"]["narrow"]["layout"]):
        chutian, plan = part["annotations"]
        assert chutian["text"].startswith("US Chutian")
        assert chutian["x"] == "2026-05-01"
        assert plan["text"] == "US Plan"


def test_a_name_that_is_left_out_makes_room_for_the_next():
    alike = [Slip(project="Plan", project_slug="plan", promise=f"step-{n}") for n in range(20)]
    others = [Slip(project=f"Other {n}", project_slug=f"z-{n}") for n in range(20)]
    layout = slips(*alike, *others)["layout"]
    texts = [label["text"] for label in layout["annotations"]]
    assert len(texts) == len(set(texts)) == 10


@pytest.mark.parametrize("longest", ["16 Jun 2028", "Q1 2027", "2030"])
def test_no_name_is_wider_than_the_margin_it_stands_in(longest):
    name = "Chutian very-low-orbit constellation of smart satellites"
    rows = [Slip(project=f"{name} {n}", project_slug=f"s{n}", due=longest) for n in range(9)]
    layout = slips(*rows)["layout"]
    for part in (layout, layout["meta"]["narrow"]["layout"]):
        for label in part["annotations"]:
            assert text_width(label["text"], label["font"]["size"]) <= part["margin"]["r"]


@pytest.mark.parametrize("due", [date(2026, 1, 2), date(2060, 1, 1)])
def test_names_of_promises_for_the_first_or_the_last_day_stay_within_the_drawing(due):
    rows = [Slip(project=f"Plan {n}", project_slug=f"p{n}", due_first=due, due_last=due) for n in range(9)]
    layout = slips(*rows, Slip(due_first=date(2026, 1, 1), due_last=date(2026, 1, 1)))["layout"]
    first, last = (date.fromisoformat(day) for day in layout["yaxis"]["range"])
    for part in (layout, layout["meta"]["narrow"]["layout"]):
        top = part["height"] - 48
        for label in part["annotations"]:
            place = (date.fromisoformat(label["y"]) - first).days / (last - first).days * top
            assert -0.1 <= place - label["ay"] <= top + 0.1


@pytest.mark.parametrize(("since", "ticks"), [(date(2026, 6, 1), 2), (date(2022, 6, 1), 4)])
def test_a_narrow_axis_has_as_many_dates_as_there_is_room_for(since, ticks):
    layout = slips(Slip(stated_first=since, stated_last=since))["layout"]
    assert layout["meta"]["narrow"]["layout"]["xaxis"]["nticks"] == ticks


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
