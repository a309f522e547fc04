"""Promises kept: the share, its interval, and words where nothing was decided."""

from charts.kept import kept_chart
from tests.charts.figures import Kept

LABELS = {"US": "United States: 3 of 8 met", "CN": "China: none decided"}
SHORT = {"US": "US 3 of 8", "CN": "CN none"}


def chart(*rows: Kept) -> dict:
    return kept_chart(rows, labels=LABELS, narrow_labels=SHORT)


def test_a_bar_covers_the_interval_and_a_mark_stands_at_the_share():
    bar, mark = chart(Kept("US", 0.375, 0.137, 0.694))["data"]
    assert bar["x"] == [13.700000000000001, 69.39999999999999]
    assert mark["x"] == [37.5]
    assert bar["line"]["width"] >= 10


def test_a_country_of_which_nothing_was_decided_has_words_alone():
    figure = chart(Kept("CN", None, None, None))
    assert figure["data"] == []
    assert [label["text"] for label in figure["layout"]["annotations"]] == ["China: none decided"]


def test_labels_stand_above_the_bars_and_are_short_where_there_is_little_room():
    layout = chart(Kept("US", 0.5, 0.2, 0.8))["layout"]
    assert layout["annotations"][0]["yshift"] > 14 / 2 + 13 / 2  # half the bar and half a line of text
    assert layout["meta"]["narrow"]["layout"]["annotations"][0]["text"] == "US 3 of 8"
