"""A ledger of one spacecraft."""

import pytest

from tests.feeds.rows import spacecraft


@pytest.fixture
def tracked(empty_ledger):
    return spacecraft(norad_cat_id=66303, identity="catalogued")
