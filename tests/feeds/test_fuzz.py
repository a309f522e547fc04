"""Damaged answers and noise: a reader reads, sets aside or refuses, and nothing else."""

import pytest

from feeds.registry import FEEDS
from tests.examples import examples
from tests.feeds.element_files import FORMS
from tests.feeds.fuzz import fuzz, neighbours
from tests.feeds.fuzzed_readers import PARSERS

pytestmark = pytest.mark.hypothesis


@pytest.mark.parametrize("name", PARSERS)
def test_nothing_comes_out_of_a_reader_that_is_not_its_own(name):
    fuzz(name, examples(60, 10_000))


@pytest.mark.parametrize("form", FORMS)
def test_a_damaged_record_takes_no_other_with_it(form):
    neighbours(form, examples(60, 10_000))


def test_every_feed_is_fuzzed():
    assert set(FEEDS) <= set(PARSERS)
