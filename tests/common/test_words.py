"""Words that all rings share: confidence, countries, units."""

import pytest

from common.confidence import CONFIDENCE, MEANINGS, at_least
from common.countries import COUNTRIES, RIVALS, country_name
from common.units import BASES, QUANTITIES, UNITS, in_base_unit, kind_of_unit, unit_refusal, units_of


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


def test_every_kind_has_one_base_unit_and_every_quantity_units_of_the_list():
    kinds = {unit.kind for unit in UNITS.values()}
    assert set(BASES) == kinds
    assert sum(unit.factor == 1.0 for unit in UNITS.values()) == len(kinds)
    assert {kind for known in QUANTITIES.values() for kind in known.kinds} == kinds
    assert all(units_of(quantity) for quantity in QUANTITIES)


def test_terawatts_are_terawatts():
    assert in_base_unit(7, "TW") == (7e9, "kW")


@pytest.mark.parametrize("unit", ["mw", "Kw", "MegaWatts", "\uff2d\uff37", "kw ", " kW", ""])
def test_a_unit_in_other_letters_is_no_unit(unit):
    assert kind_of_unit(unit) == ""
    with pytest.raises(KeyError):
        in_base_unit(1, unit)
    assert unit_refusal("power", unit) == f"“{unit}” is no unit of power: write one of W, kW, MW, GW, TW"


def test_a_unit_of_another_quantity_and_an_unknown_quantity_are_refused_with_the_list():
    assert unit_refusal("power", "TOPS") == "“TOPS” is no unit of power: write one of W, kW, MW, GW, TW"
    assert unit_refusal("powr", "kW") == (
        f"“powr” is no quantity of the list: write one of {', '.join(QUANTITIES)}"
    )
    assert unit_refusal("power", "kW") == ""
