"""The desk's account: why a change was made, what it changed, the way back, and two people at once."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from facts.history import account
from facts.ledger.registry import KINDS
from facts.models import Revision
from facts.restoring import Unrestorable, restore
from news.models import NewsItem
from news.retracting import resting_on
from projects.models import Filing, FundingEvent, Milestone, Project
from tests.desk.desk import address, analyst, desk_of, values_of
from tests.present import present

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone(ledger: None) -> Milestone:
    return Milestone.objects.filter(projects_also=None).order_by("slug")[0]


@pytest.fixture
def client() -> Client:
    """Nobody is signed in."""
    return Client()


def change(client, row, **values):
    """The form of a row, sent with other values."""
    url = address(type(row), "change", row.pk)
    return client.post(url, values_of(client.get(url)) | values)


def test_why_a_change_was_made_stands_in_the_account(milestone):
    client = desk_of(analyst())
    assert change(client, milestone, title="Told anew", why="The page says so.").status_code == 302
    assert Revision.objects.get(slug=milestone.slug).why == "The page says so."


def test_the_history_shows_each_field_before_and_after(milestone):
    client = desk_of(analyst())
    change(client, milestone, title="<b>Told anew</b>", why="<i>why</i>")
    page = client.get(address(Milestone, "history", milestone.pk)).content.decode()
    assert milestone.title in page.replace("&#x27;", "'")
    assert "&lt;b&gt;Told anew&lt;/b&gt;" in page
    assert "Why: &lt;i&gt;why&lt;/i&gt;" in page
    assert "ana" in page


def test_one_press_brings_back_what_stood_before(milestone):
    client = desk_of(analyst())
    before = (milestone.title, set(milestone.sources.values_list("slug", flat=True)))
    change(client, milestone, title="A mistake")
    mistake = Revision.objects.get(slug=milestone.slug)
    answer = client.post(address(Milestone, "revert", milestone.pk, mistake.pk), follow=True)
    assert "says again what it said before" in answer.content.decode()
    milestone.refresh_from_db()
    assert (milestone.title, set(milestone.sources.values_list("slug", flat=True))) == before
    back = present(Revision.objects.of_record("milestones", milestone.pk).first())
    assert back.why.startswith("Brought back what stood before")
    assert present(back.by).username == "ana"


def test_a_deleted_record_comes_back_whole(milestone):
    sources = set(milestone.sources.values_list("slug", flat=True))
    pk, slug = milestone.pk, milestone.slug
    milestone.delete()
    restore(Revision.objects.get(kind="milestones", slug=slug))
    again = Milestone.objects.get(pk=pk)
    assert (again.slug, set(again.sources.values_list("slug", flat=True))) == (slug, sources)


def test_roles_and_links_come_back_with_a_project(ledger):
    plan = present(Project.objects.filter(roles__isnull=False).order_by("slug").first())
    roles = list(plan.roles.values_list("organization__slug", "role"))
    with account():
        plan.roles.all().delete()
        plan.name = "Another"
        plan.save()
    restore(present(Revision.objects.of_record("projects", plan.pk).first()))
    plan.refresh_from_db()
    assert plan.name != "Another"
    assert list(plan.roles.values_list("organization__slug", "role")) == roles


def test_what_points_at_something_gone_says_so(ledger):
    event = present(FundingEvent.objects.filter(project=None).order_by("slug").first())
    event.summary = "Else."
    event.save()
    change_made = present(Revision.objects.of_record("funding", event.pk).first())
    change_made.before["organization"] = "gone-for-good"
    with pytest.raises(Unrestorable, match="gone-for-good"):
        restore(change_made)
    event.refresh_from_db()
    assert event.summary == "Else."


def test_nobody_reverts_by_a_link_or_without_the_right(milestone, client):
    milestone.title = "Else"
    milestone.save()
    made = Revision.objects.get(slug=milestone.slug)
    url = address(Milestone, "revert", milestone.pk, made.pk)
    assert desk_of(analyst()).get(url).status_code == 405
    assert client.post(url).status_code == 302  # to the sign-in
    outsider = analyst("olga")
    outsider.groups.clear()
    assert desk_of(outsider).post(url).status_code == 403
    milestone.refresh_from_db()
    assert milestone.title == "Else"


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(milestone):
    one, other = desk_of(analyst("ana")), desk_of(analyst("bo"))
    url = address(Milestone, "change", milestone.pk)
    opened = values_of(other.get(url))
    assert change(one, milestone, title="First").status_code == 302
    answer = other.post(url, opened | {"title": "Second"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Somebody (ana) saved this entry while you had it open" in text
    assert "Second" in text, "what was typed is still there"
    milestone.refresh_from_db()
    assert milestone.title == "First"


def test_a_published_item_is_retracted_with_a_reason_only(ledger):
    client = desk_of(analyst())
    item = present(NewsItem.objects.filter(state="published").order_by("slug").first())
    answer = change(client, item, state="retracted")
    assert answer.status_code == 200
    assert "Say why" in answer.content.decode()
    said = {one.key: "keep" for one in resting_on(item)}
    assert change(client, item, state="retracted", why="The page was withdrawn.", **said).status_code == 302
    item.refresh_from_db()
    assert item.state == "retracted"
    page = client.get(f"/facts/news/{item.slug}/").content.decode()
    assert "Why: The page was withdrawn." in page


# --- Every kind -------------------------------------------------------------------------------------
def a_curated_row(kind: str):
    """A row that may be changed at the desk: no launch whose words are the feed's."""
    rows = KINDS[kind].model._default_manager.order_by("pk")
    return rows.filter(ll2_id=None).first() if kind == "launches" else rows.first()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_accounted_brought_back_and_never_overwritten(ledger, kind):
    row, name = a_curated_row(kind), "title" if kind == "sources" else "note"
    before = getattr(row, name)
    one, other = desk_of(analyst("ana")), desk_of(analyst("bo"))
    url = address(type(row), "change", row.pk)
    opened = values_of(other.get(url))
    assert change(one, row, **{name: "Told anew.", "why": "It was vague."}).status_code == 302
    made = present(Revision.objects.of_record(kind, row.pk).first())
    assert (present(made.by).username, made.why, made.before.get(name, ""), present(made.after)[name]) == (
        "ana", "It was vague.", before, "Told anew."
    )  # fmt: skip
    answer = other.post(url, opened | {name: "Overwritten."})
    assert "Somebody (ana) saved this entry while you had it open" in answer.content.decode()
    row.refresh_from_db()
    assert getattr(row, name) == "Told anew."
    assert one.post(address(type(row), "revert", row.pk, made.pk)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == before


@pytest.mark.parametrize(
    ("model", "kind", "part", "key"),
    [
        (Project, "projects", "roles", "organizations"),
        (Project, "projects", "links", "related"),
        (Filing, "filings", "steps", "steps"),
    ],
)
def test_parts_typed_in_a_form_are_in_the_account_of_their_fact(ledger, model, kind, part, key):
    """Taken out through the form, they come back with one press."""
    row = model.objects.filter(**{f"{part}__isnull": False}).order_by("slug").first()
    parts = list(getattr(row, part).values_list("pk", flat=True))
    client = desk_of(get_user_model().objects.create_superuser("boss", password="x"))
    assert change(client, row, **{f"{part}-0-DELETE": "on"}).status_code == 302
    assert getattr(row, part).count() == len(parts) - 1
    made = present(Revision.objects.of_record(kind, row.pk).first())
    assert len(made.before[key]) - len(present(made.after).get(key, [])) == 1
    client.post(address(model, "revert", row.pk, made.pk))
    assert getattr(row, part).count() == len(parts)
