"""What holds for every figure: valid, small, ready for JSON, told apart by more than colour."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.charts.figures import drawn, examples

TOKENS = set(
    re.findall(
        r"^\s*(--[a-z0-9-]+):",
        (Path(__file__).resolve().parents[2] / "static/css/tokens.css").read_text(),
        re.MULTILINE,
    )
)
EXAMPLES = examples()
every_figure = pytest.mark.parametrize("figure", EXAMPLES.values(), ids=list(EXAMPLES))


def colours(part: Any, key: str = "") -> Iterator[str]:
    """Every colour that a figure names, however deep."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from colours(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from colours(value, key)
    elif "color" in key or key == "colour":
        yield part


@every_figure
def test_a_figure_is_valid_plotly(figure):
    assert drawn(figure).to_dict()["layout"]["height"] > 0


@every_figure
def test_what_changes_on_a_narrow_screen_is_valid_plotly_too(figure):
    narrow = figure["layout"].get("meta", {}).get("narrow", {})
    assert set(narrow) <= {"layout"}
    plain = {name: value for name, value in figure["layout"].items() if name != "meta"}
    patched = {"data": figure["data"], "layout": plain | narrow.get("layout", {})}
    assert drawn(patched)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_figure_says_what_changes_on_a_narrow_screen(name):
    assert EXAMPLES[name]["layout"]["meta"]["narrow"]["layout"]["height"] > 0


@every_figure
def test_no_figure_carries_a_template(figure):
    assert '"template"' not in json.dumps(figure)


@every_figure
def test_a_figure_is_ready_for_json(figure):
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure


@every_figure
def test_a_figure_has_only_traces_that_the_small_bundle_can_draw(figure):
    assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}


@every_figure
def test_every_colour_is_a_token_of_the_stylesheet(figure):
    for colour in colours(figure):
        found = re.fullmatch(r"var\((--[a-z0-9-]+)\)", colour)
        assert found, colour
        assert found[1] in TOKENS, colour


@pytest.mark.parametrize("name", ["steps", "ladder"])
def test_the_two_countries_have_a_colour_of_their_own(name):
    american, chinese = EXAMPLES[name]["data"]
    assert american["marker"]["color"] != chinese["marker"]["color"]


def test_the_two_countries_differ_in_marker_where_there_are_lines():
    american, chinese = EXAMPLES["steps"]["data"]
    assert american["marker"]["symbol"] != chinese["marker"]["symbol"]


def test_countries_differ_in_marker_on_the_time_line():
    marks = [
        trace["marker"]["symbol"] for trace in EXAMPLES["timeline"]["data"] if trace["mode"] == "markers"
    ]
    assert len(set(marks)) == 3


def test_the_two_countries_differ_in_hatch_where_there_are_bars():
    american, chinese = EXAMPLES["ladder"]["data"]
    assert american["marker"]["pattern"]["shape"][0] != chinese["marker"]["pattern"]["shape"][0]
    [bars] = EXAMPLES["intervals"]["data"]
    assert len(set(bars["marker"]["pattern"]["shape"])) == 3


@every_figure
def test_no_figure_is_heavy(figure):
    assert len(json.dumps(figure)) < 20_000
