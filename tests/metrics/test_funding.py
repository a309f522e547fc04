"""Money raised for orbital compute: equity alone, each sum once."""

from decimal import Decimal

import pytest

from metrics.funding import apart, funding, in_dollars, raised
from metrics.steps import latest
from tests.metrics.facts import as_of, money, on, organization, project, rate
from tests.metrics.reading import equity, records

M = 1_000_000
LATE = "2026-11-01"


# --- Small ledgers ------------------------------------------------------------------------------
def test_rounds_are_added_up_by_the_country_of_the_organization(empty_ledger):
    money(2_400_000)
    money(11 * M)
    money(5 * M, "CN", project=project("US"))
    assert raised(on(LATE), "US").usd == 13_400_000  # 2.4 m + 11 m
    assert raised(on(LATE), "CN").usd == 5 * M


@pytest.mark.parametrize(
    "columns",
    [
        {"instrument": "credit_line", "round": ""},
        {"instrument": "grant", "round": ""},
        {"instrument": "contract", "round": ""},
        {"instrument": "debt", "round": ""},
        {"instrument": "state_fund", "round": ""},
        {"instrument": "internal", "round": ""},
        {"instrument": "ipo", "round": ""},
        {"instrument": "acquisition", "round": ""},
        {"round": "running_total"},
        {"confidence": "disputed"},
        {"scope": "whole_company"},
        {"scope": "adjacent"},
    ],
    ids=lambda columns: "-".join(filter(None, columns.values())),
)
def test_what_is_not_one_undisputed_equity_round_never_enters_the_total(empty_ledger, columns):
    money(10 * M)
    other = money(999 * M, **columns)

    row = raised(on(LATE), "US")

    assert (row.usd, row.rounds, row.undisclosed) == (10 * M, 1, 0)
    assert latest(funding(on(LATE)), "US") == 10 * M
    [left_out] = apart(on(LATE))
    assert (left_out.usd, [fact.slug for fact in left_out.facts]) == (999 * M, [other.slug])


def test_the_other_value_of_one_sum_is_counted_nowhere(empty_ledger):
    first = money(75 * M)
    money(86 * M, alternative_to=first)
    assert raised(on(LATE), "US").usd == 75 * M
    assert apart(on(LATE)) == []


def test_an_undisclosed_round_counts_as_undisclosed_and_not_as_zero(empty_ledger):
    money(None)
    row = raised(on(LATE), "US")
    assert (row.rounds, row.undisclosed) == (0, 1)
    assert len(row.facts) == 1
    assert funding(on(LATE)) == []


def test_a_sum_in_yuan_is_converted_at_the_newest_rate_and_marked(empty_ledger):
    money(100 * M, "CN", currency="CNY")
    money(3 * M, "CN")
    rate("0.13", "2024-01-01")
    newest = rate("0.15", "2025-01-01")

    row = raised(on(LATE), "CN")

    assert row.usd == 18 * M  # 100 m CNY x 0.15 = 15 m, and 3 m as stated
    assert row.converted == 15 * M
    assert newest.slug in {fact.slug for fact in row.facts if fact.kind == "exchange_rates"}


def test_the_rate_is_the_newest_that_was_known_by_the_day_asked(empty_ledger):
    money(100 * M, "CN", currency="CNY")
    rate("0.13", "2024-01-01")
    rate("0.15", "2025-08-01")
    rate("0.20", "2024-06-01", known_on="2026-10-01")
    assert raised(as_of("2025-07-31"), "CN").usd == 13 * M
    assert raised(as_of("2025-08-01"), "CN").usd == 15 * M
    assert raised(as_of("2026-10-01"), "CN").usd == 15 * M  # known last, but true of an earlier day


def test_a_rate_of_another_currency_converts_nothing(empty_ledger):
    money(100 * M, "CN", currency="CNY")
    rate("1.18", "2025-01-01", currency="EUR")
    row = raised(on(LATE), "CN")
    assert (row.usd, row.rounds) == (0, 0)


