"""The names of a past day in what metrics answer."""

from typing import Any

from common.dates import AsOf
from metrics.milestones import projects_announced
from metrics.names import NamedLedger
from metrics.question import Question
from metrics.slippage import slippage
from metrics.snapshot import Ledger
from tests.metrics.facts import (
    as_of,
    day,
    milestone,
    money,
    on,
    organization,
    project,
    size,
    spacecraft,
    target,
)
from tests.present import present

RENAMED = {"former_name": "Old", "renamed_on": "2026-06"}


def test_a_project_has_the_name_of_the_day_and_the_new_one_from_its_last_possible_day(empty_ledger):
    plan = project("US", name="New", announced_on="2026-01-30", **RENAMED)
    target(plan, "2027", "2026-02-01")
    for question, name in (
        (as_of("2026-06-29"), "Old"),
        (as_of("2026-06-30"), "New"),
        (on("2026-06-29"), "New"),
    ):
        assert [row.label for row in projects_announced(question)] == [name]
        assert [row.project for row in slippage(question)] == [name]


def test_all_that_leads_to_a_project_leads_to_its_name_of_the_day(empty_ledger):
    plan = project("US", name="New", announced_on="2026-01-30", **RENAMED)
    size(plan, 5, "2026-01-30")
    milestone(plan, on="2026-01-30")
    spacecraft(plan)
    money(
        5, project=plan, organization=organization(name="Newer", former_name="Older", renamed_on="2026-07-01")
    )
    question = as_of("2026-03-01")
    rows: list[Any] = [*question.statements, *question.milestones, *question.spacecraft, *question.funding]
    assert [row.project.name for row in rows] == ["Old"] * 4
    assert [event.organization.name for event in question.funding] == ["Older"]
    later = on("2026-12-01")
    assert [event.organization.name for event in later.funding] == ["Newer"]
    assert {present(row.project).name for row in later.milestones} == {"New"}


def test_days_between_two_renamings_share_their_rows_and_the_ledger_keeps_its_own(empty_ledger):
    project("US", name="New", **RENAMED)
    ledger = Ledger()
    asked = [
        Question(day(text), AsOf(day(text)), ledger=ledger)
        for text in ("2026-01-01", "2026-02-01", "2026-08-01")
    ]
    assert isinstance(asked[0].named, NamedLedger)
    assert asked[0].named is asked[1].named
    assert asked[2].named is ledger
    assert [row.name for row in asked[0].projects] == ["Old"]
    assert [row.name for row in ledger.projects.values()] == ["New"]
