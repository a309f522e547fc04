"""Sums in dollars: as stated, else by the rate of their day, which every figure names."""

from typing import Any

import pytest

from metrics.dollars import how, in_dollars, rate_of
from metrics.funding import apart, funding, raised
from metrics.scoreboard import scoreboard
from metrics.scores import beside_raised
from tests.metrics.facts import as_of, money, on, rate
from tests.present import present

M = 1_000_000
LATE = "2026-11-01"


def yuan(amount: int, day: str, **columns: Any):
    """A sum in yuan that was known on its first day, unless another is given."""
    return money(amount, "CN", currency="CNY", on=day, **({"known_on": f"{day}-01-01"[:10]} | columns))


def test_each_sum_has_the_rate_of_its_own_day_and_names_it(empty_ledger):
    yuan(100 * M, "2025-01-02")
    yuan(100 * M, "2025-06-02")
    money(3 * M, "CN")
    old, new = rate("0.13", "2025-01-02"), rate("0.15", "2025-06-02")

    row = raised(on(LATE), "CN")

    assert (row.usd, row.converted, row.rates) == (31 * M, 28 * M, 2)  # 13 m + 15 m, and 3 m as stated
    assert [fact.slug for fact in row.facts if fact.kind == "exchange_rates"] == [old.slug, new.slug]
    labels = [step.label for step in funding(on(LATE))]
    assert "¥100 m at $0.13, the rate of 2 Jan 2025" in labels[0]
    assert "¥100 m at $0.15, the rate of 2 Jun 2025" in " ".join(labels)


def test_on_a_weekend_the_rate_is_that_of_the_last_day_before_it(empty_ledger):
    friday = rate("0.14", "2025-06-06")
    rate("0.15", "2025-06-09")
    assert rate_of(on(LATE), yuan(M, "2025-06-08")) == friday


@pytest.mark.parametrize(
    ("day", "known_on", "expected"),
    [
        ("2025-06", "2025-09-01", "2025-06-30"),  # known afterwards: the last day it can mean
        ("2025", "2025-06-10", "2025-06-09"),  # known within it: the day on which it was known
        ("2025-06-09", "2025-07-01", "2025-06-09"),
    ],
)
def test_a_vague_date_has_the_rate_of_its_last_day_or_of_the_day_it_was_known(
    empty_ledger, day, known_on, expected
):
    rates = {text: rate("0.14", text) for text in ("2025-06-02", "2025-06-09", "2025-06-30", "2025-12-31")}
    event = yuan(M, day, known_on=known_on)
    assert rate_of(on(LATE), event) == rates[expected]
    assert rate_of(as_of(known_on), event) == rates[expected], "known as soon as the sum is"


def test_a_rate_is_not_known_before_its_own_day(empty_ledger):
    event = yuan(100 * M, "2025-06-02")
    rate("0.15", "2025-07-01")
    assert rate_of(as_of("2025-06-30"), event) is None
    row = raised(as_of("2025-06-30"), "CN")
    assert (row.usd, row.rounds, row.unconverted) == (0, 0, 1)
    assert raised(as_of("2025-07-01"), "CN").usd == 15 * M, "better than unknown, and it names its day"


def test_a_rate_of_another_currency_converts_nothing(empty_ledger):
    event = yuan(100 * M, "2025-06-02")
    rate("1.18", "2025-01-02", currency="EUR")
    assert in_dollars(on(LATE), event) is None


def test_dollars_as_stated_go_before_a_conversion_of_ours(empty_ledger):
    event = yuan(57_700 * M, "2025-06-02", amount_usd=8_400 * M)
    rate("0.15", "2025-01-02")
    amount = present(in_dollars(on(LATE), event))
    assert (amount.usd, amount.converted, how(event, amount)) == (8_400 * M, False, "")


def test_an_amount_in_dollars_is_its_own_amount_in_dollars(empty_ledger):
    event = money(5 * M)
    assert (event.amount_usd, event.stated_usd) == (None, 5 * M)
    assert present(in_dollars(on(LATE), event)).usd == 5 * M


def test_a_conversion_is_whole_dollars_rounded_down(empty_ledger):
    event = yuan(7, "2025-06-02")
    rate("0.145581", "2025-01-02")
    assert present(in_dollars(on(LATE), event)).usd == 1  # 7 x 0.145581 = 1.019067


def test_what_stands_apart_says_what_was_converted_and_by_which_rate(empty_ledger):
    yuan(100 * M, "2025-06-02", instrument="grant", round="")
    used = rate("0.15", "2025-06-02")
    [row] = apart(on(LATE))
    assert (row.usd, row.converted) == (15 * M, 15 * M)
    assert used.slug in {fact.slug for fact in row.facts if fact.kind == "exchange_rates"}


def test_the_scoreboard_says_how_much_was_converted_by_how_many_rates(empty_ledger):
    money(3 * M, "CN")
    yuan(100 * M, "2025-06-02")
    rate("0.15", "2025-06-02")
    [row] = [row for row in scoreboard(on(LATE)) if (row.measure, row.country) == ("raised", "CN")]
    assert list(beside_raised(row)) == ["2 rounds", "$15 m of it converted at 1 daily rate"]
