"""For tests of metrics: the real ledger and the day its research ended."""

import pytest

from common.dates import AsOf
from metrics.question import Question
from tests.fixtures.figures import loaded_ledger
from tests.metrics.reading import CLOSED


@pytest.fixture
def closed(ledger: None) -> Question:
    """The real ledger as of the day on which its research ended."""
    return Question(CLOSED, AsOf(CLOSED), ledger=loaded_ledger())
