"""Power: project by project, in one unit, never added."""

import pytest

from metrics.power import power, said
from projects.models import Statement
from tests.metrics.facts import on, project, spacecraft, stated

LATE = "2026-11-22"


def test_gigawatts_and_watts_are_kilowatts_and_each_project_keeps_its_lowest_and_highest(empty_ledger):
    plan = project("CN")
    stated(plan, 1, "GW", quantity="power", qualifier="target")
    stated(plan, 16, "GW", quantity="power", qualifier="total", confidence="disputed")
    [row] = power(on(LATE))
    assert (row.low_kw, row.high_kw, row.disputed, row.flown) == (1_000_000, 16_000_000, True, False)


def test_what_is_in_orbit_comes_first_and_rows_are_not_added(empty_ledger):
    craft = spacecraft(project())
    stated(craft, 500, "W", quantity="power", qualifier="nominal")
    stated(project(), 1, "MW", quantity="power", qualifier="target")
    assert [(row.flown, row.high_kw) for row in power(on(LATE))] == [(True, 0.5), (False, 1000)]


def test_the_largest_comes_first_and_is_the_one_that_is_said(empty_ledger):
    for name, kw in (("Small", 3), ("Large", 900), ("Middle", 40)):
        stated(spacecraft(name=f"{name} one"), kw, "kW", quantity="power")
        stated(project(name=f"{name} plan"), 2 * kw, "kW", quantity="power", qualifier="target")
    rows = power(on(LATE))
    assert [row.name for row in rows] == [
        "Large one", "Middle one", "Small one", "Large plan", "Middle plan", "Small plan",
    ]  # fmt: skip
    assert said(rows) == "at most 900 kW in orbit (Large one), at most 1,800 kW planned (Large plan)"


def test_projects_beside_the_subject_and_other_quantities_are_left_out(empty_ledger):
    stated(project(scope="adjacent"), 20, "kW", quantity="power")
    stated(project(), 2, "t", quantity="mass")
    assert power(on(LATE)) == []


def test_figures_of_unlike_things_share_no_range(empty_ledger):
    plan = project()
    stated(plan, 100, "kW", quantity="power", note="Per satellite.")
    stated(plan, 10, "GW", quantity="power", note="The whole system.")
    stated(plan, 12, "GW", quantity="power", note="The whole system.")
    rows = {row.note: (row.low_kw, row.high_kw) for row in power(on(LATE))}
    assert rows == {"Per satellite.": (100, 100), "The whole system.": (10_000_000, 12_000_000)}


def test_seven_terawatts_are_not_seven_kilowatts(empty_ledger):
    stated(project(), 7, "TW", quantity="power", qualifier="target")
    [row] = power(on(LATE))
    assert (row.low_kw, row.high_kw) == (7e9, 7e9)


@pytest.mark.parametrize("unit", ["mw", "MegaWatts", "TOPS"])
def test_a_unit_that_is_none_of_power_gives_no_figure(empty_ledger, unit):
    """As of a moment before it was corrected, an entry may say what can no longer be entered."""
    plan = project()
    stated(plan, 5, "MW", quantity="power", qualifier="target")
    question = on(LATE)
    odd = Statement.objects.select_related("project").get()
    odd.unit = unit
    question.__dict__["stated"] = [*question.stated, odd]
    [row] = power(question)
    assert (row.low_kw, row.high_kw, len(row.facts)) == (5000, 5000, 1)
