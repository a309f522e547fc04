"""What is sent twice is stored once."""

import pytest

from facts.ledger.registry import in_order
from projects.models import Milestone
from tests.desk.desk import address, values_of
from tests.desk.new_rows import full
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
KINDS = in_order()


def test_a_form_that_is_sent_twice_is_stored_once(client):
    url, values = address(Milestone, "add"), full(Milestone)
    assert client.post(url, values).status_code == 302
    page = client.post(url, values)
    row = Milestone.objects.get(title="Own words")
    assert "was entered already" in page.content.decode()
    assert address(Milestone, "change", row.pk) in page.content.decode()
    assert client.post(url, values | {"summary": "Other."}).status_code == 302


# A page tells one item (tests/news/test_admin.py), and a launch shows its NET in a field of its own.
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.name not in {"news", "launches"}], ids=lambda kind: kind.name
)
def test_every_record_entered_as_it_stands_is_known_already(client, kind):
    """In two tabs or by two people: the same words with the same sources are one record."""
    row = kind.model._default_manager.order_by("pk").first()
    values = values_of(client.get(address(kind.model, "change", row.pk)))
    values = {k: v for k, v in values.items() if v != "" and k not in {"opened", "why", "slug"}}
    values = {k: ("0" if k.endswith(("TOTAL_FORMS", "INITIAL_FORMS")) else v) for k, v in values.items()}
    count = kind.model._default_manager.count()
    page = client.post(address(kind.model, "add"), values)
    assert page.status_code == 200, "it was stored a second time"
    assert kind.model._default_manager.count() == count


def test_the_second_of_two_tabs_overwrites_nothing(client):
    row = present(Milestone.objects.order_by("pk").first())
    url = address(Milestone, "change", row.pk)
    first, second = values_of(client.get(url)), values_of(client.get(url))
    assert client.post(url, first | {"title": "First tab"}).status_code == 302
    page = client.post(url, second | {"title": "Second tab"})
    assert "nothing of yours was stored" in page.content.decode()
    assert Milestone.objects.get(pk=row.pk).title == "First tab"
    assert "Second tab" in page.content.decode()
