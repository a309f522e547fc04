"""The ladder: satellites on each step, with three different words for no figure."""

from collections import Counter
from typing import Any

import pytest

from metrics.paper_to_orbit import STEPS, announced, paper_to_orbit, said_of_apart
from metrics.question import Question
from tests.metrics.facts import application, as_of, on, project, reading, size, spacecraft, step
from tests.metrics.reading import applications, ends, flown, projects, records

LATE = "2026-11-22"


def ladder(question: Question, country: str) -> dict[str, tuple[int | None, str]]:
    return {row.step: (row.value, row.why) for row in paper_to_orbit(question) if row.country == country}


def test_unknown_is_not_zero_and_not_applicable_is_neither(empty_ledger):
    assert ladder(on(LATE), "CN") == {
        "announced": (None, "unknown"),
        "filed": (None, "unknown"),
        "accepted": (None, "not_applicable"),
        "granted": (None, "not_applicable"),
        "launched": (0, ""),
        "in_orbit": (0, ""),
        "working": (0, ""),
    }


def test_below_an_unknown_filing_acceptance_and_grant_are_unknown_too(empty_ledger):
    american = ladder(on(LATE), "US")
    assert [american[step] for step in ("filed", "accepted", "granted")] == [(None, "unknown")] * 3
    application(project("US"), 1_000)
    american = ladder(on(LATE), "US")
    assert [american[step] for step in ("filed", "accepted", "granted")] == [(1_000, ""), (0, ""), (0, "")]


def test_every_step_of_one_country(empty_ledger):
    plan = project("US")
    size(plan, 5_000)
    paper = application(plan, 1_000)
    step(paper, "accepted", "2026-02-01")
    step(paper, "grant", "2026-03-01")
    spacecraft(plan)
    spacecraft(plan, status="unknown")
    spacecraft(plan, status="failed", status_on="2025-06-01")
    assert {name: value for name, (value, _why) in ladder(on(LATE), "US").items()} == {
        "announced": 5_000, "filed": 1_000, "accepted": 1_000, "granted": 1_000,
        "launched": 3, "in_orbit": 2, "working": 1,  # 3 - 1 failed = 2, of which 1 is reported working
    }  # fmt: skip


def test_steps_of_hardware_count_satellites_of_which_a_source_states_a_computer(empty_ledger):
    plan, station = project("US"), project("US", kind="station_module")
    alone = spacecraft(plan, name="Alone")
    spacecraft(plan, name="Guest", identity="hosted")
    spacecraft(station, name="Box", identity="hosted")
    spacecraft(plan, name="Silent", compute="unknown")
    spacecraft(plan, name="Empty", compute="no")
    rows = {row.step: row for row in paper_to_orbit(on(LATE)) if row.country == "US"}
    assert [rows[step].value for step in ("launched", "in_orbit", "working")] == [1, 1, 1]
    assert [fact.slug for fact in rows["launched"].facts] == [alone.slug]
    [said] = said_of_apart(on(LATE))
    assert "payloads on a host: Guest (United States)" in said
    assert "boxes on a space station: Box (United States)" in said
    assert "no source states whether compute is aboard: Silent (United States)" in said
    assert "Alone" not in said
    assert "Empty" not in said
    assert said_of_apart(on(LATE, country="CN")) == said_of_apart(on("2024-12-31")) == []


def test_a_step_names_the_facts_that_it_counts_and_no_others(empty_ledger):
    plan = project("US")
    told = size(plan, 5_000)
    paper = application(plan, 1_000)
    accepted = step(paper, "accepted", "2026-02-01").document
    at_work = spacecraft(plan)
    silent = spacecraft(plan, status="unknown")
    gone = spacecraft(plan, status="failed", status_on="2025-06-01")
    facts = {
        row.step: {fact.slug for fact in row.facts} for row in paper_to_orbit(on(LATE)) if row.country == "US"
    }
    assert facts == {
        "announced": {told.slug},
        "filed": {paper.slug},
        "accepted": {accepted.slug},
        "granted": set(),
        "launched": {at_work.slug, silent.slug, gone.slug},
        "in_orbit": {at_work.slug, silent.slug},
        "working": {at_work.readings.get().slug},
    }


def test_as_many_spacecraft_stand_behind_a_figure_as_it_says(closed):
    for row in paper_to_orbit(closed):
        if not row.promised:
            assert len(row.facts) == row.value, (row.country, row.step)


def test_paper_is_marked_as_promised_and_hardware_is_not(empty_ledger):
    promised = {row.step: row.promised for row in paper_to_orbit(on(LATE))}
    assert promised == {
        "announced": True, "filed": True, "accepted": True, "granted": True,
        "launched": False, "in_orbit": False, "working": False,
    }  # fmt: skip


def test_of_each_project_the_largest_size_ever_stated_is_added(empty_ledger):
    one, two = project("CN"), project("CN")
    size(one, 2_800, "2024-01-01")
    size(one, 1_000, "2025-01-01")
    size(two, 12)
    size(project("US"), 40_000)
    value, disputed, facts = announced(on(LATE), "CN")
    assert (value, disputed) == (2_812, 0)  # 2,800 + 12
    assert len(facts) == 2


