"""Steps on the status ladder as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Choice,
    Ref,
    Slug,
    When,
)
from facts.ledger.registry import Kind, register, shared
from projects import models

register(
    Kind(
        "status_changes",
        models.StatusChange,
        30,
        "Steps of each project on the status ladder.",
        (
            Slug("slug", required=True),
            Ref("project", required=True, kind="projects"),
            Choice("status", required=True, words=models.LADDER),
            When("on", required=True),
            *shared(),
        ),
        own_date="on",
        happens=True,
        slug_parts=lambda fact: (fact.project.slug, fact.status, fact.on_first),
    )
)
