"""Promises kept: the three parts, the share with its interval, and words where nothing came due."""

import pytest

from charts.kept import kept_chart
from tests.charts.figures import PARTS, Kept

LABELS = {"US": "United States: 3 of 8 kept", "CN": "China: none due"}
SHORT = {"US": "US 3 of 8", "CN": "CN none"}


def chart(*rows: Kept) -> dict:
    return kept_chart(rows, labels=LABELS, narrow_labels=SHORT, words=PARTS)


def test_the_three_parts_fill_the_whole_and_differ_by_more_than_their_place():
    *parts, _interval, _mark = chart(Kept("US", 0.375, 0.137, 0.694))["data"]
    assert [part["x"] for part in parts] == [[0, 37.5], [37.5, 87.5], [87.5, 100]]
    assert [part["hovertemplate"] for part in parts] == [
        "kept: 3<extra></extra>", "missed: 4<extra></extra>", "no report: 1<extra></extra>",
    ]  # fmt: skip
    assert len({(part["line"]["width"], part["line"].get("dash"), part["opacity"]) for part in parts}) == 3


def test_an_empty_part_is_not_drawn():
    names = [trace.get("name") for trace in chart(Kept("US", 0, 0, 0.56, met=0, missed=2))["data"]]
    assert names[:2] == ["missed", "no report"]


def test_under_the_parts_a_line_covers_the_interval_and_a_mark_stands_at_the_share():
    *parts, line, mark = chart(Kept("US", 0.375, 0.137, 0.694))["data"]
    assert line["x"] == pytest.approx([13.7, 69.4])
    assert mark["x"] == [37.5]
    assert line["y"][0] == mark["y"][0] < parts[0]["y"][0]


def test_a_country_of_which_nothing_came_due_has_words_alone():
    figure = chart(Kept("CN", None, None, None))
    assert figure["data"] == []
    assert [label["text"] for label in figure["layout"]["annotations"]] == ["China: none due"]


def test_labels_stand_above_the_bars_and_are_short_where_there_is_little_room():
    layout = chart(Kept("US", 0.5, 0.2, 0.8))["layout"]
    assert layout["annotations"][0]["yshift"] > 14 / 2 + 13 / 2  # half the bar and half a line of text
    assert layout["meta"]["narrow"]["layout"]["annotations"][0]["text"] == "US 3 of 8"
