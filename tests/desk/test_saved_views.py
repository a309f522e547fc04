"""Lists that a person keeps with their filters."""

import pytest
from django.contrib.auth import get_user_model

from desk.models import SavedView
from projects.models import Project, Target
from tests.desk.desk import address, administrator, analyst, desk_of

pytestmark = pytest.mark.usefixtures("ledger")
VIEWS = "/admin/views/"


@pytest.fixture
def client():
    return desk_of(analyst())


def save(client, name="US plans", noun="projects.project", query="of=US&q=star"):
    return client.post(VIEWS, {"name": name, "noun": noun, "query": query})


def lines(client) -> list:
    (found,) = [one for one in client.get("/admin/").context["cards"] if one.name == "views"]
    return [(line.label, line.url) for line in found.lines]


def test_a_view_is_saved_on_its_list_and_found_there_and_on_the_first_page(client):
    seen = address(Project, "changelist") + "?of=US&q=star"
    page = client.get(seen + "&p=1")
    assert page.context["query"] == "of=US&q=star", "the page within the list is not kept"
    assert save(client)["Location"] == seen
    assert lines(client) == [("US plans", seen)]
    here = client.get(seen).content.decode()
    assert 'aria-current="page">US plans</a>' in here
    assert "US plans" not in client.get(address(Target, "changelist")).content.decode()


def test_nobody_else_sees_a_view_or_deletes_it(client):
    save(client)
    other = desk_of(administrator())
    assert lines(other) == []
    for path in (VIEWS, address(Project, "changelist")):
        assert "US plans" not in other.get(path).content.decode()
    assert other.post(VIEWS, {"delete": SavedView.objects.get().pk}).status_code == 404
    assert SavedView.objects.exists()


def test_the_same_name_again_is_the_same_view_seen_otherwise(client):
    save(client)
    save(client, query="of=CN")
    assert lines(client) == [("US plans", address(Project, "changelist") + "?of=CN")]


def test_a_view_is_deleted_by_who_keeps_it(client):
    save(client)
    client.post(VIEWS, {"delete": SavedView.objects.get().pk})
    assert lines(client) == []


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"name": " "}, "name", "Give the view a name"),
        ({"name": "x" * 61}, "name", "60"),
        ({"query": "q=" + "x" * 2001}, "query", "too long to be kept"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(client, sent, field, sentence):
    page = save(client, **sent)
    assert sentence in str(page.context["form"].errors[field])
    assert not SavedView.objects.exists()


def test_who_keeps_fifty_views_is_asked_to_delete_one(client, django_user_model):
    owner, kind = django_user_model.objects.get(username="ana"), "projects.project"
    save(client, noun=kind)
    one = SavedView.objects.get()
    SavedView.objects.bulk_create(
        SavedView(owner=owner, name=f"View {n}", content_type=one.content_type) for n in range(49)
    )
    assert "delete one first" in str(save(client, name="One more").context["form"].errors["name"])
    assert save(client, query="of=CN").status_code == 302, "one of them is seen otherwise"


def test_a_list_that_a_person_may_not_see_is_neither_saved_nor_shown(client):
    save(client)
    assert save(client, noun="auth.user").status_code == 403
    assert save(client, noun="no.noun").status_code == 404
    ana = get_user_model().objects.get(username="ana")
    ana.groups.clear()
    assert lines(desk_of(ana)) == []
