"""The scoreboard and the verdict: who is ahead in what."""

import pytest

from launches.models.axes import a_year_before
from metrics.scoreboard import scoreboard, verdict
from metrics.scores import ScoreRow
from tests.metrics.facts import application, launch, money, on, project, rate, spacecraft, target, when
from tests.metrics.reading import applications, flown, readings

LATE = "2026-11-22"


def board(question, country: str) -> dict[str, ScoreRow]:
    return {row.measure: row for row in scoreboard(question) if row.country == country}


def test_where_nothing_is_known_a_figure_is_none_and_a_count_of_hardware_is_zero(empty_ledger):
    values = {measure: row.value for measure, row in board(on(LATE), "US").items()}
    assert values == {
        "tracked": 0, "working": 0, "requested": None, "raised": None, "compute": None, "launches": 0, "kept": None,
        "next_target": None,
    }  # fmt: skip


def test_every_measure_of_one_country(empty_ledger):
    plan = project("CN", name="Plan")
    spacecraft(plan, launch=launch(country="CN"))
    spacecraft(plan, status="unknown")
    spacecraft(project("CN", scope="edge"))
    application(plan, 2_800, confidence="disputed")
    money(100, "CN", currency="CNY")
    money(None, "CN")
    rate("0.5", "2025-01-01")
    target(plan, "2025-06", promise="a", outcome_on="2025-05-14")
    target(plan, "2025-06", promise="b", outcome_on="2025-09-01")
    target(plan, "2025-06", promise="c", outcome_on="2026-01-01")
    target(plan, "2025-06", promise="d")
    ahead = target(plan, "2027-Q1", promise="e", text="All up")

    rows = board(on(LATE), "CN")

    # Nobody's catalogue was read: of two that flew it is not known whether they are tracked.
    assert (rows["tracked"].value, dict(rows["tracked"].parts)["not_found"]) == (None, 2)
    beside = {part: count for part, count in rows["working"].parts if count}
    assert (rows["working"].value, beside) == (1, {"satellite": 1, "silent": 1, "edge_working": 1})
    assert rows["requested"].value == 2_800
    assert dict(rows["requested"].parts) == {"accepted": 0, "granted": 0, "disputed": 2_800}
    assert rows["raised"].value == 50  # 100 x 0.5
    assert dict(rows["raised"].parts) == {
        "rounds": 1, "undisclosed": 1, "unconverted": 0, "converted": 50, "rates": 1,
    }  # fmt: skip
    # The first has its launch; of the other computing one the ledger names none.
    assert (rows["launches"].value, dict(rows["launches"].parts)) == (1, {"compute_unknown": 0, "unnamed": 1})
    assert (rows["kept"].value, rows["kept"].of) == (1, 4)  # of 1 kept, 2 missed and 1 without a report
    assert dict(rows["kept"].parts) == {"missed": 2, "no_word": 1, "pending": 1}
    assert (rows["next_target"].text, rows["next_target"].about) == ("Q1 2027", "Plan: All up")
    assert [fact.slug for fact in rows["next_target"].facts] == [ahead.slug]


def test_only_what_is_filed_or_ahead_is_marked_as_promised(empty_ledger):
    assert {measure for measure, row in board(on(LATE), "US").items() if row.promised} == {
        "requested", "next_target",
    }  # fmt: skip


def test_the_country_filter_leaves_one_side(empty_ledger):
    assert {row.country for row in scoreboard(on(LATE, country="US"))} == {"US"}
    assert {row.country for row in scoreboard(on(LATE))} == {"US", "CN"}


# --- The verdict ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("american", "chinese", "leader"),
    [(2, 1, "US"), (1, 2, "CN"), (0, 1, "CN"), (2, 2, "level"), (0, 0, "unknown")],
)
def test_the_leader_in_orbit_has_more_satellites_tracked_whoever_reports_work(
    empty_ledger, american, chinese, leader
):
    for country, count in (("US", american), ("CN", chinese)):
        plan = project(country)
        for _ in range(count):
            spacecraft(plan, status="tracked", status_on="2026-11-01")
    spacecraft(project("US"), identity="hosted")  # reported working, and never tracked itself
    found = verdict(on(LATE))
    assert found.orbit == leader
    assert found.tracked == {"US": american, "CN": chinese}
    assert found.working == {"US": 1, "CN": 0}


@pytest.mark.parametrize(
    ("american", "chinese", "not_found", "leader"),
    [
        (3, 1, 1, "US"),  # were the Chinese one tracked too, it would still be 3 and 2
        (3, 1, 2, "open"),  # 3 and 3
        (0, 0, 1, "open"),
        (0, 1, 9, "CN"),  # those not found are Chinese too
    ],
)
def test_nobody_leads_while_satellites_that_no_catalogue_shows_could_turn_the_order(
    empty_ledger, american, chinese, not_found, leader
):
    us, cn = project("US"), project("CN")
    for plan, count in ((us, american), (cn, chinese)):
        for _ in range(count):
            spacecraft(plan, status="tracked", status_on="2026-11-01")
    for _ in range(not_found):
        spacecraft(cn)
    found = verdict(on(LATE))
    assert found.orbit == leader
    assert found.tracked["CN"] == (chinese or None)


@pytest.mark.parametrize(
    ("american", "chinese", "leader"),
    [(200, 100, "US"), (100, 200, "CN"), (None, 1, "CN"), (100, 100, "level"), (None, None, "unknown")],
)
def test_the_leader_on_paper_asked_for_more_satellites(empty_ledger, american, chinese, leader):
    for country, satellites in (("US", american), ("CN", chinese)):
        if satellites:
            application(project(country), satellites)
    found = verdict(on(LATE))
    assert found.paper == leader
    assert found.requested == {"US": american, "CN": chinese}


def test_a_filing_does_not_lead_in_orbit(empty_ledger):
    application(project("US"), 1_000_000)
    spacecraft(project("CN"), status="tracked", status_on="2026-11-01")
    found = verdict(on(LATE))
    assert (found.orbit, found.paper) == ("CN", "US")


def test_on_paper_the_real_ledger_puts_ahead_who_asked_for_more_by_the_files(closed):
    asked = {country: sum(applications(country).values()) for country in ("US", "CN")}
    found = verdict(closed)
    assert found.requested == asked
    assert found.paper == max(asked, key=lambda country: asked[country])


def test_in_orbit_the_real_ledger_puts_ahead_who_has_more_tracked_by_the_files(closed):
    """Of each country: compute satellites read in a catalogue in the last year and not down, and those never read."""
    counted, silent = {}, {}
    since = a_year_before(closed.day)
    for country in ("US", "CN"):
        sure = [c for c in flown(country) if c.get("compute") == "yes" and c["identity"] != "hosted"]
        words = [[reading["state"] for reading in readings(craft["slug"])] for craft in sure]
        newest = [
            [reading["state"] for reading in readings(craft["slug"]) if when(reading["on"]).last >= since]
            for craft in sure
        ]
        counted[country] = sum("tracked" in read and read[-1] != "deorbited" for read in newest)
        silent[country] = sum(not {"tracked", "deorbited"} & {*read} for read in words)
    found = verdict(closed)
    assert found.tracked == counted
    ahead = [
        one for one, other in (("US", "CN"), ("CN", "US")) if counted[one] > counted[other] + silent[other]
    ]
    assert found.orbit == (ahead[0] if ahead else "open" if any(silent.values()) else "level")
