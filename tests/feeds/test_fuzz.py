"""Damaged answers and noise: a parser reads, sets aside or refuses, and nothing else."""

import pytest

from feeds.registry import FEEDS
from tests.feeds.fuzz import PARSERS, fuzz


@pytest.mark.parametrize("name", PARSERS)
def test_nothing_comes_out_of_a_parser_that_is_not_its_own(name):
    fuzz(name, 60)


def test_every_feed_is_fuzzed():
    assert set(FEEDS) <= set(PARSERS)
