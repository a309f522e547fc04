"""Open questions: by subject, with what would answer each and the facts that bear on it."""

import pytest

from facts.models import LedgerVersion
from projects.models import OpenQuestion
from tests.metrics.facts import open_question, project, spacecraft, stated


def test_each_question_stands_once_under_its_subject_with_what_would_answer_it(visit):
    page = visit("/questions/").main
    for row in OpenQuestion.objects.all():
        entry = page.with_id(row.slug)
        assert entry.parent.one("h2")["id"] == f"subject-{row.subject}"
        assert row.answered_by in entry.text
        assert row.question in entry.one("h3").text


def test_the_facts_that_bear_on_a_question_lead_to_their_pages(visit, empty_ledger):
    plan = project("CN", slug="plan")
    open_question(plan, subject="links", slug="full-link")
    stated(plan, 6, "satellites", quantity="linked-satellites", qualifier="measured")
    stated(spacecraft(plan), 100, "Gbps", quantity="isl-rate")
    stated(plan, 9, "kW", quantity="power")
    LedgerVersion.bump()
    entry = visit("/questions/").main.with_id("full-link")
    links = [link["href"] for link in entry.one("ul", "bears").all("a")]
    assert len(links) == 2
    for address in links:
        assert visit(address).main.all("a")
    assert "linked satellites measured 6 satellites" in entry.text
    assert "/projects/plan/" in [a["href"] for a in entry.all("a")]


def test_more_facts_than_five_are_folded_and_none_is_left_out(visit, empty_ledger):
    plan = project()
    open_question(plan, subject="links", slug="full-link")
    for n in range(8):
        stated(plan, n + 1, "Gbps", quantity="isl-rate")
    LedgerVersion.bump()
    entry = visit("/questions/").main.with_id("full-link")
    shown, folded = (list(part.all("li")) for part in entry.all("ul", "bears"))
    assert (len(shown), len(folded)) == (5, 3)
    assert entry.one("details", "fold").one("summary").text == "3 more"


def test_the_subjects_lead_to_their_questions_and_those_without_one_are_named(visit, empty_ledger):
    for subject in OpenQuestion.Subject.values:
        if subject not in ("latency", "security"):
            open_question(project(), subject=subject)
    LedgerVersion.bump()
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
    assert "subject: “weather”" in visit.refused("/questions/", subject="weather").html


def test_on_an_earlier_day_the_questions_and_facts_of_that_day_are_shown(visit, empty_ledger):
    plan = project()
    open_question(plan, subject="cooling", slug="heat-rejected", known_on="2026-06-20")
    stated(plan, 110, "m2", quantity="radiator-area", slug="early")
    stated(plan, 40, "percent", quantity="duty-cycle", slug="late", known_on="2026-09-24")
    LedgerVersion.bump()
    assert "No question was open on this day" in visit("/questions/", as_of="2026-01-01").text
    entry = visit("/questions/", as_of="2026-07-01").main.with_id("heat-rejected")
    assert "radiator area 110 m2" in entry.text
    [link] = [link["href"] for link in entry.one("ul", "bears").all("a")]
    assert link == "/facts/statements/early/?as_of=2026-07-01"


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