def test_parts_of_a_plan_add_up_where_the_source_says_so(empty_ledger):
    plan = project("CN")
    size(plan, 720, "2026-09-25", part="inference")
    size(plan, 360, "2026-09-25", part="training")
    size(plan, 300, "2026-09-25", part="training")  # another page rounds it down
    size(plan, 900, "2026-01-01", part="training")  # stated on another day, of another split
    size(plan, 1_000, "2026-09-25")
    value, _disputed, facts = announced(on(LATE), "CN")
    assert (value, len(facts)) == (1_080, 2)  # 720 + 360


def test_the_size_of_a_part_is_not_added_to_that_of_its_programme(empty_ledger):
    whole = project("US")
    first = project("US", part_of=whole)
    size(first, 3)
    assert announced(on(LATE), "US")[0] == 3
    size(whole, 88_000)
    assert announced(on(LATE), "US")[0] == 88_000


@pytest.mark.parametrize(
    "columns",
    [
        {"confidence": "disputed"},
        {"quantity": "linked-satellites"},
        {"quantity": "power", "unit": "kW"},
        {"stated": "2027"},
    ],
)
def test_disputed_future_or_other_quantities_are_no_size(empty_ledger, columns):
    size(project("CN"), 2_800, **columns)
    assert announced(on(LATE), "CN") == (0, 0, ())


def test_sizes_of_edge_projects_are_left_out(empty_ledger):
    size(project("CN", scope="edge"), 2_800)
    assert announced(on(LATE), "CN") == (0, 0, ())


def test_the_disputed_part_of_what_was_filed_is_said(empty_ledger):
    application(project("CN"), 2_800, confidence="disputed")
    [row] = [row for row in paper_to_orbit(on(LATE)) if (row.country, row.step) == ("CN", "filed")]
    assert (row.value, row.disputed) == (2_800, 2_800)


def test_a_disputed_word_of_a_spacecraft_is_a_doubt_of_the_step_working(empty_ledger):
    plan = project("US")
    for confidence in ("disputed", "reported"):
        craft = spacecraft(plan, "2025-06-01", status="unknown")
        reading(craft, "operational", "2025-12-01", confidence=confidence)
    rows = {row.step: row for row in paper_to_orbit(on("2026-01-01")) if row.country == "US"}
    assert (rows["working"].value, rows["working"].disputed) == (2, 1)
    assert rows["launched"].disputed == 0


def test_a_disputed_project_is_disputed_on_every_step_of_paper(empty_ledger):
    plan = project("US", confidence="disputed")
    size(plan, 100)
    step(application(plan, 100), "accepted", "2026-03-01")
    sure = project("US")
    step(application(sure, 7), "accepted", "2026-03-01")
    rows = {row.step: row for row in paper_to_orbit(on(LATE)) if row.country == "US"}
    assert (rows["announced"].value, rows["announced"].disputed) == (100, 100)
    assert (rows["filed"].value, rows["filed"].disputed) == (107, 100)
    assert (rows["accepted"].value, rows["accepted"].disputed) == (107, 100)


def test_a_size_stated_later_is_not_known_before(empty_ledger):
    size(project("CN"), 2_800, "2025-01-01", known_on="2025-03-01")
    assert announced(as_of("2025-02-28"), "CN")[0] == 0
    assert announced(as_of("2025-03-01"), "CN")[0] == 2_800


def test_the_country_filter_leaves_one_side(empty_ledger):
    assert {row.country for row in paper_to_orbit(on(LATE, country="CN"))} == {"CN"}
    assert [row.step for row in paper_to_orbit(on(LATE, country="CN"))] == list(STEPS)


@pytest.mark.parametrize("country", ["US", "CN"])
def test_the_steps_of_the_real_ledger_are_those_of_the_files(closed, country):
    of = projects()
    largest: dict[str, Any] = {}
    parts: Counter[Any] = Counter()
    for stated in records("statements"):
        home = of.get(stated.get("project", ""), {})
        if (
            stated["quantity"] == stated["unit"] == "satellites"
            and stated["confidence"] != "disputed"
            and (home.get("country"), home.get("scope")) == (country, "core")
            and ends(stated["stated_on"])[0] <= closed.day
        ):
            name = home.get("part_of") or stated["project"]
            parts[name, str(stated["stated_on"])] += stated["value"] if "part" in stated else 0
            sums = parts[name, str(stated["stated_on"])]
            largest[name] = max(largest.get(name, 0), stated["value"], sums)
    steps = ladder(closed, country)
    assert steps["announced"][0] == sum(largest.values())
    assert steps["filed"][0] == sum(applications(country).values())
    assert steps["launched"][0] == len(
        [
            craft
            for craft in flown(country)
            if (craft["identity"] != "hosted", craft.get("compute")) == (True, "yes")
        ]
    )
    granted = sum(applications(country, "grant").values())
    assert steps["granted"] == ((granted, "") if granted or country == "US" else (None, "not_applicable"))
