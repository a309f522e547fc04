"""Money raised for orbital compute: received equity alone, each sum once."""

import pytest

from common.dates import AsOf
from metrics.dollars import rate_of
from metrics.funding import apart, funding, in_total, raised
from metrics.question import FactRef, Question
from metrics.steps import latest
from projects.rates import published
from projects.services import refresh_rates
from tests.metrics.facts import as_of, money, on, organization, project
from tests.metrics.reading import CLOSED, dollars, ends, equity, records
from tests.present import present

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
        {"direction": "to_be_paid"},
        {"direction": "allocated"},
        {"direction": "expected"},
        {"stage": "applied"},
        {"stage": "committed"},
    ],
    ids=lambda columns: "-".join(filter(None, columns.values())),
)
def test_what_is_not_one_undisputed_equity_round_never_enters_the_total(empty_ledger, columns):
    money(10 * M)
    other = money(999 * M, **columns)

    row = raised(on(LATE), "US")

    assert (row.usd, row.rounds, row.undisclosed) == (10 * M, 1, 0)
    assert latest(funding(on(LATE)), "US") == 10 * M
    assert other.slug not in in_total(on(LATE))
    [left_out] = apart(on(LATE))
    assert (left_out.usd, [fact.slug for fact in left_out.facts]) == (999 * M, [other.slug])


# --- Records of one sum --------------------------------------------------------------------------
def test_the_other_value_of_one_sum_is_counted_nowhere(empty_ledger):
    first = money(75 * M)
    money(86 * M, alternative_to=first)
    assert raised(on(LATE), "US").usd == 75 * M
    assert latest(funding(on(LATE)), "US") == 75 * M
    assert in_total(on(LATE)) == {first.slug}
    assert apart(on(LATE)) == []


def test_a_third_value_that_names_the_second_is_a_value_of_the_same_sum(empty_ledger):
    first = money(75 * M, instrument="ipo", round="")
    second = money(86 * M, instrument="ipo", round="", alternative_to=first)
    money(90 * M, instrument="ipo", round="", alternative_to=second)
    [row] = apart(on(LATE))
    assert (row.usd, row.usd_high, row.events) == (75 * M, 90 * M, 1)


def test_a_value_counts_until_the_one_it_stands_beside_is_known(empty_ledger):
    """Known first, it is the sum; never both, and never none of them."""
    first = money(75 * M, known_on="2025-09-01")
    other = money(86 * M, known_on="2025-07-01", alternative_to=first)
    early, late = as_of("2025-08-01"), as_of("2025-10-01")
    assert (raised(early, "US").usd, in_total(early)) == (86 * M, frozenset({other.slug}))
    assert (raised(late, "US").usd, in_total(late)) == (75 * M, frozenset({first.slug}))
    assert latest(funding(early), "US") == 86 * M


def test_a_value_of_a_later_day_is_no_bound_of_today(empty_ledger):
    first = money(75 * M, instrument="ipo", round="")
    money(86 * M, instrument="ipo", round="", alternative_to=first, on="2025-09-01")
    [row] = apart(on("2025-08-01"))
    assert row.usd_high == 75 * M


def test_a_running_total_is_added_to_no_round_that_stands_apart_either(empty_ledger):
    maker = organization("CN")
    money(30 * M, organization=maker, scope="whole_company")
    money(100 * M, organization=maker, scope="whole_company", round="running_total")
    rows = {row.running_total: row.usd for row in apart(on(LATE))}
    assert rows == {False: 30 * M, True: 100 * M}


def test_of_the_running_totals_of_an_organization_the_newest_is_shown(empty_ledger):
    maker = organization("CN")
    for amount, day in ((100 * M, "2025-01-01"), (130 * M, "2025-06-01")):
        money(amount, organization=maker, round="running_total", on=day)
    money(7 * M, "CN", round="running_total")
    [row] = apart(on(LATE))
    assert (row.usd, row.events) == (137 * M, 3)


# --- Direction -----------------------------------------------------------------------------------
def test_what_is_to_be_paid_is_added_to_nothing_that_comes_in(empty_ledger):
    columns = {"instrument": "contract", "round": ""}
    for amount, direction in (
        (120 * M, "to_be_paid"),
        (500 * M, "allocated"),
        (3 * M, "received"),
        (4 * M, "expected"),
    ):
        money(amount, direction=direction, **columns)
    rows = {row.direction: (row.usd, row.movement) for row in apart(on(LATE))}
    assert rows == {
        "to_be_paid": (120 * M, "to be paid, or paid"),
        "allocated": (500 * M, "allocated"),
        "received": (3 * M, "received"),
        "expected": (4 * M, "expected, not received"),
    }


def test_a_credit_line_that_was_not_drawn_is_never_called_received(empty_ledger):
    money(50 * M, instrument="credit_line", round="", stage="committed")
    money(7 * M, instrument="credit_line", round="", stage="committed", direction="expected")
    money(2 * M, instrument="credit_line", round="", stage="drawn")
    assert {row.movement: row.usd for row in apart(on(LATE))} == {
        "committed, not drawn": 57 * M,
        "received": 2 * M,
    }


