"""In this folder `client` is the desk of a signed-in analyst."""

import pytest

from tests.desk.desk import analyst, desk_of


@pytest.fixture
def client():
    return desk_of(analyst())
