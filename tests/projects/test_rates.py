"""Published rates, read from the package's file: no network, no database."""

from datetime import date
from decimal import Decimal

import pytest

from projects.rates import History, NoRate, published
from tests.metrics.reading import converter

FILE = """Date,USD,JPY,CNY,HKD,
2025-06-06,1.1400,164.00,N/A,8.9000,
2025-06-05,1.1000,160.00,8.0000,8.6000,
2025-06-04,1.0000,150.00,7.0000,8.0000,
"""
HISTORY = History(FILE)


def test_a_rate_goes_by_way_of_the_euro_and_says_so():
    found = HISTORY.rate("CNY", date(2025, 6, 5))
    assert found.usd_per_unit == Decimal("0.1375")  # 1.1 / 8.0
    assert "1.1000 USD and 8.0000 CNY were published for one euro" in found.note
    assert HISTORY.rate("JPY", date(2025, 6, 4)).usd_per_unit == Decimal("0.00666667")  # 1 / 150
    assert HISTORY.rate("EUR", date(2025, 6, 4)).usd_per_unit == 1


@pytest.mark.parametrize(
    ("currency", "day", "expected"),
    [
        ("CNY", "2025-06-06", "2025-06-05"),  # none of that currency on that day
        ("JPY", "2025-06-08", "2025-06-06"),  # a Sunday
        ("JPY", "2026-01-01", "2025-06-06"),  # after the last published day
    ],
)
def test_without_a_rate_of_the_day_the_last_before_it_is_taken(currency, day, expected):
    assert HISTORY.rate(currency, date.fromisoformat(day)).on == date.fromisoformat(expected)


def test_what_has_no_rate_is_said_in_a_sentence():
    with pytest.raises(NoRate, match="XAU has no reference rate: known are CNY, EUR, HKD, JPY, USD"):
        HISTORY.rate("XAU", date(2025, 6, 5))
    with pytest.raises(NoRate, match="CNY has no reference rate on 2025-06-03 or before"):
        HISTORY.rate("CNY", date(2025, 6, 3))


@pytest.mark.parametrize("currency", ["CNY", "EUR", "JPY", "HKD"])
def test_the_package_converts_alike(currency):
    theirs = converter()
    for day in (date(2022, 4, 26), date(2026, 1, 30)):
        ours = published().rate(currency, day)
        assert ours.on == day
        assert float(ours.usd_per_unit) == pytest.approx(theirs.convert(1, currency, "USD", day), rel=1e-6)
