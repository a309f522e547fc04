"""Funding: direction, dollars as stated, and the rates that convert the rest."""

import pytest

from projects.models import ExchangeRate, FundingEvent

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.mark.parametrize("direction", FundingEvent.Direction.values)
def test_a_direction_leaves_its_sums(api, direction):
    rows = api.every("funding/", direction=direction)
    assert {row["slug"] for row in rows} == set(
        FundingEvent.objects.filter(direction=direction).values_list("slug", flat=True)
    )
    assert {row["direction"] for row in rows} == {direction}


def test_what_was_only_applied_for_or_committed_is_never_among_the_received(api):
    FundingEvent.objects.filter(slug="chenguang-credit-lines-2026").update(
        direction="received"
    )  # as of before
    received = api.every("funding/", direction="received")
    assert {row["stage"] for row in received} <= {"drawn", "unknown"}
    [lines] = [
        row
        for row in api.every("funding/", direction="expected")
        if row["slug"] == "chenguang-credit-lines-2026"
    ]
    assert (lines["direction"], lines["stage"], lines["amount"]) == ("expected", "committed", 57_700_000_000)


def test_a_direction_of_no_list_is_refused_with_the_list(api):
    assert (
        "received, expected, to_be_paid, allocated" in api("funding/", 400, direction="paid").content.decode()
    )


def test_an_unknown_currency_of_a_rate_is_refused_with_the_list(api):
    assert "CNY, EUR, JPY, HKD" in api("exchange-rates/", 400, currency="GBX").content.decode()


def test_dollars_as_stated_keep_their_name_and_value(api):
    """An amount in dollars is its own; beside another currency it is what a source states, or nothing."""
    for row in api.every("funding/"):
        if row["currency"] == "USD":
            assert row["amount_usd"] == row["amount"]
        else:
            event = FundingEvent.objects.get(slug=row["slug"])
            assert row["amount_usd"] == event.amount_usd


def test_sums_are_put_in_order_by_their_dollars(api):
    stated = [row["amount_usd"] for row in api.every("funding/", ordering="-amount_usd")]
    known = [amount for amount in stated if amount is not None]
    assert known == sorted(known, reverse=True)


def test_every_row_of_the_metric_names_the_rate_that_converted_it(api):
    rows = api("metrics/funding/", country="CN").json()["rows"]
    assert rows
    for row in rows:
        event = next(fact["slug"] for fact in row["facts"] if fact["kind"] == "funding")
        rates = [fact for fact in row["facts"] if fact["kind"] == "exchange_rates"]
        if FundingEvent.objects.get(slug=event).stated_usd is None:
            [rate] = rates
            kept = ExchangeRate.objects.get(slug=rate["slug"])
            assert f"${kept.usd_per_unit.normalize():f}, the rate of {kept.on}" in row["label"]
        else:
            assert rates == []
