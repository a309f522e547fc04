"""Launches that carried compute, and those still ahead."""

from typing import Any
from uuid import uuid4

import pytest

from common.dates import AsOf
from launches.models import Launch, Spacecraft
from metrics.launches import (
    launches_with_compute,
    launches_with_compute_unknown,
    next_launches,
    next_launches_unknown,
    said_of_unknown,
)
from metrics.steps import latest
from tests.metrics.facts import as_of, day, flight, found, launch, on, project, spacecraft
from tests.metrics.reading import ends, flown, records
from tests.present import present

LATE = "2026-11-22"


# --- Launches with compute ------------------------------------------------------------------------
def test_a_launch_counts_once_however_many_spacecraft_it_carries(empty_ledger):
    flight = launch("2025-05-14", country="CN")
    for _ in range(12):
        spacecraft(project("CN"), launch=flight)
    [row] = launches_with_compute(on(LATE))
    assert (row.country, row.on, row.value) == ("CN", day("2025-05-14"), 1)


def test_a_launch_counts_for_the_country_of_the_launcher(empty_ledger):
    spacecraft(project("CA"), launch=launch(country="US"))
    assert latest(launches_with_compute(on(LATE)), "US") == 1
    assert latest(launches_with_compute(on(LATE)), "CA") == 0


def test_a_launch_that_has_not_flown_is_not_counted(empty_ledger):
    spacecraft(launch=launch("2026-01-01", status="tbd"))
    assert launches_with_compute(on(LATE)) == []


def test_a_failed_launch_was_a_launch(empty_ledger):
    spacecraft(launch=launch("2025-02-01", status="failure"), status="failed", status_on="2025-02-01")
    assert len(launches_with_compute(on(LATE))) == 1


def test_a_launch_with_only_edge_spacecraft_or_without_any_is_not_counted(empty_ledger):
    launch()
    spacecraft(project(scope="edge"), launch=launch())
    assert launches_with_compute(on(LATE)) == []


@pytest.mark.parametrize(
    ("carried", "word"),
    [
        ((), "no"), (("no",), "no"), (("unknown",), "unknown"), (("no", "unknown"), "unknown"),
        (("yes",), "yes"), (("unknown", "yes", "no"), "yes"),
    ],
)  # fmt: skip
def test_what_is_aboard_is_decided_alike_in_the_database_and_in_rows_already_read(
    empty_ledger, carried, word
):
    one = launch()
    crafts = [spacecraft(launch=one, compute=compute) for compute in carried]
    assert Spacecraft.Compute.of_launch(crafts) == word
    for asked in ("yes", "unknown", "no"):
        assert Launch.objects.with_compute(asked).exists() == (asked == word)


def test_a_launch_has_aboard_what_was_known_by_the_day_and_passes_the_floor(empty_ledger):
    late = launch()
    spacecraft(launch=late, known_on="2026-05-01", confidence="claimed")
    assert Launch.objects.with_compute("yes", AsOf(day("2026-05-01"))).get() == late
    assert Launch.objects.with_compute("no", AsOf(day("2026-04-30"))).get() == late
    assert Launch.objects.with_compute("no", None, "reported").get() == late


def test_a_launch_counts_only_where_a_source_states_compute_and_others_are_named_apart(empty_ledger):
    spacecraft(launch=launch(name="Sure"), compute="yes")
    spacecraft(launch=launch(name="Open"), compute="unknown", name="Silent one")
    spacecraft(launch=launch(name="Empty"), compute="no")
    mixed = launch(name="Mixed")
    for compute in ("no", "unknown", "yes"):
        spacecraft(launch=mixed, compute=compute)
    assert {row.label for row in launches_with_compute(on(LATE))} == {"Sure", "Mixed"}
    assert [row.launch.name for row in launches_with_compute_unknown(on(LATE), "US")] == ["Open"]
    assert launches_with_compute_unknown(on(LATE), "CN") == []
    [sentence] = said_of_unknown(on(LATE))
    assert "Open (United States: Silent one)" in sentence
    assert "Empty" not in sentence


def test_a_launch_after_the_day_is_not_named_apart(empty_ledger):
    spacecraft(launch=launch("2026-12-01", status="success"), launched="2026-12-01", compute="unknown")
    assert said_of_unknown(on(LATE)) == []


# --- Next launches --------------------------------------------------------------------------------
def test_next_launches_come_soonest_first_and_overdue_ones_last(empty_ledger):
    for name, net in (("late", "2026-Q1"), ("vague", "2027"), ("soon", "2026-12-01")):
        carried = spacecraft(launched=None, status="planned", launch=launch(net, status="tbd", name=name))
        assert present(carried.launch).name == name
    rows = next_launches(on(LATE))
    assert [(row.launch.name, row.overdue) for row in rows] == [
        ("soon", False), ("vague", False), ("late", True),
    ]  # fmt: skip


