"""What a cell says: its value, or which of three reasons there is for none."""

from dataclasses import replace

from metrics.all import METRICS
from metrics.cells import absences, cell_of
from metrics.clock import regulatory_clock
from metrics.evidence import orbit_evidence
from metrics.launch_slips import launch_slips
from metrics.paper_to_orbit import paper_to_orbit
from metrics.slippage import slippage
from tests.metrics.facts import application, launch, net, on, project, spacecraft, step, target


def states(name: str, row: object, *columns: str) -> list[str]:
    return [cell_of(METRICS[name], row, column).state for column in columns]


def test_a_step_is_a_number_none_unknown_or_not_applicable(empty_ledger):
    application(project(), 100)
    rows = {(row.country, row.step): row for row in paper_to_orbit(on("2026-03-01"))}
    found = {key: cell_of(METRICS["paper_to_orbit"], row, "value") for key, row in rows.items()}
    assert (found["US", "filed"].value, found["US", "filed"].state) == (100, "")
    assert (found["US", "granted"].value, found["US", "granted"].state) == (0, "none")
    assert found["CN", "filed"].state == "unknown"
    assert found["CN", "granted"].state == "not_applicable"


def test_a_disputed_spacecraft_is_disputed_on_each_step_of_hardware(empty_ledger):
    spacecraft(confidence="disputed", slug="doubtful")
    spacecraft(slug="sure")
    rows = {row.step: row for row in paper_to_orbit(on("2026-03-01", country="US"))}
    assert [(rows[word].value, rows[word].disputed) for word in ("launched", "in_orbit")] == [(2, 1), (2, 1)]


def test_no_wait_is_unknown_where_nobody_decides_or_it_was_decided(empty_ledger):
    columns = ("days_to_accepted", "days_pending", "next_deadline")
    asked = application(project(), 100, "2026-01-30")
    [row] = regulatory_clock(on("2026-02-01"))
    assert states("regulatory_clock", row, *columns) == ["none", "", "none"]
    step(asked, "grant", "2026-02-09")
    [row] = regulatory_clock(on("2026-03-01"))
    assert states("regulatory_clock", row, *columns) == ["none", "not_applicable", "none"]
    asked.kind = "itu_filing"
    asked.save()
    [row] = regulatory_clock(on("2026-02-01"))
    assert states("regulatory_clock", row, *columns) == 3 * ["not_applicable"]


def test_a_clock_says_that_its_filing_is_disputed(empty_ledger):
    application(project(confidence="disputed"), 100)
    [row] = regulatory_clock(on("2026-03-01"))
    assert row.disputed
    assert cell_of(METRICS["regulatory_clock"], row, "satellites").disputed is True
    assert not cell_of(METRICS["regulatory_clock"], row, "authority").disputed


def test_a_spacecraft_that_is_up_has_no_end_and_one_without_elements_an_unknown_age(empty_ledger):
    spacecraft(confidence="disputed")
    [row] = orbit_evidence(on("2026-03-01"))
    assert states("orbit_evidence", row, "gone_on", "age_days") == ["none", "unknown"]
    assert cell_of(METRICS["orbit_evidence"], row, "name").disputed


def test_a_rate_needs_an_earlier_day_and_a_disputed_launch_says_so(empty_ledger):
    net(launch("2026-06-01", status="tbd", confidence="disputed"), "2026-06-01", "2026-03-01")
    [row] = launch_slips(on("2026-03-01"))
    assert states("launch_slips", row, "slip_rate") == ["not_applicable"]
    assert row.disputed


def test_a_date_that_has_not_come_due_is_not_late_and_one_kept_at_a_time_nobody_knows_may_be(empty_ledger):
    target(project(), "2027", confidence="disputed")
    [row] = slippage(on("2026-03-01"))
    assert absences(METRICS["slippage"], row) == {
        "days_late": "not_applicable", "outcome_on": "not_applicable", "searched_on": "not_applicable",
        "slip_rate": "not_applicable", "moved_by": "not_applicable", "moved_on": "not_applicable",
    }  # fmt: skip
    assert absences(METRICS["slippage"], replace(row, outcome="missed"))["days_late"] == "unknown"
    assert cell_of(METRICS["slippage"], row, "due").disputed
