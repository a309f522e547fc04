"""Looks, short numbers, and labels that keep their distance."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.theme import LOOKS, OTHER, apart, compact, iso, look, money, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (6, "6"),
        (2_800, "2,800"),
        (999_999, "999,999"),
        (1_000_000, "1 m"),
        (1_359_600, "1.36 m"),
        (753_400_000, "753 m"),
        (26_929_573, "26.9 m"),
        (8_400_000_000, "8.4 bn"),
        (57_700_000_000, "57.7 bn"),
        (2.5e12, "2.5 tn"),
        (0.5, "0.5"),
        (12.345, "12.35"),
        (123_456.7, "123,457"),
        (-3, "-3"),
    ],
)
def test_numbers_are_short_and_never_scientific(value, text):
    assert compact(value) == text


def test_money_is_in_dollars():
    assert money(753_400_000) == "$753 m"
    assert money(5_000) == "$5,000"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 %"), (100, "100 %"), (50, "50 %"), (41.18, "41.2 %"), (0.2, "0.2 %"),
        (0.04, "< 0.1 %"), (99.96, "> 99.9 %"),
    ],
)  # fmt: skip
def test_a_share_is_never_rounded_to_all_or_nothing(value, text):
    assert percent(value) == text


@given(st.floats(0.001, 1e14))
def test_a_short_number_is_within_one_percent_and_fits_a_label(value):
    text = compact(value)
    number, _blank, unit = text.partition(" ")
    read = float(number.replace(",", "")) * {"": 1, "m": 1e6, "bn": 1e9, "tn": 1e12}[unit]
    assert "e" not in text
    assert len(text) <= 9
    assert read == pytest.approx(value, rel=0.01)


def test_days_are_written_as_iso_days():
    assert iso(date(2026, 11, 22)) == "2026-11-22"


def test_countries_differ_by_colour_hatch_and_marker():
    looks = [*LOOKS.values(), OTHER]
    for name in ("colour", "hatch", "marker"):
        assert len({getattr(found, name) for found in looks}) == len(looks) == 3
    assert look("JP") is OTHER


# --- Distance ---------------------------------------------------------------------------------------
PLACES = st.lists(st.floats(-1_000, 1_000), max_size=12)


def test_labels_that_stand_apart_stay_where_they_are():
    assert apart([10.0, 50.0, 90.0], 20.0) == [10.0, 50.0, 90.0]


def test_two_crowded_labels_move_by_half_each():
    # 100 and 110 are 10 apart: each moves by (20 - 10) / 2 = 5.
    assert apart([100.0, 110.0], 20.0) == [95.0, 115.0]


def test_labels_on_one_place_spread_around_it():
    assert sorted(apart([100.0, 100.0, 100.0], 20.0)) == [80.0, 100.0, 120.0]


@given(PLACES)
def test_labels_never_stand_closer_than_asked(places):
    moved = sorted(apart(places, 20.0))
    assert all(high - low >= 20 - 1e-6 for low, high in pairwise(moved))


@given(PLACES)
def test_labels_keep_their_order_and_their_mean(places):
    moved = apart(places, 20.0)
    assert len(moved) == len(places)
    for n, place in enumerate(places):
        for m, other in enumerate(places):
            assert not (place < other and moved[n] > moved[m])
    assert sum(moved) == pytest.approx(sum(places), abs=1e-6)


@given(PLACES)
def test_to_move_them_again_changes_nothing(places):
    moved = apart(places, 20.0)
    assert apart(moved, 20.0) == pytest.approx(moved, abs=1e-6)
