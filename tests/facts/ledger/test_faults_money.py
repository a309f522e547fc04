"""Money that a file cannot mean: nothing is written, and the fault says what to write instead."""

import pytest

from facts.ledger.load import load
from projects.models import ExchangeRate, FundingEvent
from tests.facts.ledger.small_ledger import faults_of, small, write
from tests.facts.ledger.stored import rows

pytestmark = pytest.mark.usefixtures("empty_ledger")
ROUND = {
    "slug": "round", "organization": "maker", "on": "2026-03-30", "instrument": "equity", "scope": "orbital_compute",
    "scope_reason": "For it.", "direction": "received", "amount": 5, "currency": "CNY", "summary": "A round.",
    "confidence": "reported", "sources": ["press-1"],
}  # fmt: skip
RATE = {
    "slug": "rate", "currency": "CNY", "usd_per_unit": 0.14, "on": "2026-03-30", "confidence": "reported",
    "sources": ["press-1"],
}  # fmt: skip
FAULTS = {
    "an unknown currency": (
        {"funding": [ROUND | {"currency": "GBX"}]},
        "funding.yaml · round · currency: 'GBX' is an unknown word: write one of USD, CNY, EUR, JPY, HKD",
    ),
    "a rate of an unknown currency": (
        {"exchange_rates": [RATE | {"currency": "GBX"}]},
        "exchange_rates.yaml · rate · currency: 'GBX' is an unknown word: write one of CNY, EUR, JPY, HKD",
    ),
    "a rate of dollars": (
        {"exchange_rates": [RATE | {"currency": "USD"}]},
        "exchange_rates.yaml · rate · currency: 'USD' is an unknown word: write one of CNY,",
    ),
    "a rate of a holiday": (
        {"exchange_rates": [RATE | {"on": "2026-04-03"}]},
        "exchange_rates.yaml · rate · on: no reference rate was published on 2026-04-03, a weekend or a "
        "holiday: take that of 2026-04-02, the day before it that has one",
    ),
    "a rate of a weekend": (
        {"exchange_rates": [RATE | {"on": "2026-03-29"}]},
        "a weekend or a holiday: take that of 2026-03-27",
    ),
    "a rate of a month": (
        {"exchange_rates": [RATE | {"on": "2026-03"}]},
        "exchange_rates.yaml · rate · on: '2026-03' is no single day: a reference rate is that of a day",
    ),
    "two rates of one day": (
        {"exchange_rates": [RATE, RATE | {"slug": "other", "usd_per_unit": 0.15}]},
        "exchange_rates.yaml · other · currency: with on is also that of rate: use that record, or mend one",
    ),
    "dollars said twice": (
        {"funding": [ROUND | {"currency": "USD", "amount_usd": 5}]},
        "funding.yaml · round · amount_usd: an amount in USD is its own amount in dollars: leave this out",
    ),
    "dollars that differ from the amount in dollars": (
        {"funding": [ROUND | {"currency": "USD", "amount_usd": 6}]},
        "· amount_usd: an amount in USD is its own amount in dollars: leave this out",
    ),
    "dollars beside no amount": (
        {
            "funding": [
                {k: v for k, v in ROUND.items() if k not in ("amount", "currency")} | {"amount_usd": 5}
            ]
        },
        "· amount_usd: goes beside an amount in another currency: write amount with currency USD",
    ),
    "no direction": (
        {"funding": [{k: v for k, v in ROUND.items() if k != "direction"}]},
        "funding.yaml · round · direction: is missing: every record needs it",
    ),
    "a sum that was received and only applied for": (
        {"funding": [ROUND | {"stage": "applied"}]},
        "funding.yaml · round · direction: received does not go with stage applied: such a sum is expected",
    ),
    "a sum that was drawn and is expected": (
        {"funding": [ROUND | {"direction": "expected", "stage": "drawn"}]},
        "funding.yaml · round · direction: expected does not go with stage drawn: such a sum was received",
    ),
    "a direction of no list": (
        {"funding": [ROUND | {"direction": "paid"}]},
        "· direction: 'paid' is an unknown word: write one of received, expected, to_be_paid, allocated",
    ),
    "a sum that is another value of itself": (
        {"funding": [ROUND | {"alternative_to": "round"}]},
        "funding.yaml · round · alternative_to: leads back to itself by way of 'round': remove one link",
    ),
}


@pytest.mark.parametrize(("records", "sentence"), FAULTS.values(), ids=FAULTS)
def test_nothing_is_written_and_the_fault_is_named(tmp_path, records, sentence):
    faults = faults_of(write(tmp_path, small() | records))
    assert len(faults) == 1
    assert sentence in faults[0]
    assert rows() == 0


def test_sound_money_is_loaded(tmp_path):
    load(write(tmp_path, small() | {"funding": [ROUND | {"amount_usd": 1}], "exchange_rates": [RATE]}))
    event, rate = FundingEvent.objects.get(), ExchangeRate.objects.get()
    assert (event.direction, event.stated_usd) == ("received", 1)
    assert rate.known_on.isoformat() == "2026-03-30"
