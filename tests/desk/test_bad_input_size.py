"""Too much sent at once: refused with a sentence."""

import pytest

from facts.models import Source
from news.models import NewsItem
from projects.models import Milestone, Organization
from tests.desk.desk import address
from tests.desk.new_rows import full

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.mark.parametrize("model", [NewsItem, Milestone, Source, Organization])
def test_a_body_of_five_megabytes_is_refused_with_a_sentence(client, model):
    page = client.post(address(model, "add"), {"summary": "x" * 5 * 2**20})
    assert page.status_code == 400
    assert "too large" in page.content.decode()


def test_a_forms_full_fields_are_sound(client):
    """What the tests above spoil would be stored as it stands."""
    for model in (Milestone, Source, Organization, NewsItem):
        assert client.post(address(model, "add"), full(model)).status_code == 302, model


@pytest.mark.parametrize("path", ["/admin/news/newsitem/read/", "/api/v1/news/", "/news/", "/admin/login/"])
def test_a_large_body_breaks_no_other_address(client, path):
    answer = client.post(path, {"link": "x" * 5 * 2**20})
    assert answer.status_code in {400, 403, 405}


def test_a_text_that_is_too_long_is_refused_at_its_field(client):
    errors = client.post(address(Milestone, "add"), full(Milestone) | {"summary": "x" * 20_000})
    assert "shorten" in str(errors.context["adminform"].form.errors["summary"])
