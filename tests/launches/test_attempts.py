"""The one rule by which launches are counted."""

import pytest

from launches.attempts import Tally, is_orbital_attempt, outcome_of, tally
from tests.launches.test_counting import logged


@pytest.mark.parametrize(
    ("code", "counts"),
    [("OS", True), ("DS", True), ("OF40", True), ("OU", True), ("SS", False), ("XF", False), ("OE", False)],
)
def test_orbit_and_beyond_count_and_an_explosion_before_the_launch_does_not(code, counts):
    assert is_orbital_attempt(code) is counts


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("OS", "success"),
        ("OF", "failure"),
        ("OF40", "partial_failure"),
        ("DF0", "partial_failure"),
        ("OU", ""),
    ],
)
def test_a_code_tells_the_outcome_in_our_words(code, outcome):
    assert outcome_of(code) == outcome


def test_marginal_attempts_are_attempts_and_partial_failures_are_failures():
    found = tally(
        [
            logged("2024-01-01"),
            logged("2024-02-01", status="failure"),
            logged("2024-03-01", status="partial_failure"),
            logged("2024-04-01", marginal=True),
        ]
    )
    assert found == Tally(attempts=4, marginal=1, failures=2, partial=1)
