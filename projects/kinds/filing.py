"""Filings as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Children,
    Choice,
    Number,
    Ref,
    Slug,
    Text,
    When,
)
from facts.ledger.registry import Kind, country, ordered, register, shared
from facts.services import words_of
from projects import models
from projects.kinds.checks import subject_slug

register(
    Kind(
        "filings",
        models.Filing,
        30,
        "Regulatory filings with their steps; rules, policies and laws.",
        (
            Slug("slug", required=True),
            Ref("organization", kind="organizations"),
            Text("authority", required=True, most=120),
            country(),
            Choice("kind", required=True, words=tuple(models.Filing.Kind.values)),
            When("on", required=True),
            Ref("project", kind="projects"),
            Text("docket", most=160),
            Number("satellites_requested", whole=True, low=1, high=2_000_000_000),
            Ref("contained_in", kind="filings"),
            Number("altitude_km_min", low=0, high=2e6),
            Number("altitude_km_max", low=0, high=2e6),
            Text("frequency", most=300),
            Children(
                "steps",
                model=models.FilingStep,
                parent="filing",
                parts=(
                    Choice("step", required=True, words=tuple(models.FilingStep.Step.values)),
                    When("on", required=True),
                    Ref("document", required=True, kind="filings"),
                ),
                once=("document", "step"),
            ),
            Text("summary", required=True),
            Text("outcome", most=300),
            *shared(),
        ),
        checks=(ordered("altitude_km_min", "altitude_km_max"),),
        own_date="on",
        happens=True,
        prefetch=("steps__document",),
        dated_ahead=True,  # deadlines and dates of coming law are known before they come
        slug_parts=lambda fact: (subject_slug(fact) or words_of(fact.authority, 3), fact.kind, fact.on_first),
    )
)
