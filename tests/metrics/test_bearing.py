"""What bears on an open question: facts of its subject about its projects, known by the day."""

import pytest

from metrics.bearing import BEARS, bearing
from metrics.question import Question
from projects.models import OpenQuestion, Project, Statement
from tests.metrics.facts import (
    application,
    as_of,
    milestone,
    money,
    on,
    open_question,
    project,
    spacecraft,
    stated,
    target,
)
from tests.metrics.reading import records


def bears(question: Question, asked: OpenQuestion) -> list[str]:
    about = asked.projects.values_list("pk", flat=True)
    return [row.ref.slug for row in bearing(question, asked, about)]


def test_only_facts_of_the_subject_about_the_projects_bear_on_it(empty_ledger):
    plan, other = project(), project()
    craft = spacecraft(plan)
    stated(plan, 100, "kW", quantity="power", slug="of-the-project")
    stated(craft, 5, "kW", quantity="power", slug="of-its-spacecraft", stated_on="2025-07-01")
    stated(plan, 5, "POPS", slug="of-another-subject")
    stated(other, 100, "kW", quantity="power", slug="of-another-project")
    target(plan, "2027", slug="no-figure")
    asked = open_question(plan, subject="power")
    assert bears(on("2026-11-22"), asked) == ["of-its-spacecraft", "of-the-project"]  # newest first


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("operational", {"promise", "shown", "gone-wrong"}),
        ("compute", {"shown", "figure"}),
        ("law", {"paper"}),
        ("money", {"round"}),
        ("launch", {"promise", "gone-wrong"}),
        ("identity", {"craft"}),
        ("latency", set()),
        ("", set()),
    ],
)
def test_each_subject_has_facts_of_its_own_kinds(empty_ledger, subject, expected):
    plan = project()
    target(plan, "2027", slug="promise")
    milestone(plan, slug="shown")
    milestone(plan, "setback", slug="gone-wrong")
    stated(plan, 5, "POPS", slug="figure")
    application(plan, 100, slug="paper")
    money(100, project=plan, slug="round")
    spacecraft(plan, slug="craft")
    assert set(bears(on("2026-11-22"), open_question(plan, subject=subject))) == expected


def test_a_fact_known_later_or_below_the_floor_does_not_bear_yet(empty_ledger):
    plan = project()
    stated(plan, 1, "m2", quantity="radiator-area", slug="early", confidence="claimed")
    stated(plan, 2, "m2", quantity="radiator-area", slug="late", known_on="2026-03-02")
    asked = open_question(plan, subject="cooling")
    assert bears(as_of("2026-03-01"), asked) == ["early"]
    assert set(bears(as_of("2026-03-02"), asked)) == {"early", "late"}
    assert bears(on("2026-11-22", confidence="confirmed"), asked) == ["late"]


def test_the_quantities_of_the_subjects_are_those_of_the_ledger(closed):
    known = set(Statement.objects.values_list("quantity", flat=True))
    assert set().union(*(wanted.quantities for wanted in BEARS.values())) <= known


def test_every_question_of_the_ledger_has_a_subject_and_says_what_would_answer_it(closed):
    for asked in OpenQuestion.objects.all():
        assert asked.subject in OpenQuestion.Subject.values, asked.slug
        assert asked.answered_by.endswith("."), asked.slug
    first = OpenQuestion.objects.get(slug="heat-rejected")
    assert "suncatcher-mvp-duty-cycle-2026-09-24" in bears(closed, first)
    assert set(Project.objects.filter(questions=first).values_list("slug", flat=True)) == {
        slug
        for record in records("open_questions")
        if record["slug"] == first.slug
        for slug in record["projects"]
    }
