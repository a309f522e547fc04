"""The slip ledger: how fast dates recede, how late they came, how many were kept."""

from datetime import date, timedelta
from random import Random

import pytest

from metrics.kept import kept, wilson
from metrics.slippage import slippage
from tests.metrics.facts import as_of, on, project, target
from tests.metrics.reading import CLOSED, judged, records, word
from tests.present import present

LATE = "2026-11-22"


def test_a_date_that_moves_as_fast_as_time_passes_recedes_at_one_day_a_day(empty_ledger):
    plan = project()
    target(plan, "2025-01-01", "2024-01-01")
    target(plan, "2026-01-01", "2025-01-01")  # moved by 365 days while 366 passed: 0.997
    target(plan, "2026-01-01", "2025-07-01")  # said again, not moved: 0
    target(plan, "2025-12-02", "2025-07-31")  # brought forward by 30 days while 30 passed: -1
    assert [row.slip_rate for row in slippage(on(LATE))] == [None, 1.0, 0.0, -1.0]


def test_disputed_statements_give_no_rate_and_have_none(empty_ledger):
    plan = project()
    target(plan, "2025", "2024-01-01")
    target(plan, "2035", "2024-06-01", confidence="disputed")
    target(plan, "2025", "2025-01-01")
    assert [row.slip_rate for row in slippage(on(LATE))] == [None, None, 0.0]


def test_statements_closer_than_thirty_days_give_no_rate_of_their_own(empty_ledger):
    plan = project()
    target(plan, "2026-01-01", "2025-01-01")
    target(plan, "2026-01-31", "2025-01-30")  # 29 days later: no rate
    target(plan, "2026-04-11", "2025-02-20")  # 50 days after the first, moved by 100: 2 (not 70 days in 21)
    assert [row.slip_rate for row in slippage(on(LATE))] == [None, None, 2.0]


def test_a_date_said_more_or_less_exactly_has_not_moved(empty_ledger):
    plan = project()
    target(plan, "2027-04", "2026-01-01")
    target(plan, "2027", "2026-04-11")  # vaguer: April lies in the year
    target(plan, "2027-Q4", "2026-07-20")  # more exact
    target(plan, "2028-04-09", "2026-10-28")  # 100 days later, from 31 Dec 2027: 100 days
    assert [row.slip_rate for row in slippage(on(LATE))] == [None, 0.0, 0.0, 1.0]


def test_the_rate_of_a_country_is_a_median_with_its_quartiles(empty_ledger):
    for n, due in enumerate(["2026-01-01", "2026-01-01", "2026-02-20", "2026-04-11"]):  # 0, 0, 50, 100 days
        plan = project("US")
        target(plan, "2026-01-01", "2024-01-01", promise=f"p{n}")
        target(plan, due, "2024-04-10", promise=f"p{n}")  # 100 days later
    few, _chinese = kept(on(LATE))
    assert (few.median_rate, few.rate_low, few.rate_high, few.rate_n) == (None, None, None, 4)
    plan = project("US")
    target(plan, "2026-01-01", "2024-01-01")
    target(plan, "2026-07-20", "2024-04-10")  # 200 days in 100
    row, _chinese = kept(on(LATE))  # 0, 0, 0.5, 1 and 2: the second, third and fourth are the quartiles
    assert (row.rate_low, row.median_rate, row.rate_high, row.rate_n) == (0, 0.5, 1, 5)


@pytest.mark.parametrize(
    ("came_true", "late"),
    [("2025-06-30", 0), ("2025-07-10", 10), ("2025-08", 32), ("2025", None), (None, None)],
)  # 30 June to 10 July is 10 days; to 1 August, the first day "August" can mean, 32
def test_how_late_a_date_was_is_the_least_that_its_dates_allow(empty_ledger, came_true, late):
    target(project(), "2025-Q2", outcome_on=came_true)
    [row] = slippage(on(LATE))
    assert row.days_late == late


@pytest.mark.parametrize(("stated", "silent"), [("2025-12-01", 0), ("2025-11-01", 12), ("2024-11-01", 24)])
def test_an_open_date_that_nobody_repeats_is_silent_after_a_year_and_after_two(empty_ledger, stated, silent):
    target(project(), "2030", stated)
    [row] = slippage(on(LATE))
    assert row.silent_months == silent


def test_only_the_newest_statement_of_a_promise_can_be_silent(empty_ledger):
    plan = project()
    target(plan, "2030", "2023-01-01")
    target(plan, "2031", "2024-01-01")
    assert [row.silent_months for row in slippage(on(LATE))] == [0, 24]


def test_of_two_statements_of_one_day_the_one_entered_last_is_the_newest(empty_ledger):
    plan = project()
    target(plan, "2031", "2024-01-01")
    target(plan, "2030", "2024-01-01")
    rows = slippage(on(LATE))
    assert [(row.due, row.silent_months) for row in rows] == [("2031", 0), ("2030", 24)]


