"""Money and rates of exchange as records of the ledger."""

from __future__ import annotations

from facts.ledger.fields import (
    Choice,
    Number,
    Ref,
    Slug,
    Text,
    Texts,
    When,
)
from facts.ledger.registry import Kind, Record, register, shared
from projects import models
from projects.kinds.checks import subject_slug, together


def _same_dollars(record: Record) -> list[str]:
    if record.get("currency") == "USD" and record.get("amount_usd", record.get("amount")) != record.get(
        "amount"
    ):
        return ["amount_usd: differs from an amount that is in dollars already: leave it out"]
    return []


register(
    Kind(
        "funding",
        models.FundingEvent,
        30,
        "Money by instrument; credit lines and contracts are not equity.",
        (
            Slug("slug", required=True),
            Ref("organization", required=True, kind="organizations"),
            Ref("project", kind="projects"),
            When("on", required=True),
            Choice("instrument", required=True, words=tuple(models.FundingEvent.Instrument.values)),
            Choice("round", words=tuple(models.FundingEvent.Round.values)),
            Choice("stage", words=tuple(models.FundingEvent.Stage.values), default="unknown"),
            Choice("scope", required=True, words=tuple(models.FundingEvent.Scope.values)),
            Text("scope_reason", required=True, most=300),
            Number("amount", whole=True, low=1),
            Choice("currency", words=("USD", "CNY", "EUR", "JPY", "HKD")),
            Number("amount_usd", whole=True, low=1),
            Number("valuation", whole=True, low=1),
            Choice("valuation_currency", words=("USD", "CNY", "EUR", "JPY", "HKD")),
            Texts("investors"),
            Ref("alternative_to", kind="funding"),
            Text("summary", required=True),
            *shared(),
        ),
        checks=(
            together("amount", "currency"),
            together("valuation", "valuation_currency"),
            _same_dollars,
        ),
        own_date="on",
        happens=True,
        slug_parts=lambda fact: (subject_slug(fact), fact.round or fact.instrument, fact.on_first.year),
    )
)
register(
    Kind(
        "exchange_rates",
        models.ExchangeRate,
        30,
        "What a currency was worth in dollars, as a source shows or implies.",
        (
            Slug("slug", required=True),
            Choice("currency", required=True, words=("CNY", "EUR", "JPY", "HKD")),
            Number("usd_per_unit", required=True, low=0.000001, high=100_000, places=8),
            When("on", required=True),
            *shared(),
        ),
        own_date="on",
        happens=True,
        slug_parts=lambda fact: (fact.currency, "usd", fact.on_first),
    )
)
