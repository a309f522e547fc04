"""Money and rates of exchange as records of the ledger."""

from __future__ import annotations

from datetime import date

from common.reference_days import is_published, last_published
from facts.ledger.fields import (
    Choice,
    Number,
    Ref,
    Slug,
    Text,
    Texts,
    When,
)
from facts.ledger.registry import Kind, Record, Unique, register, shared
from projects import models
from projects.kinds.checks import subject_slug, together

CURRENCIES = tuple(code for code, _name in models.CURRENCIES)
CONVERTED = tuple(code for code in CURRENCIES if code != "USD")


def _dollars_once(record: Record) -> list[str]:
    """An amount in dollars is its own amount in dollars, and dollars alone are an amount."""
    if "amount_usd" not in record:
        return []
    if record.get("currency") == "USD":
        return ["amount_usd: an amount in USD is its own amount in dollars: leave this out"]
    if "amount" not in record:
        return ["amount_usd: goes beside an amount in another currency: write amount with currency USD"]
    return []


def _received_or_expected(record: Record) -> list[str]:
    """What was applied for or committed was not received, and what was drawn is no longer expected."""
    direction, stage = record.get("direction"), record.get("stage")
    if direction == "received" and stage in models.FundingEvent.NOT_YET:
        return [f"direction: received does not go with stage {stage}: such a sum is expected"]
    if direction == "expected" and stage == "drawn":
        return ["direction: expected does not go with stage drawn: such a sum was received"]
    return []


def _day_of_publication(record: Record) -> list[str]:
    """Reference rates are those of a day on which they are published."""
    if (on := record.get("on")) is None:
        return []
    if len(on) != len("2026-03-30"):
        return [f"on: {on!r} is no single day: a reference rate is that of a day"]
    day = date.fromisoformat(on)
    if is_published(day):
        return []
    before = last_published(day)
    return [
        f"on: no reference rate was published on {day}, a weekend or a holiday: "
        f"take that of {before}, the day before it that has one"
    ]


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
            Choice(
                "direction",
                required=True,
                words=tuple(models.FundingEvent.Direction.values),
                formerly=models.FundingEvent.Direction.RECEIVED,
            ),
            Number("amount", whole=True, low=1),
            Choice("currency", words=CURRENCIES),
            Number("amount_usd", whole=True, low=1),
            Number("valuation", whole=True, low=1),
            Choice("valuation_currency", words=CURRENCIES),
            Texts("investors"),
            Ref("alternative_to", kind="funding"),
            Text("summary", required=True),
            *shared(),
        ),
        checks=(
            together("amount", "currency"),
            together("valuation", "valuation_currency"),
            _dollars_once,
            _received_or_expected,
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
        "What a currency was worth in dollars by the reference rates published on a day.",
        (
            Slug("slug", required=True),
            Choice("currency", required=True, words=CONVERTED),
            Number("usd_per_unit", required=True, low=0.000001, high=100_000, places=8),
            When("on", required=True),
            *shared(),
        ),
        checks=(_day_of_publication,),
        uniques=(Unique(("currency", "on")),),
        own_date="on",
        happens=True,
        slug_parts=lambda fact: (fact.currency, "usd", fact.on_first),
    )
)
