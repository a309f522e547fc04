"""Promised dates as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Choice,
    Ref,
    Slug,
    Text,
    When,
)
from facts.ledger.registry import Kind, register, shared
from projects import models
from projects.kinds.checks import not_both

register(
    Kind(
        "targets",
        models.Target,
        30,
        "Every promised date, each time it was stated.",
        (
            Slug("slug", required=True),
            Ref("project", required=True, kind="projects"),
            Choice("milestone", required=True, words=tuple(models.Target.Milestone.values)),
            Slug("promise", required=True, most=80),
            Text("text", required=True, most=300),
            When("stated_on", required=True),
            When("due", required=True),
            Choice("bound", words=tuple(models.Target.Bound.values), default="by"),
            When("outcome_on"),
            When("not_met_on"),
            Ref("superseded_by", kind="targets"),
            *shared(),
        ),
        checks=(not_both("outcome_on", "not_met_on"),),
        own_date="stated_on",
        happens=True,
        slug_parts=lambda fact: (fact.project.slug, fact.milestone, fact.stated_on_first),
    )
)
