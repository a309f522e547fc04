"""Organizations as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Choice,
    Ref,
    Slug,
    Text,
    Texts,
    Url,
    When,
)
from facts.ledger.registry import Kind, country, register, shared
from facts.services import words_of
from projects import models
from projects.kinds.checks import formerly, formerly_whole

register(
    Kind(
        "organizations",
        models.Organization,
        10,
        "Who builds, pays, regulates.",
        (
            Slug("slug", required=True),
            Text("name", required=True, most=200),
            Text("native_name", most=200),
            formerly(),
            Texts("aliases"),
            country(),
            Choice("kind", required=True, words=tuple(models.Organization.Kind.values)),
            Ref("parent", kind="organizations"),
            Text("parent_name", most=200),
            When("founded_on"),
            Text("headquarters", most=120),
            Url("website", most=300),
            Text("summary", required=True),
            When("current_on", required=True),
            *shared(),
        ),
        checks=(formerly_whole,),
        own_date="current_on",
        slug_parts=lambda fact: (words_of(fact.name),),
    )
)
