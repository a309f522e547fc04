"""Stated quantities as records of the ledger."""

from __future__ import annotations

from common.units import QUANTITIES, UNITS, unit_refusal
from facts.ledger.fields import (
    Choice,
    Number,
    Ref,
    Slug,
    When,
)
from facts.ledger.registry import Kind, Record, ordered, register, shared
from projects import models
from projects.kinds.checks import one_of, subject_slug


def _unit_of_quantity(record: Record) -> list[str]:
    sentence = unit_refusal(record.get("quantity", ""), record.get("unit", ""))
    return [f"unit: {sentence}"] if sentence else []


register(
    Kind(
        "statements",
        models.Statement,
        60,
        "Every stated or measured quantity, one record per statement.",
        (
            Slug("slug", required=True),
            Ref("project", kind="projects"),
            Ref("spacecraft", kind="spacecraft"),
            Choice("quantity", required=True, words=tuple(QUANTITIES)),
            Number("value", required=True, low=0.000001, places=6),
            Number("value_max", low=0.000001, places=6),
            Choice("unit", required=True, words=tuple(UNITS)),
            Choice("qualifier", required=True, words=tuple(models.Statement.Qualifier.values)),
            Choice("precision", words=tuple(models.Statement.Precision.values), default="not_applicable"),
            Slug("part", most=40),
            When("stated_on", required=True),
            *shared(),
        ),
        checks=(one_of("project", "spacecraft"), ordered("value", "value_max"), _unit_of_quantity),
        own_date="stated_on",
        happens=True,
        slug_parts=lambda fact: (subject_slug(fact), fact.quantity, fact.stated_on_first),
    )
)
