"""Stated figures on one scale: a mark where there is a figure, words where there is none."""

from math import log10

import pytest

from charts.ranges import Range
from tests.charts.figures import ranges

FLOWN = Range("US", "Flown", 1, 1, True, "1 kW")
PLANNED = Range("CN", "Planned", 100, 250, False, "100 kW – 250 kW")
NO_UNIT = Range("US", "Told in modules", None, None, True, "40 modules: no conversion")


def test_what_flew_is_filled_and_what_is_planned_is_hollow():
    marks = [trace for trace in ranges(FLOWN, PLANNED)["data"] if trace["mode"] == "markers"]
    assert [trace["marker"]["symbol"] for trace in marks] == ["square", "circle-open"]


def test_a_bar_joins_two_values_and_none_is_drawn_for_one():
    [bar] = [trace for trace in ranges(FLOWN, PLANNED)["data"] if trace["mode"] == "lines"]
    assert bar["x"] == [100, 250]


def test_a_figure_that_does_not_convert_has_words_and_no_mark():
    figure = ranges(FLOWN, NO_UNIT)
    assert [trace["name"] for trace in figure["data"]] == ["US Flown"]
    assert "40 modules: no conversion" in [note["text"] for note in figure["layout"]["annotations"]]


def test_words_alone_keep_their_row_and_their_name():
    figure = ranges(FLOWN, NO_UNIT)
    assert figure["layout"]["yaxis"]["categoryarray"] == ["US Told in modules", "US Flown"]


@pytest.mark.parametrize("rows", [(), (NO_UNIT,)])
def test_without_a_figure_there_is_still_a_scale(rows):
    low, high = ranges(*rows)["layout"]["xaxis"]["range"]
    assert low < 0 < 1 < high


@pytest.mark.parametrize("largest", [2, 1e3, 1e7, 1e11])
def test_each_mark_and_each_tick_lies_on_the_axis(largest):
    layout = ranges(FLOWN, Range("CN", "Large", largest, largest, False, "large"))["layout"]
    for axis in (layout["xaxis"], layout["meta"]["narrow"]["layout"]["xaxis"]):
        low, high = axis["range"]
        assert all(10**low < value < 10**high for value in (1, largest, *axis["tickvals"]))


def test_a_narrow_chart_names_few_powers_and_has_room_for_words():
    wide = ranges(FLOWN, Range("CN", "Large", 1e7, 1e7, False, "10 GW"))["layout"]
    narrow = wide["meta"]["narrow"]["layout"]
    assert len(narrow["xaxis"]["tickvals"]) <= 4 < len(wide["xaxis"]["tickvals"])
    assert narrow["xaxis"]["range"][1] > wide["xaxis"]["range"][1]
    assert not narrow["yaxis"]["showticklabels"]


def test_two_statements_of_one_thing_stand_in_rows_of_their_own():
    names = ranges(FLOWN, FLOWN)["layout"]["yaxis"]["categoryarray"]
    assert len(set(names)) == 2


def test_an_axis_names_its_powers_however_large_or_small_a_figure_is():
    rows = [Range("US", "Tiny", 1e-9, 1e-9, True, "tiny"), Range("CN", "Vast", 1e24, 1e24, False, "vast")]
    figure = ranges(*rows)
    axes = [figure["layout"]["xaxis"], figure["layout"]["meta"]["narrow"]["layout"]["xaxis"]]
    for axis in axes:
        assert axis["ticktext"] == [f"10^{round(log10(value))}" for value in axis["tickvals"]]
        assert axis["tickvals"][0] == 1e-9
