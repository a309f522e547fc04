"""Promised dates: a bar as long as the promise is vague, never a false day."""

from datetime import date
from itertools import pairwise

import pytest

from charts.theme import text_width
from tests.charts.figures import LAST, Promise, intervals

DAY = 86_400_000  # milliseconds


def bars(*rows: Promise) -> dict:
    [trace] = intervals(*rows)["data"]
    return trace


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2027, 1, 1), date(2027, 3, 31), 90),  # 31 + 28 + 31
        (date(2027, 1, 1), date(2027, 12, 31), 365),
        (date(2027, 5, 5), date(2027, 5, 5), 1),
    ],
)
def test_a_bar_covers_every_day_that_the_promise_can_mean(first, last, days):
    trace = bars(Promise(first=first, last=last))
    assert trace["base"] == [first.isoformat()]
    assert trace["x"] == [days * DAY]


def test_a_promise_whose_period_has_begun_starts_today():
    trace = bars(Promise(first=date(2026, 10, 1), last=date(2026, 12, 31)))
    assert trace["base"] == [LAST.isoformat()]
    assert trace["x"] == [40 * DAY]  # 22 to 30 November are 9 days, December has 31


def test_a_promise_is_hatched_in_its_country_s_way():
    trace = bars(Promise("US"), Promise("CN"), Promise("JP"))
    assert trace["marker"]["pattern"]["shape"] == ["/", "\\", "x"]
    assert trace["marker"]["color"] == ["var(--us)", "var(--cn)", "var(--other)"]


def test_not_earlier_than_is_said():
    assert bars(Promise(bound="not_earlier"), Promise())["text"] == ["not before Q1 2027", "Q1 2027"]


def test_two_promises_of_one_project_have_lines_of_their_own():
    labels = bars(Promise(), Promise(), Promise())["y"]
    assert len(set(labels)) == 3
    assert {label.rstrip("\u2009") for label in labels} == {"US Plan"}


def test_the_soonest_promise_is_on_top():
    figure = intervals(Promise(project="Soon"), Promise(project="Later"))
    assert figure["layout"]["yaxis"]["categoryarray"] == ["US Later", "US Soon"]


def test_long_names_are_cut_between_words():
    [label] = bars(Promise(project="Space Computing Constellation of the Institute (SCC)"))["y"]
    assert label == "US Space Computing…"


def test_the_axis_reaches_beyond_the_last_promise():
    first, last = intervals(Promise())["layout"]["xaxis"]["range"]
    assert first == "2026-10-01"  # the quarter of the day
    assert last > "2027-03-31"


def test_where_there_is_little_room_the_whole_name_stands_above_its_bar():
    narrow = intervals(Promise(project="Space Computing Constellation of the Institute"))["layout"]["meta"][
        "narrow"
    ]["layout"]
    [label] = narrow["annotations"]
    assert label["text"] == "US Space Computing Constellation of the…"
    assert not narrow["yaxis"]["showticklabels"]


@pytest.mark.parametrize("last", [date(2026, 12, 31), date(2028, 12, 31), date(2040, 12, 31)])
def test_the_first_date_of_the_axis_is_its_start_and_the_others_stand_apart(last):
    layout = intervals(Promise(last=last))["layout"]
    for axis in (layout["xaxis"], layout["meta"]["narrow"]["layout"]["xaxis"]):
        start, end = (date.fromisoformat(text) for text in axis["range"])
        ticks = [date.fromisoformat(text) for text in axis["tickvals"]]
        assert start <= ticks[0] == date(2026, 10, 1) <= LAST
        assert ticks[-1] < end
        assert len(ticks) >= 2
        assert all((b - a).days >= 0.09 * (end - start).days for a, b in pairwise(ticks))


def test_the_words_behind_every_bar_have_room_on_the_axis():
    rows = (
        Promise(bound="not_earlier", first=date(2027, 1, 11), last=date(2027, 1, 11), label="11 Jan 2027"),
        Promise(first=date(2026, 12, 1), last=date(2026, 12, 31), label="December 2026"),
    )
    figure = intervals(*rows)
    for axis in (figure["layout"]["xaxis"], figure["layout"]["meta"]["narrow"]["layout"]["xaxis"]):
        start, end = (date.fromisoformat(text) for text in axis["range"])
        for row, text in zip(rows, figure["data"][0]["text"], strict=True):
            room = (end - row.last).days / (end - start).days
            assert room * 310 >= text_width(text)