@pytest.mark.parametrize(("asked", "overdue"), [("2026-10-31", False), ("2026-11-01", True)])
def test_a_launch_is_overdue_once_its_last_possible_day_has_passed(empty_ledger, asked, overdue):
    spacecraft(launched=None, status="planned", launch=launch("2026-10", status="tbd"))
    [row] = next_launches(on(asked))
    assert (row.overdue, row.last) == (overdue, day("2026-10-31"))


def test_a_launch_without_compute_aboard_is_not_ahead(empty_ledger):
    ahead: dict[str, Any] = {"launched": None, "status": "planned"}
    spacecraft(launch=launch("2027", status="tbd"), compute="no", **ahead)
    spacecraft(project(scope="adjacent"), launch=launch("2027", status="tbd"), **ahead)
    launch("2027", status="tbd")
    assert next_launches(on(LATE)) == []


def test_a_launch_ahead_of_which_nobody_states_compute_stands_apart(empty_ledger):
    ahead: dict[str, Any] = {"launched": None, "status": "planned"}
    both = launch("2027", status="tbd", name="both")
    for compute in ("yes", "unknown", "no"):
        spacecraft(launch=both, compute=compute, name=compute, **ahead)
    spacecraft(launch=launch("2027", status="tbd", name="open"), compute="unknown", name="silent", **ahead)
    [sure], [apart] = next_launches(on(LATE)), next_launches_unknown(on(LATE))
    assert (sure.launch.name, sure.spacecraft, sure.is_sure) == ("both", ("yes",), True)
    assert (apart.launch.name, apart.spacecraft, apart.is_sure) == ("open", ("silent",), False)


def test_one_launch_names_all_it_carries(empty_ledger):
    flight = launch("2027", status="tbd")
    for name in ("A", "B"):
        spacecraft(launched=None, status="planned", launch=flight, name=name, slug=name.lower())
    [row] = next_launches(on(LATE))
    assert sorted(row.spacecraft) == ["A", "B"]
    assert {fact.kind for fact in row.facts} == {"launches", "spacecraft"}


def test_as_of_a_day_before_it_flew_a_known_launch_was_still_ahead(empty_ledger):
    spacecraft(launched="2026-10-01", launch=launch("2026-10-01", known_on="2026-05-01"))
    assert len(next_launches(as_of("2026-09-30"))) == 1
    assert next_launches(as_of("2026-10-01")) == []
    assert next_launches(as_of("2026-04-30")) == []


def test_a_launch_that_launch_library_alone_knew_and_lists_no_more_is_not_ahead(empty_ledger):
    ahead: dict[str, Any] = {"launched": None, "status": "planned"}
    fed = flight("2027", status="tbd", known_on="2026-01-01", name="fed")
    own = launch("2027", status="tbd", name="own", ll2_id=uuid4())
    for one in (fed, own):
        spacecraft(launch=one, **ahead)
        found(one, "2026-06-01", listed=False)
        found(one, "2026-08-01", listed=True)
        found(one, "2026-10-01", listed=False)

    def names(text):
        return {row.launch.name for row in next_launches(as_of(text))}

    assert names("2026-05-31") == names("2026-09-01") == {"fed", "own"}
    assert names("2026-07-01") == names(LATE) == {"own"}
    assert {row.launch.name for row in next_launches(on(LATE))} == {"own"}


def test_next_launches_follow_the_country_of_the_spacecraft(empty_ledger):
    spacecraft(project("CN"), launched=None, status="planned", launch=launch("2027", status="tbd"))
    assert len(next_launches(on(LATE, country="CN"))) == 1
    assert next_launches(on(LATE, country="US")) == []


# --- The real ledger ----------------------------------------------------------------------------
@pytest.mark.parametrize("country", ["US", "CN"])
def test_launches_with_compute_are_those_that_carried_a_counted_spacecraft(closed, country):
    carriers = {
        craft.get("launch")
        for home in ("US", "CN", "CA", "JP", "AE")
        for craft in flown(home)
        if craft.get("compute") == "yes"
    }
    read = {
        record["slug"]
        for record in records("launches")
        if record["slug"] in carriers and record["country"] == country
    }
    rows = [row for row in launches_with_compute(closed) if row.country == country]
    assert {fact.slug for row in rows for fact in row.facts} == read
    assert latest(rows, country) == len(read)


def test_what_passed_without_a_flight_is_overdue(closed):
    nets = {record["slug"]: ends(record["net"])[1] for record in records("launches")}
    rows = next_launches(closed)
    assert {row.launch.slug: row.overdue for row in rows} == {
        row.launch.slug: nets[row.launch.slug] < closed.day for row in rows
    }
    assert [row.overdue for row in rows] == sorted(row.overdue for row in rows)
    assert any(row.overdue for row in rows)
