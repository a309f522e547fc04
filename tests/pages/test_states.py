"""On any day list, page, API, metrics, tables and scoreboard tell one state of a spacecraft."""

import csv
import io

import pytest

from common.dates import label
from launches.models import Spacecraft, Status
from metrics.question import Question
from metrics.reported import reported
from metrics.scoreboard import scoreboard
from metrics.tracked import tracked
from tests.metrics.facts import day, on, project, reading, spacecraft

DAYS = ("2024-12-01", "2025-05-20", "2025-11-29", "2026-03-01", "2026-09-15")
COUNTED = {"tracked": ("tracked_in_orbit", "tracked"), "working": ("reported_working", "reported")}


@pytest.fixture
def every_state(empty_ledger: None) -> None:
    """Spacecraft of both countries whose readings came bit by bit, disagree, are vague or say nothing."""
    for country in ("US", "CN"):
        plan = project(country)
        sat = spacecraft(plan, "2025-05-14", name="Sat", status="")
        for state, when, known in (
            ("planned", "2024-11-01", "2024-11-02"), ("operational", "2025-06", "2025-07-15"),
            ("tracked", "2025-10-20", "2025-10-21"), ("degraded", "2026-02-01", "2026-02-02"),
        ):  # fmt: skip
            reading(sat, state, when, known_on=known)
        two = spacecraft(plan, "2025-01-01", name="Two minds", status="operational", status_on="2026-02-20")
        reading(two, "failed", "2026-02-20")
        spacecraft(plan, "2025-01-01", name="Group", status="group", status_on="2026-02-13")
        spacecraft(plan, None, name="Box", identity="hosted", status="operational", status_on="2025-09-14")
        spacecraft(plan, "2025-01-01", name="Silent", status="", compute="unknown")
        down = spacecraft(plan, "2025-01-01", name="Down", status="tracked", status_on="2025-02-01")
        reading(down, "deorbited", "2025-08-01")


@pytest.mark.parametrize("when", DAYS)
def test_list_page_and_api_tell_one_state(client, visit, every_state, when):
    question = Question(day(when), day(when))
    expected = {craft.slug: question.state(craft) for craft in question.spacecraft}
    assert len(expected) == Spacecraft.objects.count()
    told = {row["slug"]: row for row in client.get(f"/api/v1/spacecraft/?as_of={when}").json()["results"]}
    listed = visit("/spacecraft/", as_of=when).tree
    for slug, state in expected.items():
        assert told[slug]["status"] == state.word
        assert (told[slug]["status_on"] or {}).get("label") == (label(state.on) if state.on else None)
        assert (told[slug]["work"] or {}).get("status", "") == state.work_word
        assert state.label in listed.with_id(slug).text
        assert state.label in visit(f"/spacecraft/{slug}/", as_of=when).main.text
    for word in Status.values:
        found = {slug for slug, state in expected.items() if state.word == word}
        rows = client.get(f"/api/v1/spacecraft/?as_of={when}&status={word}").json()["results"]
        assert {row["slug"] for row in rows} == found
        page = visit("/spacecraft/", as_of=when, status=word).main
        assert {row["id"] for row in page.all("tr") if row["id"]} == found


@pytest.mark.parametrize("when", DAYS)
def test_the_rows_of_the_scoreboard_are_those_of_their_metric_in_every_form(client, every_state, when):
    question = Question(day(when), day(when))
    for row in scoreboard(question):
        if row.measure not in COUNTED:
            continue
        metric, key = COUNTED[row.measure]
        address = f"/api/v1/metrics/{metric}/?as_of={when}&country={row.country}"
        rows = client.get(address).json()["rows"]
        counted = [one for one in rows if one[key] == row.measure and one["compute"] == "yes"]
        assert len(counted) == len(row.facts) == (row.value or 0)
        table = csv.DictReader(io.StringIO(client.get(f"{address}&format=csv").content.decode("utf-8-sig")))
        assert [one[key] for one in table] == [one[key] for one in rows]


def test_the_ladder_counts_the_satellites_among_those_that_the_scoreboard_counts(client, every_state):
    for when in DAYS:
        rows = client.get(f"/api/v1/metrics/paper_to_orbit/?as_of={when}").json()["rows"]
        for row in rows:
            if row["step"] == "working":
                counted = reported(Question(day(when), day(when)), row["country"])
                assert row["value"] == counted.forms["satellite"]


def test_a_page_names_both_readings_that_disagree(visit, every_state):
    craft = Spacecraft.objects.filter(name="Two minds").first()
    text = visit(f"/spacecraft/{craft.slug}/").main.text
    assert "readings disagree" in text
    assert "working (operator)" in text
    assert "failed (operator)" in text


def test_figures_of_orbit_are_as_known_whoever_asks(every_state):
    assert (
        tracked(on("2025-11-29"), "US").value
        == tracked(Question(day("2025-11-29"), day("2025-11-29")), "US").value
    )
