"""Open questions: by subject, with what would answer each and the facts that bear on it."""

import pytest

from facts.models import LedgerVersion
from projects.models import OpenQuestion, Statement
from tests.metrics.facts import open_question, project


def test_each_question_stands_once_under_its_subject_with_what_would_answer_it(visit):
    page = visit("/questions/").main
    for row in OpenQuestion.objects.all():
        entry = page.with_id(row.slug)
        assert entry.parent.one("h2")["id"] == f"subject-{row.subject}"
        assert row.answered_by in entry.text
        assert row.question in entry.one("h3").text


def test_the_facts_that_bear_on_a_question_lead_to_their_pages(visit):
    entry = visit("/questions/").main.with_id("three-body-full-link")
    links = [link["href"] for link in entry.one("ul", "bears").all("a")]
    assert len(links) == 3
    for address in links:
        assert visit(address).main.all("a")
    assert "linked satellites measured 6 satellites" in entry.text
    assert "/projects/three-body-computing-constellation/" in [a["href"] for a in entry.all("a")]


def test_more_facts_than_five_are_folded_and_none_is_left_out(visit):
    entry = visit("/questions/").main.with_id("star-compute-date")
    shown, folded = (list(part.all("li")) for part in entry.all("ul", "bears"))
    assert len(shown) == 5
    assert entry.one("details", "fold").one("summary").text == f"{len(folded)} more"


def test_the_subjects_lead_to_their_questions_and_those_without_one_are_named(visit):
    seen = visit("/questions/")
    for link in seen.main.one("nav").all("a"):
        assert seen.main.with_id(link["href"].removeprefix("#"))
    assert "No question is recorded here on: latency, security." in seen.text
    assert "No question is recorded here" not in visit("/questions/", country="CN").text


@pytest.mark.parametrize("subject", ["law", "cooling"])
def test_a_subject_leaves_its_questions_alone(visit, subject):
    page = visit("/questions/", subject=subject).main
    found = {entry["id"] for entry in page.all("article")}
    assert found == set(OpenQuestion.objects.filter(subject=subject).values_list("slug", flat=True))
    assert "subject=weather" in visit.refused("/questions/", subject="weather").html


def test_on_an_earlier_day_the_questions_and_facts_of_that_day_are_shown(visit):
    assert "No question was open on this day" in visit("/questions/", as_of="2026-01-01").text
    OpenQuestion.objects.filter(slug="heat-rejected").update(known_on="2026-06-20")
    LedgerVersion.bump()
    entry = visit("/questions/", as_of="2026-07-01").main.with_id("heat-rejected")
    late = Statement.objects.get(slug="suncatcher-mvp-duty-cycle-2026-09-24")
    assert "radiator area 110 m2" in entry.text
    assert late.slug not in [link["href"].split("/")[-2] for link in entry.one("ul", "bears").all("a")]


def test_a_question_without_subject_answer_or_fact_says_so(visit):
    open_question(project(), subject="", slug="bare", known_on="2026-01-01")
    LedgerVersion.bump()
    entry = visit("/questions/").main.with_id("bare")
    assert entry.parent.one("h2").text == "Other"
    assert "What would answer it: unknown" in entry.text
    assert "No fact on this subject" in entry.text


def test_a_question_is_reached_from_its_own_page_and_from_its_projects(visit):
    for address in ("/facts/open-questions/heat-rejected/", "/projects/suncatcher/"):
        onward = [link["href"] for link in visit(address).main.all("a")]
        assert "/questions/#heat-rejected" in onward, address
    past = [link["href"] for link in visit("/projects/suncatcher/", as_of="2026-11-22").main.all("a")]
    assert "/questions/?as_of=2026-11-22#heat-rejected" in past
