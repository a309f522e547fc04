"""Power: project by project, in one unit, never added."""

from metrics.power import power
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
