"""What was deleted is listed, and comes back with one press."""

from typing import Any

import pytest
from django.utils import timezone

from facts.as_it_stood import as_it_stood
from facts.history import account
from facts.ledger.records import rows_of, write_row
from facts.ledger.registry import KINDS, in_order
from facts.models import Revision, Source
from facts.past import Past
from facts.uses import uses_of
from launches.models import Launch, NetRevision
from news.models import NewsItem
from projects.models import Milestone, Project, Statement, StatusChange
from tests.desk.desk import address, administrator, analyst, desk_of
from tests.desk.test_deleting import delete
from tests.metrics import facts
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def client():
    return desk_of(administrator())


def all_records() -> dict[str, dict[str, object]]:
    """Every record of the ledger, whatever its kind."""
    return {kind.name: {row.slug: write_row(kind, row) for row in rows_of(kind)} for kind in in_order()}


def deletion_of(kind: str, key: int) -> Revision:
    return Revision.objects.filter(kind=kind, row_id=key, after__isnull=True).latest("pk")


def bring_back(client, model, kind: str, key: int):
    return client.post(address(model, "restore", key, deletion_of(kind, key).pk), follow=True)


# --- What was deleted -------------------------------------------------------------------------------
def test_the_list_says_who_deleted_what_when_and_why(client):
    row = present(StatusChange.objects.order_by("slug").first())
    key, slug = row.pk, row.slug
    delete(client, row)
    page = client.get("/admin/deleted/")
    [told] = [one for one in page.context["rows"] if one["change"].slug == slug]
    assert (told["change"].by.username, told["change"].why) == ("ada", "A mistake.")
    text = page.content.decode()
    assert "Bring it back" in text
    assert f"{told['change'].at:%H:%M}" in text
    assert address(StatusChange, "restore", key, told["change"].pk) in text
    assert not client.get("/admin/deleted/?kind=sources").context["rows"]
    assert client.get("/admin/").content.decode().count("/admin/deleted/") == 1


def test_the_list_names_no_noun_that_a_person_may_not_see():
    row = present(StatusChange.objects.order_by("slug").first())
    delete(desk_of(administrator()), row)
    outsider = analyst("out")
    outsider.groups.clear()
    assert desk_of(outsider).get("/admin/deleted/").context["rows"] == []


