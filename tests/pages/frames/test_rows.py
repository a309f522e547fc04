"""Cells as pages print them: a value with what is disputed of it, or why there is none."""

from datetime import date
from typing import Any

import pytest

from metrics.cells import Cell
from pages.frames.rows import printed


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(1234567), "1,234,567"),
        (Cell(0), "0"),
        (Cell(0.00456), "0.00456"),
        (Cell(12.345), "12.35"),
        (Cell(True), "yes"),
        (Cell(date(2026, 3, 1)), "1 Mar 2026"),
        (Cell(""), "–"),
        (Cell("met", label="kept"), "kept"),
        (Cell(60, label="at least 60"), "at least 60"),
        (Cell(80, disputed=80), "80 (disputed)"),
        (Cell(80, disputed=True), "80 (disputed)"),
        (Cell(80, disputed=20), "80 (20 disputed)"),
        (Cell("2027", disputed=True), "2027 (disputed)"),
    ],
)
def test_a_value_is_printed_with_what_is_disputed_of_it(cell, text):
    assert printed(cell) == text


@pytest.mark.parametrize("why", ["none", "unknown", "not_applicable"])
def test_a_cell_without_a_figure_says_why(why):
    text: Any = printed(Cell(None, why))
    assert text == why.replace("_", " ")
    assert text.absent == why
