"""The desk gives no record the slug that another one had before."""

import pytest

from facts.models import FormerSlug
from projects.models import Organization
from tests.desk.forms import add, errors
from tests.desk.new_rows import full
from tests.desk.tables import as_csv, confirm, fates, faults, send

pytestmark = pytest.mark.usefixtures("ledger")
SAYS = "“own-maker” is a former slug of “renamed-maker”: use that record, or choose another slug."


@pytest.fixture
def maker(client):
    add(client, Organization, **full(Organization) | {"slug": "own-maker"})
    Organization.objects.filter(slug="own-maker").update(slug="renamed-maker")
    return Organization.objects.get(slug="renamed-maker")


def test_a_form_refuses_a_former_slug_and_names_the_present_one(client, maker):
    page = add(client, Organization, **full(Organization) | {"slug": "own-maker", "name": "Another"})
    assert errors(page) == {"slug": [SAYS]}
    assert not Organization.objects.filter(name="Another").exists()


def test_a_slug_made_from_the_words_is_no_former_one(client, maker):
    add(client, Organization, **full(Organization) | {"name": "Own maker"})
    assert Organization.objects.get(name="Own maker").slug == "own-maker-2"


def test_a_table_refuses_a_former_slug_in_rows_and_where_one_is_pointed_at(client, maker):
    head = ["slug", "name", "country", "kind", "summary", "current_on", "confidence", "sources"]
    page = maker.sources.get().slug
    row = ["own-maker", "Own", "US", "company", "Ours.", "2026-03-30", "reported", page]
    assert faults(send(client, Organization, as_csv([head, row]))) == [(2, "slug", SAYS)]
    child = ["child", *row[1:], "own-maker"]
    assert faults(send(client, Organization, as_csv([[*head, "parent"], child]))) == [
        (2, "parent", "refers to 'own-maker', which is 'renamed-maker' now: write that")
    ]


def test_a_table_takes_the_present_slug(client, maker):
    page = send(client, Organization, as_csv([["slug", "name"], ["renamed-maker", "Anew"]]))
    assert fates(page) == {"renamed-maker": "changed"}
    confirm(client, Organization, page)
    maker.refresh_from_db()
    assert (maker.name, maker.slug) == ("Anew", "renamed-maker")
    assert [former.slug for former in FormerSlug.objects.all()] == ["own-maker"]
