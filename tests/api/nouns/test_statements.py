"""Statements: quantity and unit are words of a closed list."""

import pytest

from common.units import QUANTITIES, UNITS
from projects.models import Statement

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.mark.parametrize(
    ("key", "value", "listed"),
    [
        ("unit", "mw", "W, kW, MW, GW, TW"),
        ("unit", "MegaWatts", "W, kW, MW, GW, TW"),
        ("unit", "\uff2d\uff37", "W, kW, MW, GW, TW"),
        ("unit", "kw ", "W, kW, MW, GW, TW"),
        ("quantity", "power_kw", "accuracy, ai-satellites, altitude"),
    ],
)
def test_a_word_from_outside_the_list_is_refused_with_the_list(api, key, value, listed):
    answer = api("statements/", 400, **{key: value})
    assert listed in answer.content.decode()


def test_a_unit_leaves_what_was_stated_in_it(api):
    rows = api.every("statements/", quantity="power", unit="GW")
    assert {row["slug"] for row in rows} == set(
        Statement.objects.filter(quantity="power", unit="GW").values_list("slug", flat=True)
    )
    assert {row["unit"] for row in rows} == {"GW"}


def test_the_schema_holds_both_lists(api):
    schema = api("schema/", format="json").json()["components"]["schemas"]
    fields = schema["Statement"]["properties"]
    words = {}
    for name in ("quantity", "unit"):
        reference = fields[name].get("$ref") or fields[name]["allOf"][0]["$ref"]
        words[name] = schema[reference.rsplit("/", 1)[-1]]["enum"]
    assert words == {"quantity": list(QUANTITIES), "unit": list(UNITS)}
