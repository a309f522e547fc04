"""Figures over time: one line a country, labels at the ends."""

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.theme import money
from tests.charts.figures import COUNTRIES, FIRST, LAST, Step, steps


def day(text: str) -> date:
    return date.fromisoformat(text)


def line(figure, country: str) -> list[tuple[str, float]]:
    """The points of a country's line."""
    for trace in figure["data"]:
        if trace["name"] == COUNTRIES[country]:
            return list(zip(trace["x"], trace["y"], strict=True))
    return []


def test_a_stock_is_drawn_as_steps_from_its_first_fact_to_the_last_day():
    figure = steps(Step("CN", day("2025-05-14"), 12), Step("CN", day("2025-05-17"), 14))
    assert line(figure, "CN") == [
        ("2025-05-14", 12), ("2025-05-17", 14), ("2026-11-22", 14),
    ]  # fmt: skip
    assert figure["data"][0]["line"]["shape"] == "hv"


def test_a_stock_enters_the_window_with_its_value_before_it():
    figure = steps(Step("CN", day("2024-05-14"), 12), first=FIRST)
    assert line(figure, "CN") == [("2025-01-01", 12), ("2026-11-22", 12)]


def test_yearly_counts_are_points_and_nothing_is_made_up_around_them():
    figure = steps(Step("US", day("2024-12-31"), 154), Step("US", day("2025-12-31"), 181), shape="yearly")
    assert line(figure, "US") == [("2025-12-31", 181)]
    assert figure["data"][0]["line"]["shape"] == "linear"


def test_what_lies_after_the_window_is_not_drawn():
    figure = steps(Step("US", day("2025-05-01"), 1), Step("US", day("2025-07-01"), 9), last=day("2025-06-01"))
    assert line(figure, "US")[-1] == ("2025-06-01", 1)


def test_a_country_without_rows_has_no_line_and_no_label():
    figure = steps(Step("CN", FIRST, 1))
    assert [trace["name"] for trace in figure["data"]] == ["China"]
    assert [label["text"] for label in figure["layout"]["annotations"]] == ["China 1"]


def test_what_is_promised_is_dashed_and_what_flew_is_solid():
    row = Step("CN", FIRST, 1)
    assert steps(row, promised=True)["data"][0]["line"]["dash"] == "dash"
    assert steps(row)["data"][0]["line"]["dash"] == "solid"


def test_a_day_of_many_events_is_one_point_with_the_first_names_and_how_many_more():
    rows = [Step("CN", day("2025-05-14"), n + 1, f"Sat {n + 1}") for n in range(12)]
    [trace] = steps(*rows)["data"]
    at = trace["x"].index("2025-05-14")
    assert trace["y"][at] == 12
    assert trace["text"][at] == "Sat 1<br>Sat 2<br>Sat 3<br>Sat 4<br>+ 8"


def test_an_event_on_the_window_s_first_day_is_one_point():
    assert line(steps(Step("CN", FIRST, 3)), "CN") == [("2025-01-01", 3), ("2026-11-22", 3)]


def test_only_events_have_a_marker():
    [trace] = steps(Step("CN", day("2025-05-14"), 12))["data"]
    assert [bool(size) for size in trace["marker"]["size"]] == [True, False]


# --- Scale ------------------------------------------------------------------------------------------
def test_a_log_scale_breaks_the_line_where_a_value_is_not_above_zero():
    rows = [
        Step("CN", day("2025-05-14"), 12), Step("CN", day("2025-06-01"), 0),
        Step("CN", day("2026-01-01"), 3), Step("US", FIRST, 0),
    ]  # fmt: skip
    figure = steps(*rows, scale="log")
    assert line(figure, "CN") == [
        ("2025-05-14", 12), ("2025-06-01", 12), ("2025-06-01", None), ("2026-01-01", 3), ("2026-11-22", 3),
    ]  # fmt: skip
    assert line(figure, "US") == []
    assert figure["layout"]["yaxis"]["type"] == "log"


def test_a_year_of_zero_is_a_gap_on_a_log_scale():
    rows = [Step("US", day(f"{year}-12-31"), n) for year, n in ((2024, 2), (2025, 0), (2026, 4))]
    figure = steps(*rows, scale="log", shape="yearly", first=day("2024-01-01"), last=day("2026-12-31"))
    assert line(figure, "US") == [("2024-12-31", 2), ("2025-12-31", None), ("2026-12-31", 4)]


def test_a_line_that_fell_to_zero_has_a_name_and_no_value_on_a_log_scale():
    figure = steps(Step("CN", day("2025-05-14"), 12), Step("CN", day("2025-06-01"), 0), scale="log")
    [label] = figure["layout"]["annotations"]
    assert (label["text"], label["x"]) == ("China", "2025-06-01")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(1, 1_000_000, [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]), (30, 180, [50, 100, 200])],
)
def test_a_log_scale_has_marks_at_powers_of_ten_and_between_where_few_fit(low, high, ticks):
    axis = steps(Step("US", FIRST, low), Step("US", LAST, high), scale="log")["layout"]["yaxis"]
    assert axis["tickvals"] == ticks


# --- Shares -----------------------------------------------------------------------------------------
def test_shares_run_from_nothing_to_all_and_are_labelled_in_percent():
    figure = steps(Step("US", FIRST, 30), Step("CN", FIRST, 70), shares=True)
    axis = figure["layout"]["yaxis"]
    assert axis["ticktext"] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert axis["range"][0] == 0
    assert {label["text"] for label in figure["layout"]["annotations"]} == {
        "United States 30 %",
        "China 70 %",
    }


def test_a_share_begins_where_it_is_known_and_not_at_zero():
    figure = steps(Step("US", day("2025-05-14"), 30), shares=True)
    assert line(figure, "US") == [("2025-05-14", 30), ("2026-11-22", 30)]


