"""Words that all rings share: confidence, countries, units."""

import pytest

from common.confidence import CONFIDENCE, MEANINGS, at_least
from common.countries import COUNTRIES, RIVALS, country_name
from common.units import SCALES, in_base_unit


def test_every_word_of_confidence_has_a_meaning():
    assert list(MEANINGS) == list(CONFIDENCE)


def test_a_floor_lets_the_surer_words_pass():
    assert at_least("confirmed") == ("confirmed",)
    assert at_least("reported") == ("confirmed", "reported")
    assert at_least("claimed") == ("confirmed", "reported", "claimed")


def test_without_a_floor_all_pass_and_with_any_floor_disputed_does_not():
    assert at_least("") == tuple(CONFIDENCE)
    assert all("disputed" not in at_least(floor) for floor in ("confirmed", "reported", "claimed"))


@pytest.mark.parametrize("floor", ["disputed", "sure", "Confirmed"])
def test_a_floor_that_is_none_is_refused(floor):
    with pytest.raises(ValueError, match="is no floor: write one of confirmed, reported, claimed"):
        at_least(floor)


def test_countries_have_codes_of_two_letters_and_names():
    assert all(len(code) == 2 and code.isupper() and str(name) for code, name in COUNTRIES.items())
    assert set(RIVALS) < set(COUNTRIES)


def test_a_country_nobody_knows_is_called_by_its_code():
    assert (country_name("CN"), country_name("ZZ")) == ("China", "ZZ")


@pytest.mark.parametrize(
    ("value", "unit", "scaled"),
    [
        (5, "POPS", (5000, "TOPS")), (150, "kW", (150, "kW")), (1, "GW", (1e6, "kW")), (2, "t", (2000, "kg")),
        (1, "PFLOPS", (1000, "TFLOPS")), (3, "km2", (3e6, "m2")), (7, "satellites", (7, "satellites")),
    ],
)  # fmt: skip
def test_like_units_are_scaled_to_one(value, unit, scaled):
    assert in_base_unit(value, unit) == scaled


def test_operations_and_floating_point_operations_stay_apart():
    assert in_base_unit(1, "TOPS")[1] != in_base_unit(1, "TFLOPS")[1]


def test_a_base_unit_is_its_own_scale():
    assert all(SCALES[base] == (base, 1.0) for base, _ in SCALES.values())
