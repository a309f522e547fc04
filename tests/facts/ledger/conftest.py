"""A small ledger that is loaded."""

from pathlib import Path

import pytest

from facts.ledger.load import load
from tests.facts.ledger.small_ledger import write


@pytest.fixture
def folder(empty_ledger, tmp_path) -> Path:
    """A small ledger, loaded."""
    folder = write(tmp_path / "ledger")
    load(folder)
    return folder
