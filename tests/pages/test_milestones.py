"""Milestones: the time line and the list below show the same facts, and the filters hold for both."""

import csv
import json

import pytest

from projects.models import Milestone, Project
from tests.present import present


def drawn(seen) -> int:
    """How many events the chart holds: a day is one point, a bar two and a gap."""
    figure = json.loads(seen.main.with_id("timeline").raw())
    days = sum(len(t["x"]) for t in figure["data"] if t["mode"] == "markers")
    return days + sum(len(t["x"]) for t in figure["data"] if t["mode"] != "markers") // 3


def tabled(seen) -> int:
    return len(list(seen.main.with_id("table-timeline").one("tbody").all("tr")))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"country": "CN"},
        {"kind": "in_orbit_demo"},
        {"as_of": "2026-03-01"},
        {"from": "2025-01-01", "to": "2025-12-31"},
        {"project": "three-body-computing-constellation"},
        {"q": "laser"},
        {"confidence": "confirmed", "country": "US"},
    ],
    ids=str,
)
def test_chart_table_sentence_and_count_tell_of_the_same_milestones(visit, query):
    seen = visit("/milestones/", **query)
    n = tabled(seen)
    assert drawn(seen) == n > 0
    assert f"{n} milestone" in seen.main.with_id("sentence-timeline").text
    assert f"{n} milestone" in seen.main.one("form").text


def test_the_days_leave_what_can_have_happened_between_them(visit):
    def titles(**query) -> set[str]:
        table = visit("/milestones/", **query).main.with_id("table-timeline").one("tbody")
        return {[cell.text for cell in row.all("td")][2] for row in table.all("tr")}

    vague = Milestone.objects.get(on_precision="year", on_first="2021-01-01")
    assert vague.title in titles(**{"from": "2021-06-01", "to": "2021-06-02"})
    assert vague.title not in titles(**{"from": "2022-01-01"})
    assert vague.title not in titles(to="2020-12-31")


def test_a_milestone_that_projects_share_is_found_under_each(visit):
    shared = present(Milestone.objects.exclude(projects_also=None).select_related("project").first())
    for project in (shared.project, *shared.projects_also.all()):
        assert shared.slug in visit("/milestones/", project=project.slug).html


def test_addresses_that_cannot_be_meant_are_answered_with_a_sentence(visit):
    assert "swap them" in visit.refused("/milestones/", **{"from": "2026-02-01", "to": "2026-01-01"}).html
    assert "no milestone" in visit.refused("/milestones/", project="nowhere").html
    unheard = present(Project.objects.filter(milestones=None, milestones_also=None).first())
    assert "no milestone" in visit.refused("/milestones/", project=unheard.slug).html
    assert "kind: “feast”" in visit.refused("/milestones/", kind="feast").html


def test_what_is_shown_can_be_taken_away_and_embedded(visit):
    keys = {"country": "CN", "kind": "test", "from": "2025-01-01"}
    shown = visit("/milestones/", **keys)
    rows = list(csv.DictReader(visit("/charts/timeline.csv", **keys).html.splitlines()))
    told = json.loads(visit("/charts/timeline.json", **keys).html)
    assert len(rows) == len(told["rows"]) == tabled(shown) > 1
    for row in rows:
        fact = Milestone.objects.get(slug=row["facts"].removeprefix("milestones/"))
        assert (row["country"], row["kind"], row["title"]) == ("CN", "test", fact.title)
        assert (row["first"], row["last"]) == (fact.on.first.isoformat(), fact.on.last.isoformat())
    assert told["sources"]
    assert drawn(visit("/embed/timeline/", **keys)) == len(rows)
    assert "no milestone" in visit.refused("/charts/timeline.csv", project="nowhere").html
    assert "No milestone matches." in visit("/embed/timeline/", to="1999-12-31").text


def test_where_nothing_matches_there_is_a_sentence_and_no_chart(visit):
    seen = visit("/milestones/", to="1999-12-31")
    assert "No milestone matches." in seen.text
    assert not list(seen.main.all("section", "chart"))


def test_the_future_is_said_to_be_empty(visit):
    assert "The future is empty here" in visit("/milestones/", to="2031-01-01").text


def test_one_may_look_closer_and_keep_the_other_keys(visit):
    [link] = [
        a for a in visit("/milestones/", country="CN", as_of="2026-03-01").main.all("a")
        if "Look closer" in a.text
    ]  # fmt: skip
    seen = visit("/milestones/" + link["href"])
    assert link["href"] == "?country=CN&from=2025-01-01&as_of=2026-03-01"
    assert 0 < tabled(seen) < tabled(visit("/milestones/", country="CN", as_of="2026-03-01"))
