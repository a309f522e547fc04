"""How figures are written."""

import pytest

from metrics.wording import number, stated_part, sum_of


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0"), (1234567, "1,234,567"), (2.50, "2.5"), (1000.0, "1,000"), (-3, "-3")]
)
def test_a_number_has_its_thousands_grouped_and_no_empty_digits(value, said):
    assert number(value) == said


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (950_000, "USD", "$950,000"),
        (753_000_000, "USD", "$753 m"),
        (57_700_000_000, "CNY", "¥57.7 bn"),
        (1_000_000_000_000, "EUR", "€1 tn"),
        (5, "INR", "INR 5"),
    ],
)
def test_a_sum_keeps_three_figures_above_a_million_and_its_currency(amount, currency, said):
    assert sum_of(amount, currency) == said


def test_a_maximum_says_that_it_is_one_and_chips_are_multiplied():
    assert stated_part("up_to_TOPS", 744) == "up to 744 TOPS each"
    assert stated_part("H100", 1) == "1 × H100"
    assert stated_part("TOPS", 5000) == "5,000 TOPS"
