"""From paper to orbit: a bar where there is a figure, a word where there is none."""

import math

import pytest

from tests.charts.figures import ABSENT, STEPS, Rung, ladder


def test_paper_is_hatched_and_hardware_is_solid():
    [american, _chinese] = ladder(Rung("US", "filed", 1_359_600, promised=True), Rung("US", "working", 6))[
        "data"
    ]
    assert american["marker"]["pattern"]["shape"] == ["/", ""]


@pytest.mark.parametrize(
    ("value", "why", "word"),
    [(None, "unknown", "unknown"), (None, "not_applicable", "not applicable"), (0, "", "none")],
)
def test_a_step_without_a_figure_has_no_bar_and_a_word(value, why, word):
    figure = ladder(Rung("CN", "accepted", value, why))
    bars = figure["data"][1]
    assert (bars["x"], bars["text"]) == ([None], [""])
    [label] = figure["layout"]["annotations"]
    assert (label["text"], label["y"]) == (f"CN {word}", "accepted")


def test_the_three_words_differ():
    assert len(set(ABSENT.values())) == 3


def test_a_bar_names_country_and_value_and_says_what_is_disputed():
    [_american, chinese] = ladder(
        Rung("CN", "filed", 2_800, promised=True, disputed=2_800), Rung("CN", "working", 14)
    )["data"]
    assert chinese["text"] == ["CN 2,800, disputed", "CN 14"]


def test_a_bar_says_how_much_is_disputed_where_it_is_not_all():
    [american, _chinese] = ladder(Rung("US", "filed", 1_359_600, promised=True, disputed=100_000))["data"]
    assert american["text"] == ["US 1.36 m<br>100,000 disputed"]


def test_where_there_is_little_room_the_steps_stand_above_their_bars():
    narrow = ladder(Rung("US", "working", 6))["layout"]["meta"]["narrow"]["layout"]
    assert not narrow["yaxis"]["showticklabels"]
    assert {label["text"] for label in narrow["annotations"]} == set(STEPS.values())


def test_a_step_with_a_figure_has_no_word_beside_it():
    assert ladder(Rung("US", "working", 6))["layout"]["annotations"] == []


def test_words_of_the_two_countries_stand_on_different_lines():
    labels = ladder(Rung("US", "granted", 0), Rung("CN", "granted", None, "unknown"))["layout"]["annotations"]
    assert len({label["yshift"] for label in labels}) == 2


def test_steps_run_from_paper_at_the_top_to_hardware_at_the_bottom():
    axis = ladder()["layout"]["yaxis"]
    assert axis["categoryarray"] == list(STEPS.values())
    assert axis["autorange"] == "reversed"


@pytest.mark.parametrize("value", [1, 6, 14, 2_800, 1_359_600, 9_999_999])
def test_every_value_lies_on_the_log_scale_wide_or_narrow(value):
    layout = ladder(Rung("US", "filed", value))["layout"]
    for axis in (layout["xaxis"], layout["meta"]["narrow"]["layout"]["xaxis"]):
        low, high = axis["range"]
        assert low <= math.log10(value) <= high


def test_each_line_is_ten_times_the_one_before_wide_or_narrow():
    layout = ladder(Rung("US", "working", 6))["layout"]
    for axis in (layout["xaxis"], layout["meta"]["narrow"]["layout"]["xaxis"]):
        assert axis["tickvals"] == [10**n for n in range(7)]
        assert len(axis["ticktext"]) == 7


def bars_px(layout: dict) -> float:
    """How thick each of the two bars of a step is."""
    gap = layout.get("bargap", 0.36)
    return (layout["height"] - 60) / len(STEPS) * (1 - gap) / 2


@pytest.mark.parametrize(
    ("american", "chinese", "lines"),
    [((90_000, 0), (80_000, 0), 1), ((90_000, 500), (80_000, 0), 1.5), ((90_000, 500), (80_000, 700), 2)],
)
def test_bars_are_as_thick_as_two_labels_that_end_close_together_need(american, chinese, lines):
    layout = ladder(
        Rung("US", "filed", american[0], disputed=american[1]),
        Rung("CN", "filed", chinese[0], disputed=chinese[1]),
    )["layout"]
    for part in (layout, layout["meta"]["narrow"]["layout"]):
        assert bars_px(part) >= lines * 17 - 1


def test_bars_do_not_grow_for_labels_that_end_far_apart():
    plain = ladder(Rung("US", "filed", 5))["layout"]
    far = ladder(Rung("US", "filed", 9_000_000, disputed=1), Rung("CN", "filed", 20, disputed=3))["layout"]
    apart = ladder(Rung("US", "filed", 9_000, disputed=7), Rung("CN", "launched", 9_000, disputed=3))[
        "layout"
    ]
    assert far["height"] == apart["height"] == plain["height"]