# --- Vague and disputed -----------------------------------------------------------------------------
def test_a_vague_date_has_a_pale_bar_over_the_days_it_can_mean():
    figure = steps(
        Step("CN", day("2025-06-30"), 12, since=day("2025-06-01")), Step("CN", day("2025-07-04"), 13)
    )
    [bar, _line] = figure["data"]
    assert bar["x"] == ["2025-06-01", "2025-06-30", None]
    assert bar["y"] == [12, 12, None]
    assert bar["opacity"] < 0.5


def test_a_vague_bar_does_not_reach_out_of_the_window():
    figure = steps(Step("CN", day("2025-01-31"), 12, since=day("2024-12-01")))
    assert figure["data"][0]["x"][0] == "2025-01-01"


@pytest.mark.parametrize(
    ("part", "text"),
    [(2_800, "China 2,800<br>disputed"), (300, "China 2,800<br>300 disputed"), (0, "China 2,800")],
)
def test_a_label_says_what_is_disputed(part, text):
    figure = steps(Step("CN", FIRST, 2_800, disputed=part))
    [label] = figure["layout"]["annotations"]
    assert label["text"] == text


def test_where_there_is_little_room_only_a_short_part_stands_on_the_line_of_its_word():
    for part, text in ((1, "US 2,800<br>1 disputed"), (300, "US 2,800<br>300<br>disputed")):
        narrow = steps(Step("US", FIRST, 2_800, disputed=part))["layout"]["meta"]["narrow"]["layout"]
        assert [label["text"] for label in narrow["annotations"]] == [text]


def test_a_label_of_two_lines_keeps_its_distance_and_stays_above_the_axis():
    layout = steps(Step("CN", FIRST, 10, disputed=10), Step("US", FIRST, 1_000_000))["layout"]
    stand = heights(layout["annotations"], layout["yaxis"], layout["height"])
    assert stand[0] >= 9.9
    level = steps(Step("CN", FIRST, 10, disputed=10), Step("US", FIRST, 10))["layout"]
    low, high = heights(level["annotations"], level["yaxis"], level["height"])
    assert high - low >= 39.8


def test_a_linear_scale_starts_at_zero():
    low, high = steps(Step("CN", FIRST, 100))["layout"]["yaxis"]["range"]
    assert low == 0
    assert high > 100


def test_labels_name_country_and_value_in_the_country_s_colour():
    figure = steps(Step("US", FIRST, 753_400_000), number=money)
    [label] = figure["layout"]["annotations"]
    assert label["text"] == "United States $753 m"
    assert label["font"]["color"] == figure["data"][0]["line"]["color"]


def test_on_a_narrow_screen_the_labels_have_the_country_s_code():
    narrow = steps(Step("US", FIRST, 6))["layout"]["meta"]["narrow"]["layout"]
    assert [label["text"] for label in narrow["annotations"]] == ["US 6"]


# --- Properties -------------------------------------------------------------------------------------
ROWS = st.lists(
    st.builds(
        Step,
        st.sampled_from(list(COUNTRIES)),
        st.dates(FIRST - timedelta(days=100), LAST),
        st.floats(0, 2e6).map(lambda value: round(value, 2)),
    ),
    max_size=20,
).map(lambda rows: sorted(rows, key=lambda row: row.on))


def heights(labels: list[dict], axis: dict, height: int) -> list[float]:
    """Where labels stand, in pixels above the foot of the drawing."""
    low, high = axis["range"]
    return sorted((label["y"] - low) / (high - low) * (height - 56) + label["yshift"] for label in labels)


@given(ROWS, st.sampled_from(["linear", "log"]), st.sampled_from(["stock", "yearly"]))
def test_end_labels_never_stand_closer_than_20_pixels(rows, scale, shape):
    layout = steps(*rows, scale=scale, shape=shape)["layout"]
    narrow = layout["meta"]["narrow"]["layout"]
    for part in (layout, narrow):
        stand = heights(part["annotations"], layout["yaxis"], part["height"])
        assert all(high - low >= 19.8 for low, high in pairwise(stand))  # shifts are rounded to 0.1


@given(ROWS, st.sampled_from(["stock", "yearly"]))
def test_there_is_one_point_a_day_in_the_order_of_days(rows, shape):
    for trace in steps(*rows, shape=shape)["data"]:
        assert trace["x"] == sorted(set(trace["x"]))
        assert len(trace["x"]) == len(trace["y"]) == len(trace["text"])


@given(ROWS, st.sampled_from(["linear", "log"]))
def test_every_point_lies_on_the_scale(rows, scale):
    figure = steps(*rows, scale=scale)
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < high
    for trace in figure["data"]:
        values = [value for value in trace["y"] if value is not None]
        places = [math.log10(value) if scale == "log" else value for value in values]
        assert all(low <= place <= high for place in places)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_chart_of_nothing_has_a_scale_all_the_same(scale):
    assert steps(scale=scale)["layout"]["yaxis"]["range"] == [0, 1]


def test_the_label_of_a_yearly_count_names_its_year_and_that_of_a_stock_names_none():
    row = Step("US", day("2025-12-31"), 181, "2025", since=day("2025-01-01"))
    wide = {"first": day("2024-01-01"), "last": LAST}
    for shape, text in (("yearly", "United States 181 (2025)"), ("stock", "United States 181")):
        [label] = steps(row, shape=shape, **wide)["layout"]["annotations"]
        assert label["text"] == text
        [narrow] = steps(row, shape=shape, **wide)["layout"]["meta"]["narrow"]["layout"]["annotations"]
        assert narrow["text"] == text.replace("United States", "US").replace(" (", "<br>(")