def test_a_statement_made_or_known_later_is_not_told_before(empty_ledger):
    target(project(), "2030", "2025-01-01", known_on="2025-03-01")
    assert slippage(as_of("2025-02-28")) == []
    assert len(slippage(as_of("2025-03-01"))) == 1


def test_the_share_kept_comes_with_its_number_and_its_uncertainty(empty_ledger):
    plan = project("US")
    for n, came_true in enumerate(["2025-06-01", "2025-06-01", "2025-07-05", "2025-07-15"]):
        target(plan, "2025-Q2", promise=f"p{n}", outcome_on=came_true)
    target(plan, "2025-Q2", promise="silent")
    american, chinese = kept(on(LATE))
    assert (american.due, american.met, american.share) == (5, 2, 0.4)  # of all that came due
    assert (american.decided, american.missed, american.unknown) == (4, 2, 1)
    assert (american.median_late, american.late_n) == (None, 4)  # fewer than five give no median
    target(plan, "2025-Q2", promise="p4", outcome_on="2025-07-20")
    again, _chinese = kept(on(LATE))
    assert (again.median_late, again.late_n) == (5, 5)  # median of 0, 0, 5, 15 and 20
    assert (chinese.due, chinese.share, chinese.low, chinese.median_late) == (0, None, None, None)


@pytest.mark.parametrize(
    ("columns", "more"),
    [
        ({"scope": "edge"}, {}),
        ({"scope": "adjacent"}, {}),
        ({}, {"bound": "not_earlier"}),
        ({}, {"compute": "no"}),
    ],
)
def test_what_does_not_count_counts_in_no_figure_of_a_country_s_record(empty_ledger, columns, more):
    plan = project("CN", **columns)
    target(plan, "2025-01-01", "2023-01-01", outcome_on="2025-06-01", **more)
    target(plan, "2026-01-01", "2024-01-01", outcome_on="2025-06-01", **more)
    target(plan, "2030", "2023-01-01", promise="silent", **more)
    rows = slippage(on(LATE))
    assert [row.judged for row in rows] == [False] * 3
    assert any(row.silent_months for row in rows)
    assert any(row.slip_rate is not None for row in rows)
    _american, chinese = kept(on(LATE))
    assert (chinese.met, chinese.due, chinese.late_n, chinese.rate_n, chinese.silent) == (0,) * 5


def test_a_restatement_gives_a_rate_and_breaks_the_silence_of_a_promise_that_counts_once(empty_ledger):
    plan = project("CN")
    target(plan, "2030", "2023-01-01")
    target(plan, "2030", "2026-06-01")
    first, again = slippage(on(LATE))
    assert (first.judged, again.judged, again.apart) == (True, False, "repeated")
    _american, chinese = kept(on(LATE))
    assert (chinese.rate_n, chinese.silent) == (1, 0)


def test_what_stands_apart_is_counted_by_its_reason_beside_the_share(empty_ledger):
    plan = project("CN")
    target(plan, "2025-06-30", "2025-06-20", outcome_on="2025-06-25")
    _american, chinese = kept(on(LATE))
    assert (chinese.due, chinese.apart) == (0, (("short_notice", 1),))
    [row] = slippage(on(LATE))
    assert (row.judged, row.came_due, row.apart_label) == (False, False, "public less than 30 days ahead")


def test_rates_of_a_promise_are_those_found_by_looking_at_every_statement_before(empty_ledger):
    plan, dice = project(), Random(7)
    for n in range(40):
        stated = date(2020, 1, 1) + timedelta(days=dice.randrange(300))
        disputed = {"confidence": "disputed"} if n % 9 == 0 else {}
        target(plan, str(stated + timedelta(days=dice.randrange(100, 900))), str(stated), **disputed)
    rows = slippage(on(LATE))
    for row in rows:
        before = [
            other
            for other in rows
            if "disputed" not in (row.confidence, other.confidence)
            and (row.stated_first - other.stated_last).days >= 30
        ]
        if not before:
            assert row.slip_rate is None
            continue
        newest = max(other.stated_first for other in before)
        rates = [
            round((row.due_first - other.due_first).days / (row.stated_first - newest).days, 2)
            for other in before
            if other.stated_first == newest
        ]
        assert row.slip_rate in rates


def test_wilson_s_interval_is_that_of_the_tables():
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20
    for met, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        assert wilson(met, n) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) == (None, None)


def test_no_residue_of_the_arithmetic_stands_behind_a_share():
    for n in range(1, 40):
        assert wilson(0, n)[0] == 0
        assert wilson(n, n)[1] == 1
        for end in (end for met in range(n + 1) for end in wilson(met, n)):
            assert end == round(present(end), 6)


def test_the_real_ledger_tells_every_statement_once(closed):
    rows = slippage(closed)
    assert sorted(row.facts[0].slug for row in rows) == sorted(t["slug"] for t in records("targets"))
    for row in kept(closed):
        read = [word(t, CLOSED) for t in judged(row.country, CLOSED)]
        assert (row.met, row.missed, row.unknown) == tuple(map(read.count, ("met", "missed", "unknown")))
