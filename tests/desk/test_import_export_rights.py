"""Who may import and export."""

import pytest

from projects.models import Milestone
from tests.desk.desk import address, desk_of

pytestmark = pytest.mark.usefixtures("ledger")


def test_who_may_not_write_imports_nothing_and_who_may_not_see_exports_nothing():
    from django.contrib.auth import get_user_model

    out = desk_of(get_user_model().objects.create_user("out", password="x", is_staff=True))
    for action in ("import", "export"):
        assert out.get(address(Milestone, action)).status_code == 403
    assert out.post(address(Milestone, "process_import"), {"upload": 1}).status_code == 403


def test_the_lists_offer_both(client):
    text = client.get(address(Milestone, "changelist")).content.decode()
    assert address(Milestone, "import") in text
    assert address(Milestone, "export") in text
    assert client.get(address(Milestone, "import")).status_code == 200
    assert client.get(address(Milestone, "export")).status_code == 200
