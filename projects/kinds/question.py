"""Open questions as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Choice,
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
        "open_questions",
        models.OpenQuestion,
        30,
        "What remains unclear, and why it matters.",
        (
            Slug("slug", required=True),
            Text("question", required=True, most=300),
            Text("why_it_matters", required=True),
            Choice("subject", words=tuple(models.OpenQuestion.Subject.values)),
            Text("answered_by"),
            Refs("projects", kind="projects"),
            country(),
            When("asked_on", required=True),
            *shared(),
        ),
        own_date="asked_on",
        happens=True,
        prefetch=("projects",),
        slug_parts=lambda fact: (words_of(fact.question),),
    )
)