# --- Amounts and days ----------------------------------------------------------------------------
def test_the_records_in_the_total_are_those_of_every_country(empty_ledger):
    rounds = [money(M), money(M, "CN"), money(M, "FI")]
    money(None)
    money(M, on="2026-12-01")
    assert in_total(on(LATE)) == {event.slug for event in rounds}


def test_an_undisclosed_round_counts_as_undisclosed_and_not_as_zero(empty_ledger):
    money(None)
    row = raised(on(LATE), "US")
    assert (row.rounds, row.undisclosed) == (0, 1)
    assert row.facts == ()
    assert funding(on(LATE)) == []


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
@pytest.mark.parametrize("country", ["US", "CN"])
def test_the_total_is_the_received_rounds_each_in_dollars_of_its_day(closed, country):
    """Read from the files by plain counting, and converted by the package itself instead of our rates."""
    rounds = [event for event in equity(country) if ends(event["on"])[1] <= CLOSED]
    stated = [event for event in rounds if event.get("amount")]
    total = sum(dollars(event) or 0 for event in stated)

    row = raised(closed, country)

    assert row.usd == pytest.approx(total, rel=0.001)
    assert (row.rounds, row.undisclosed, row.unconverted) == (len(stated), len(rounds) - len(stated), 0)


def test_no_sum_of_the_ledger_lacks_the_rate_of_its_day(ledger):
    refresh_rates()
    question = Question(CLOSED, AsOf(CLOSED))
    for event in question.funding:
        if event.amount and event.stated_usd is None:
            used = present(rate_of(question, event))
            assert used.on.first == published().rate(event.currency, event.rate_day).on, event.slug


def test_what_lonestar_is_to_pay_and_an_allocation_are_no_money_raised(closed):
    read = {event["slug"]: event["direction"] for event in records("funding")}
    assert read["lonestar-sidus-2025"] == "to_be_paid"
    assert read["us-space-force-odc-research-2026"] == "allocated"
    for row in apart(closed):
        for fact in row.facts:
            assert fact.kind == "exchange_rates" or read[fact.slug] == row.direction


def test_what_stands_apart_is_what_the_files_hold_beside_the_total(closed):
    """By country, instrument, scope and movement; of several values of one sum the lowest and the highest."""
    home = {record["slug"]: record["country"] for record in records("organizations")}
    total = {event["slug"] for country in set(home.values()) for event in equity(country)}
    by_slug = {event["slug"]: event for event in records("funding")}
    values: dict[tuple, dict[str, list[float]]] = {}
    for event in records("funding"):
        first = event
        while first.get("alternative_to") in by_slug:
            first = by_slug[first["alternative_to"]]
        if first["slug"] in total or first.get("round") == "running_total" or ends(first["on"])[0] > CLOSED:
            continue
        stage = first.get("stage", "unknown") if first["direction"] == "expected" else ""
        key = (home[first["organization"]], first["instrument"], first["scope"], first["direction"], stage)
        of_sum = values.setdefault(key, {}).setdefault(first["slug"], [])
        of_sum += [amount] if (amount := dollars(event)) else []
    found = {
        (row.country, row.instrument, row.scope, row.direction, row.stage): row
        for row in apart(closed)
        if not row.running_total
    }
    assert found.keys() == values.keys()
    for key, row in found.items():
        sums = [amounts for amounts in values[key].values() if amounts]
        assert row.usd == pytest.approx(sum(map(min, sums)), rel=0.01), key
        assert row.usd_high == pytest.approx(sum(map(max, sums)), rel=0.01), key
        assert (row.events, row.undisclosed) == (len(values[key]), len(values[key]) - len(sums)), key


def test_the_credit_lines_of_chenguang_stand_apart_and_are_not_received(closed):
    rows = [row for row in apart(closed) if FactRef("funding", "chenguang-credit-lines-2026") in row.facts]
    assert [(row.country, row.instrument, row.movement) for row in rows] == [
        ("CN", "credit_line", "committed, not drawn")
    ]


def test_the_two_values_of_the_spacex_listing_stand_in_one_row_that_is_disputed(closed):
    both = {FactRef("funding", f"spacex-ipo-2026-{sum_}") for sum_ in ("75bn", "86bn")}
    [row] = [row for row in apart(closed) if both & {*row.facts}]
    assert both <= {*row.facts}
    assert row.disputed
    assert row.usd_high - row.usd >= 11_000 * M


def test_a_sum_dated_by_a_running_year_stands_apart_from_its_first_day(empty_ledger):
    """The Space Force contract of 2026: known, and not to be lost until the year is over."""
    money(500 * M, "US", instrument="contract", round="", on="2026", known_on="2026-02-01")
    assert apart(on("2025-12-31")) == []
    [row] = apart(on("2026-06-01"))
    assert (row.usd, row.events) == (500 * M, 1)
