"""Launches of a log against those held, one by one: what belongs together, and what differs."""

from typing import Any

import pytest

from launches.comparing import differences, match, unknown_codes
from tests.launches.test_counting import held, logged

pytestmark = pytest.mark.usefixtures("empty_ledger")

FALCON: dict[str, Any] = {
    "vehicles": ("Falcon 9",), "provider": "SPX", "providers": ("SpaceX",), "site": "CC",
    "sites": ("Cape Canaveral", "Florida"),
}  # fmt: skip


def off(row, **changes):
    """The fields that differ, with both words."""
    found = match([logged("2024-06-01", **{"tag": "2024-100"} | FALCON | changes)], [row])
    return [(one.field, one.theirs, one.ours) for one in differences(found.pairs)]


def test_launches_are_matched_by_designator_and_the_rest_by_day():
    by_name = held("2024-01-07", designator="2024-005")
    by_day = held("2024-06-02")
    lone = held("2024-08-01")
    log = [logged("2024-01-05", tag="2024-005"), logged("2024-06-01"), logged("2024-06-01", tag="2024-F01")]
    found = match(log, [by_name, by_day, lone])
    assert [launch.tag for launch in found.only_logged] == ["2024-F01"]
    assert found.only_held == (lone,)


def test_of_two_launches_of_a_day_that_of_the_same_vehicle_is_the_counterpart():
    other = held("2024-06-01", vehicle="Atlas V 551")
    same = held("2024-06-01")
    (pair,) = match([logged("2024-06-01", **FALCON)], [other, same]).pairs
    assert pair.held == same


def test_a_launch_of_another_designator_and_vehicle_is_another_launch():
    row = held("2024-06-01", designator="2024-999", vehicle="Atlas V 551")
    assert match([logged("2024-06-01", **FALCON)], [row]).only_held == (row,)


def test_what_agrees_in_other_words_does_not_differ():
    row = held(
        "2024-06-01", designator="2024-100", vehicle="Falcon 9 Block 5", provider="SpaceX", pad="LC-40",
        site="Cape Canaveral SFS, FL, USA",
    )  # fmt: skip
    assert off(row) == []


@pytest.mark.parametrize(
    ("ours", "field", "theirs"),
    [
        ({"vehicle": "Falcon Heavy", "designator": "2024-100"}, "vehicle", "Falcon 9"),
        ({"provider": "Rocket Lab"}, "provider", "SPX"),
        ({"site": "Vandenberg SFB, CA, USA"}, "site", "CC"),
        ({"designator": "2024-101"}, "designator", "2024-100"),
    ],
)
def test_what_the_log_states_otherwise_is_a_difference(ours, field, theirs):
    (stated,) = (value for name, value in ours.items() if name == field)
    assert off(held("2024-06-01", **ours)) == [(field, theirs, stated)]


@pytest.mark.parametrize(
    ("theirs", "ours", "differs"),
    [
        ("success", "payload_deployed", False),
        ("success", "in_flight", False),
        ("", "failure", False),
        ("partial_failure", "failure", True),
        ("failure", "success", True),
    ],
)
def test_outcomes_are_compared_where_both_sides_have_one(theirs, ours, differs):
    row = held("2024-06-01")
    row.status = ours
    assert (("outcome", theirs, ours) in off(row, status=theirs)) is differs


def test_a_failure_of_the_log_has_no_designator():
    row = held("2024-06-01", designator="2024-100")
    assert ("designator", "2024-F01", "2024-100") in off(row, tag="2024-F01")


def test_codes_without_a_name_are_told_and_not_compared():
    row = held("2024-06-01", provider="SpaceX", site="Nowhere")
    pairs = match([logged("2024-06-01", provider="XX", site="YY")], [row]).pairs
    assert differences(pairs) == []
    assert unknown_codes(pairs) == ["launcher XX", "site YY"]
