"""On any day list, page, API, metrics, tables and scoreboard tell one state of a spacecraft."""

import csv
import io

import pytest

from common.dates import AsOf, label
from launches.models import Spacecraft, Status
from metrics.question import Question
from metrics.reported import reported, reported_working
from metrics.scoreboard import scoreboard
from metrics.tracked import tracked, tracked_in_orbit
from tests.metrics.facts import day, decay, elements, on, project, reading, spacecraft
from tests.present import present

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
    question = Question(day(when), AsOf(day(when)))
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
    question = Question(day(when), AsOf(day(when)))
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
                counted = reported(Question(day(when), AsOf(day(when))), row["country"])
                assert row["value"] == counted.forms["satellite"]


@pytest.fixture
def every_sign(every_state: None) -> None:
    """The same, and what is no reading: element sets, a decay in the catalogue, and words that grew old."""
    for n, country in enumerate(("US", "CN")):
        plan, number = project(country), 10 * (n + 1)
        spacecraft(
            plan, "2025-01-01", name="Followed", norad_cat_id=number, status="group", status_on="2026-02-13"
        )
        elements(number, "2026-02-27")
        old = spacecraft(
            plan, "2024-01-01", name="Old", norad_cat_id=number + 1, status="", identity="inferred"
        )
        reading(old, "operational", "2024-06-01")
        reading(old, "tracked", "2025-04-01")
        spacecraft(plan, "2024-01-01", name="Burnt", norad_cat_id=number + 2, status_on="2025-10-01")
        decay(number + 2, "2025-11-01")
        spacecraft(
            plan, "2024-01-01", name="Guest", norad_cat_id=number, identity="hosted", status_on="2025-12-01"
        )


@pytest.mark.parametrize("when", DAYS)
def test_list_page_and_api_give_the_two_words_of_the_metrics(client, visit, every_sign, when):
    question = Question(day(when), AsOf(day(when)))
    followed = {row.slug: row for row in tracked_in_orbit(question)}
    words = {row.slug: row for row in reported_working(question)}
    assert followed.keys() == words.keys()
    rows = client.get(f"/api/v1/spacecraft/?as_of={when}").json()["results"]
    assert {row["slug"] for row in rows if row["reported"]} == words.keys()
    listed = visit("/spacecraft/", as_of=when).tree
    for row in (row for row in rows if row["reported"]):
        seen, said = followed[row["slug"]], words[row["slug"]]
        assert (row["tracked"]["status"], row["tracked"]["by"]) == (seen.tracked, seen.by)
        assert (row["reported"]["status"], (row["reported"]["on"] or {"label": ""})["label"]) == (
            said.reported,
            said.on,
        )
        alone = client.get(f"/api/v1/spacecraft/{row['slug']}/?as_of={when}").json()
        assert (alone["tracked"], alone["reported"]) == (row["tracked"], row["reported"])
        for text in (
            listed.with_id(row["slug"]).text,
            visit(f"/spacecraft/{row['slug']}/", as_of=when).main.text,
        ):
            assert f"Catalogues: {seen.tracked_label}" in text
            assert f"Work: {said.reported_label}" in text
    for key, found in (("tracked", followed), ("reported", words)):
        for word in {getattr(row, key) for row in found.values()}:
            page = visit("/spacecraft/", as_of=when, **{key: word}).main
            assert {row["id"] for row in page.all("tr") if row["id"]} == {
                slug for slug, row in found.items() if getattr(row, key) == word
            }


def test_a_word_of_a_group_hides_no_catalogue_and_an_old_word_of_work_is_not_the_present_one(
    visit, every_sign
):
    text = visit("/spacecraft/", as_of="2026-03-01", q="Followed", country="US").main.text
    assert "Catalogues: tracked in orbit, 27 Feb 2026" in text
    assert "Work: group reported working, this one not named, 13 Feb 2026" in text
    text = visit("/spacecraft/", as_of="2026-03-01", q="Old", country="US").main.text
    assert "Work: not heard of since 1 Jun 2024" in text
    text = visit("/spacecraft/", as_of="2026-03-01", q="Burnt", country="US").main.text
    assert "Catalogues: decayed or deorbited, 1 Nov 2025" in text
    assert "Work: failed, retired or down" in text


def test_the_headline_names_the_day_of_the_newest_catalogue_word_counted(visit, empty_ledger):
    spacecraft(project("CN"), status="tracked", status_on="2026-05-04")
    spacecraft(project("CN"), status="tracked", status_on="2026-04-01")
    headline = visit("/", as_of="2026-06-01").main.one("h1").text
    assert "China has more compute satellites tracked in orbit, by what catalogues showed up to" in headline
    assert "4 May 2026" in headline


def test_a_page_names_both_readings_that_disagree(visit, every_state):
    craft = present(Spacecraft.objects.filter(name="Two minds").first())
    text = visit(f"/spacecraft/{craft.slug}/").main.text
    assert "readings disagree" in text
    assert "working (operator)" in text
    assert "failed (operator)" in text


def test_figures_of_orbit_are_as_known_whoever_asks(every_state):
    assert (
        tracked(on("2025-11-29"), "US").value
        == tracked(Question(day("2025-11-29"), AsOf(day("2025-11-29"))), "US").value
    )
