"""People at the desk of news, and the rule that two of them see each item."""

import pytest

from tests.desk.desk import analyst
from tests.desk.desk import editor as an_editor


@pytest.fixture
def four_eyes(settings):
    """Two people see each item: nobody publishes what they entered."""
    settings.FOUR_EYES = True


@pytest.fixture
def ana():
    return analyst("ana")


@pytest.fixture
def editor():
    return an_editor("edi")


@pytest.fixture
def other_editor():
    return an_editor("eva")
