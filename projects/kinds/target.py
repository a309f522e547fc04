"""Promised dates as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Choice,
    Day,
    Ref,
    Slug,
    Text,
    When,
    parse_when,
)
from facts.ledger.registry import Kind, Record, Unique, register, shared
from projects import models
from projects.kinds.checks import not_both


def _stated_first(record: Record) -> list[str]:
    """What came true before it was stated was no promise."""
    if "outcome_on" not in record or "stated_on" not in record:
        return []
    if parse_when(record["outcome_on"]).last >= parse_when(record["stated_on"]).first:
        return []
    return [
        f"outcome_on: {record['outcome_on']} lies before {record['stated_on']}, when it was stated: "
        "what had come true already is no promise, mend one of the two"
    ]


def _searched_after_due(record: Record) -> list[str]:
    """Before a date is due there is nothing to look for."""
    if "searched_on" not in record or "due" not in record:
        return []
    if parse_when(record["searched_on"]).last > parse_when(record["due"]).last:
        return []
    return [
        f"searched_on: {record['searched_on']} is not after {record['due']}, the date promised: "
        "before it there is nothing to look for"
    ]


register(
    Kind(
        "targets",
        models.Target,
        30,
        "Every promised date, each time it was stated.",
        (
            Slug("slug", required=True),
            Ref("project", required=True, kind="projects"),
            Ref("speaker", kind="organizations"),
            Choice("milestone", required=True, words=tuple(models.Target.Milestone.values)),
            Slug("promise", required=True, most=80),
            Text("text", required=True, most=300),
            When("stated_on", required=True),
            When("due", required=True),
            Choice("bound", words=tuple(models.Target.Bound.values), default="by"),
            Choice("compute", words=tuple(models.Target.Compute.values), default="unknown"),
            When("outcome_on"),
            When("not_met_on"),
            Day("searched_on"),
            Ref("superseded_by", kind="targets"),
            *shared(),
        ),
        checks=(not_both("outcome_on", "not_met_on"), _stated_first, _searched_after_due),
        uniques=(
            Unique(
                ("project", "promise", "stated_on", "due"),
                optional=("speaker", "bound"),
                says="one speaker gave this date for this promise on this day",
            ),
        ),
        own_date="stated_on",
        happens=True,
        told_later=("outcome_on", "not_met_on"),
        slug_parts=lambda fact: (fact.project.slug, fact.milestone, fact.stated_on_first),
    )
)
