"""Spacecraft whose element sets are stored."""

import pytest

from tests.launches.element_histories import NUMBERS
from tests.metrics.facts import project, spacecraft


@pytest.fixture
def tracked(empty_ledger):
    plan = project()
    for number in NUMBERS:
        spacecraft(plan, norad_cat_id=number)