def test_the_history_of_a_deleted_record_is_there_with_its_way_back(client):
    row = present(StatusChange.objects.order_by("slug").first())
    key, slug = row.pk, row.slug
    delete(client, row)
    page = client.get(address(StatusChange, "history", key))
    assert page.status_code == 200
    assert slug in page.content.decode()
    assert (
        address(StatusChange, "restore", key, deletion_of("status_changes", key).pk) in page.content.decode()
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_of_every_kind_comes_back_as_it_was(client, kind):
    row: Any
    model = KINDS[kind].model
    if model is NewsItem:
        row = facts.news(state="draft", slug="own")
    elif model is Source:
        row = Source.objects.create(slug="own", url="https://own.example.org/", title="T", publisher="P")
    else:
        row = min(model.objects.order_by("slug")[:40], key=lambda one: len(uses_of(one)))
    key, before = row.pk, all_records()
    with account():
        row.delete()
    answer = bring_back(client, model, kind, key)
    assert "is back" in answer.content.decode()
    assert model.objects.get(pk=key).slug in before[kind]
    assert all_records() == before


def test_everything_that_a_deletion_took_comes_back_with_one_press(client):
    """A project with its statements, targets, events and steps, and the links of what named it beside others."""
    plan = facts.project(slug="own-plan")
    maker = facts.organization(slug="own-maker")
    plan.roles.create(organization=maker, role="lead")
    own = [facts.size(plan, 5), facts.status(plan, "announced", "2025-01-01"), facts.target(plan, "2027")]
    paid = facts.money(5)
    paid.project = plan
    paid.save()
    item = facts.news(state="draft")
    item.projects.set([plan])
    moment, before = timezone.now(), all_records()
    with account(None, "A mistake."):
        plan.delete()
    gone = Revision.objects.filter(why="A mistake.", after__isnull=True)
    assert {one.kind for one in gone} == {"projects", "statements", "status_changes", "targets"}
    paid.refresh_from_db()
    assert not paid.project
    assert not item.projects.exists()
    between = timezone.now()
    answer = bring_back(client, Project, "projects", gone.get(kind="projects").row_id)
    assert f"with {len(own)} more records and 2 links of others" in answer.content.decode()
    assert all_records() == before
    for then, there in ((moment, True), (between, False)):
        with as_it_stood(Past(then)):
            assert Project.objects.filter(slug="own-plan").exists() is there
            assert Statement.objects.filter(project__slug="own-plan").exists() is there


def test_what_a_feed_stated_of_a_launch_comes_back_with_it(client):
    row = facts.launch(slug="own-launch")
    facts.net(row, "2025-01-01", "2024-06-01")
    facts.net(row, "2025-02-01", "2024-07-01")
    key, said = (
        row.pk,
        list(NetRevision.objects.filter(launch=row).values("stated_at", "net_first", "status")),
    )
    moment = timezone.now()
    delete(client, row)
    bring_back(client, Launch, "launches", key)
    assert list(NetRevision.objects.filter(launch=key).values("stated_at", "net_first", "status")) == said
    with as_it_stood(Past(moment)):
        assert NetRevision.objects.filter(launch=key).count() == 2


def test_a_link_that_names_another_since_stays_and_is_told(client):
    plan, other = facts.project(slug="own-plan"), facts.project(slug="other-plan")
    paid = facts.money(5)
    paid.project = plan
    paid.save()
    key = plan.pk
    with account():
        plan.delete()
    paid.refresh_from_db()
    paid.project = other
    paid.save()
    answer = bring_back(client, Project, "projects", key)
    assert "names another since: that stays" in answer.content.decode()
    paid.refresh_from_db()
    assert paid.project == other


def test_what_is_there_again_and_what_was_merged_say_so(client):
    row = facts.project(slug="own-plan")
    key = row.pk
    with account():
        row.delete()
    assert "is back" in bring_back(client, Project, "projects", key).content.decode()
    assert "is there again already" in bring_back(client, Project, "projects", key).content.decode()
    text = client.get("/admin/deleted/?kind=projects").content.decode()
    assert "It is there again." in text
    assert "Bring it back" not in text


def test_what_does_not_hold_any_more_comes_back_and_is_told(client):
    """The page that showed its day is another one since."""
    row = present(Milestone.objects.filter(confidence="confirmed").order_by("slug").first())
    key, pages = row.pk, list(row.sources.values_list("pk", flat=True))
    delete(client, row)
    Source.objects.filter(pk__in=pages).update(seen="cited")
    answer = bring_back(client, Milestone, "milestones", key)
    assert "is to be mended · confidence: confirmed needs a source" in answer.content.decode()
    assert Milestone.objects.filter(pk=key).exists()


def test_what_the_database_refuses_is_not_brought_back(client):
    """Somebody entered a source with the same address meanwhile."""
    row = Source.objects.create(slug="own", url="https://own.example.org/", title="T", publisher="P")
    key = row.pk
    delete(client, row)
    Source.objects.create(slug="new", url="https://own.example.org/", title="T", publisher="P")
    answer = bring_back(client, Source, "sources", key)
    assert "The database refuses it" in answer.content.decode()
    assert not Source.objects.filter(pk=key).exists()


def test_bringing_back_is_sent_by_those_who_may_change_the_noun(client):
    row = facts.project(slug="own-plan")
    key = row.pk
    delete(client, row)
    url = address(Project, "restore", key, deletion_of("projects", key).pk)
    assert client.get(url).status_code == 405
    outsider = analyst("out")
    outsider.groups.clear()
    assert desk_of(outsider).post(url).status_code == 403
    assert desk_of(analyst()).post(url).status_code == 302
    assert Project.objects.filter(pk=key).exists()
