"""Milestones as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Choice,
    Ref,
    Refs,
    Slug,
    Text,
    When,
)
from facts.ledger.registry import Kind, country, register, shared
from facts.services import words_of
from projects import models

register(
    Kind(
        "milestones",
        models.Milestone,
        30,
        "Dated events other than filings and money.",
        (
            Slug("slug", required=True),
            Ref("project", kind="projects"),
            Refs("projects_also", kind="projects"),
            country(),
            When("on", required=True),
            Choice("kind", required=True, words=tuple(models.Milestone.Kind.values)),
            Text("title", required=True, most=200),
            Text("summary", required=True),
            *shared(),
        ),
        own_date="on",
        happens=True,
        prefetch=("projects_also",),
        slug_parts=lambda fact: (fact.on_first, words_of(fact.title)),
    )
)