def test_dollars_as_stated_go_before_a_conversion_of_ours(empty_ledger):
    money(57_700 * M, "CN", currency="CNY", amount_usd=8_400 * M)
    rate("0.15", "2025-01-01")
    row = raised(on(LATE), "CN")
    assert (row.usd, row.converted) == (8_400 * M, 0)


def test_a_conversion_is_whole_dollars_rounded_down(empty_ledger):
    event = money(7, "CN", currency="CNY")
    rate("0.145581", "2025-01-01")
    assert in_dollars(on(LATE), event).usd == 1  # 7 x 0.145581 = 1.019067


def test_a_round_dated_by_its_quarter_counts_from_the_last_day(empty_ledger):
    money(10 * M, on="2025-Q1")
    assert raised(on("2025-03-30"), "US").rounds == 0
    assert raised(on("2025-03-31"), "US").rounds == 1


def test_what_the_total_leaves_out_is_grouped_by_country_instrument_and_scope(empty_ledger):
    maker = organization("US")
    money(10 * M, organization=maker, instrument="grant", round="")
    money(5 * M, organization=maker, instrument="grant", round="")
    money(None, organization=maker, instrument="grant", round="")
    money(7 * M, organization=maker, instrument="contract", round="")
    rows = {row.instrument: (row.usd, row.events, row.undisclosed) for row in apart(on(LATE))}
    assert rows == {"grant": (15 * M, 3, 1), "contract": (7 * M, 1, 0)}  # 10 m + 5 m, one without a sum


def test_what_is_left_out_follows_the_country_filter_and_the_day(empty_ledger):
    money(10 * M, "US", instrument="grant", round="", on="2025-06-01")
    assert apart(on(LATE, country="CN")) == []
    assert apart(on("2025-05-31")) == []
    assert len(apart(on(LATE, country="US"))) == 1


# --- The real ledger ----------------------------------------------------------------------------
def test_american_equity_is_753_4_million_in_eleven_rounds(closed):
    read = sorted(event["amount_usd"] for event in equity("US"))
    assert read == sorted(int(m * M) for m in (2.4, 11, 10, 170, 250, 275, 10, 7, 5, 5, 8))
    row = raised(closed, "US")
    assert row.usd == sum(read) == 753_400_000
    assert (row.rounds, row.undisclosed, row.converted) == (11, 0, 0)


def test_chinese_equity_is_two_rounds_in_yuan_converted_and_others_undisclosed(closed):
    [rate_read] = [record for record in records("exchange_rates") if record["currency"] == "CNY"]
    yuan = [event["amount"] for event in equity("CN") if "amount" in event]
    assert sorted(yuan) == [74_980_000, 110_000_000]
    # 74,980,000 x 0.145581 = 10,915,663.38 and 110,000,000 x 0.145581 = 16,013,910.00
    row = raised(closed, "CN")
    assert row.usd == sum(int(sum_ * Decimal(str(rate_read["usd_per_unit"]))) for sum_ in yuan) == 26_929_573
    assert row.converted == row.usd
    assert (row.rounds, row.undisclosed) == (len(yuan), len(equity("CN")) - len(yuan))


def test_the_credit_lines_of_chenguang_stand_apart(closed):
    row = next(row for row in apart(closed) if row.instrument == "credit_line")
    assert (row.country, row.usd) == ("CN", 8_400 * M)


def test_of_the_spacex_listing_one_value_is_shown_and_not_the_sum_of_both(closed):
    [row] = [row for row in apart(closed) if (row.country, row.instrument) == ("US", "ipo")]
    assert (row.usd, row.usd_high, row.events, row.disputed) == (75_000 * M, 86_000 * M, 1, True)


def test_a_sum_dated_by_a_running_year_stands_apart_from_its_first_day(empty_ledger):
    """The Space Force contract of 2026: known, and not to be lost until the year is over."""
    money(500 * M, "US", instrument="contract", round="", on="2026", known_on="2026-02-01")
    assert apart(on("2025-12-31")) == []
    [row] = apart(on("2026-06-01"))
    assert (row.usd, row.events) == (500 * M, 1)
