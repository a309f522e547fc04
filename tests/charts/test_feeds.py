"""Runs of feeds: solid and hatched end to end, with the counts in words."""

from charts.feeds import FeedRuns
from tests.charts.figures import feeds


def test_what_answered_is_solid_and_what_did_not_is_hatched_behind_it():
    figure = feeds(FeedRuns("One", 700, 20), FeedRuns("Two", 30, 0))
    good, missed = figure["data"]
    assert (good["x"], missed["x"]) == ([700, 30], [20, 0])
    assert (good["marker"]["pattern"]["shape"], missed["marker"]["pattern"]["shape"]) == ("", "/")
    assert figure["layout"]["barmode"] == "stack"
    assert figure["layout"]["xaxis"]["range"][1] > 720


def test_each_bar_is_told_in_words_above_it():
    labels = feeds(FeedRuns("One", 1700, 20), FeedRuns("Two", 30, 0), FeedRuns("Three", 0, 0))["layout"][
        "annotations"
    ]
    assert [label["text"] for label in labels] == [
        "One: 1,700 answered well, 20 without data", "Two: 30 answered well", "Three: not asked",
    ]  # fmt: skip


def test_where_there_is_little_room_the_counts_are_short():
    layout = feeds(FeedRuns("One", 1700, 20))["layout"]["meta"]["narrow"]["layout"]
    assert [label["text"] for label in layout["annotations"]] == ["One: 1,700 / 1,720"]


def test_names_of_feeds_cannot_be_formulas_of_the_template():
    figure = feeds(FeedRuns("%{x}", 1, 0))
    assert figure["data"][0]["customdata"] == ["%{x}"]
