"""Merging, replacing and renaming at the desk: what moves is shown first, and everything is accounted for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from facts.as_it_stood import as_it_stood
from facts.ledger.soundness import faults_of_rows
from facts.models import FormerSlug, Revision, Source
from facts.past import Past
from facts.uses import records_of, uses_of
from launches.models import Launch, Spacecraft
from news.models import NewsItem
from projects.models import Milestone, Organization, Project, ProjectRole
from tests.desk.desk import address, administrator, analyst, desk_of
from tests.news.stories import suggested
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def client():
    return desk_of(administrator())


def send(client, row, action: str, **said):
    """The look, then the press, with what the look sealed."""
    url = address(type(row), action, row.pk)
    look = client.post(url, said)
    seal = look.context["shown"] and getattr(look.context["shown"], "seal", "")
    return look, client.post(url, said | {"seal": seal or ""}, follow=True)


def another(page: Source, **values) -> Source:
    """A page like a source."""
    said = {"slug": "another", "url": "https://own.example.org/", "title": "T", "publisher": "P"}
    row = Source(**said | {"language": "en", "seen": page.seen, "quality": page.quality} | values)
    row.published_on = page.published_on
    row.save()
    return row


@pytest.fixture
def cited() -> Source:
    """The source on which most stands, a page of a news item among them."""
    sources = Source.objects.filter(newsitem_facts__isnull=False, seen="page").exclude(quality="digest")
    return max(sources.distinct(), key=lambda one: len(records_of(uses_of(one))))


def test_a_source_is_replaced_in_all_facts_and_then_it_can_be_deleted(client, cited):
    facts, other, moment = records_of(uses_of(cited)), another(cited), timezone.now()
    look, done = send(client, cited, "replace", into=other.pk, why="It moved.")
    shown = look.context["shown"]
    assert (shown.refused, sum(group.count for group in shown.moved)) == ("", len(facts))
    assert f"{len(facts)} moved" in done.content.decode()
    assert {use.record for use in uses_of(other)} == {use.record for use in facts}
    changes = Revision.objects.filter(why="It moved.", by__username="ada")
    assert {(one.kind, one.row_id) for one in changes} == {(use.kind.name, use.record.pk) for use in facts}
    assert faults_of_rows() == []
    with as_it_stood(Past(moment)):
        assert {use.record for use in uses_of(cited)} == {use.record for use in facts}
    assert client.post(address(Source, "delete", cited.pk), {"post": "yes"}).status_code == 302
    assert not Source.objects.filter(pk=cited.pk).exists()


def test_the_look_writes_nothing(client, cited):
    other = another(cited)
    before = (Revision.objects.count(), len(uses_of(cited)))
    client.post(address(Source, "replace", cited.pk), {"into": other.pk})
    assert (Revision.objects.count(), len(uses_of(cited))) == before


def test_two_sources_are_one_and_the_old_address_leads_to_it(client, cited):
    other, slug = another(cited), cited.slug
    first = uses_of(cited)[0].record
    first.sources.add(other)
    look, _done = send(client, cited, "merge", into=other.pk)
    assert [group.count for group in look.context["shown"].doubled] == [1]
    assert list(first.sources.filter(pk__in=[cited.pk, other.pk])) == [other]
    assert not Source.objects.filter(slug=slug).exists()
    answer = client.get(f"/api/v1/sources/{slug}/")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/sources/another/")


def test_a_page_that_nobody_read_takes_no_place_that_confirmed_facts_need(client):
    row = present(Milestone.objects.filter(confidence="confirmed").order_by("slug").first())
    page = present(row.sources.first())
    row.sources.set([page])
    look, done = send(client, page, "replace", into=another(page, seen="cited").pk)
    assert "confirmed needs a source whose page was read" in look.context["shown"].refused
    assert "confirmed needs a source whose page was read" in done.content.decode()
    assert list(row.sources.all()) == [page]


def test_days_that_followed_from_a_source_follow_from_the_other(client, cited):
    other = another(cited)
    other.published_on = None
    earlier = cited.published_on.first - timedelta(days=3)
    Source.objects.filter(pk=other.pk).update(
        published_on_first=earlier, published_on_last=earlier, published_on_precision="day"
    )
    item = present(NewsItem.objects.filter(sources=cited).first())
    item.sources.set([cited])
    send(client, cited, "replace", into=other.pk)
    item.refresh_from_db()
    assert item.known_on == max(earlier, item.published_on.first)


@pytest.mark.parametrize("model", [Organization, Project, Launch, Spacecraft])
def test_two_records_are_one_with_everything_that_stood_on_them(client, model):
    rows = model.objects.filter(ll2_id=None) if model is Launch else model.objects.all()
    gone = max(rows, key=lambda one: len(records_of(uses_of(one))))
    own = {use.record for use in uses_of(gone)}
    kept = present(model.objects.exclude(pk__in=[gone.pk, *(r.pk for r in own if type(r) is model)]).last())
    kept.pk, kept.slug, kept.name = None, "twin", f"{gone.name} Twin"
    if model is Launch:
        kept.designator, kept.ll2_id, kept.net_first, kept.net_last = "", None, gone.net_first, gone.net_last
        kept.status = gone.status
    if model is Spacecraft:
        kept.identity, kept.launched_on = gone.identity, gone.launched_on
        kept.norad_cat_id = None
    kept.known_on, kept.found_on, kept.found_reason = gone.known_on, gone.found_on, gone.found_reason
    kept.save()
    kept.sources.set(gone.sources.all())
    moment, slug = timezone.now(), gone.slug
    look, done = send(client, gone, "merge", into=kept.pk, why="One thing.")
    assert look.context["shown"].refused == ""
    assert look.context["shown"].counts[0] - look.context["shown"].counts[1] == 1
    assert "was merged into" in done.content.decode()
    assert own <= {use.record for use in uses_of(kept)} | {kept}
    assert faults_of_rows() == []
    former = FormerSlug.objects.get(slug=slug)
    assert (former.into_id, former.why) == (kept.pk, "One thing.")
    with as_it_stood(Past(moment)):
        assert own == {use.record for use in uses_of(model.objects.get(slug=slug))}


def test_one_role_in_a_project_of_both_stays_one(client):
    role = present(ProjectRole.objects.order_by("pk").first())
    twin = present(Organization.objects.exclude(roles__project=role.project).last())
    project, own = role.project, role.organization
    ProjectRole.objects.create(project=project, organization=twin, role=role.role, position=9)
    look, _done = send(client, own, "merge", into=twin.pk)
    assert look.context["shown"].refused == ""
    roles = project.roles.filter(role=role.role, organization__in=[own.pk, twin.pk])
    assert [one.organization for one in roles] == [twin]


def test_what_changed_since_the_look_is_looked_at_again(client, cited):
    other, url = another(cited), address(Source, "merge", cited.pk)
    seal = client.post(url, {"into": other.pk}).context["shown"].seal
    Source.objects.filter(pk=cited.pk).update(title="Anew")
    answer = client.post(url, {"into": other.pk, "seal": seal})
    assert "Something changed here since" in answer.content.decode()
    assert Source.objects.filter(pk=cited.pk).exists()


def test_what_readers_see_is_moved_by_those_who_may_correct_it(settings, cited):
    settings.FOUR_EYES = True
    look, done = send(desk_of(analyst()), cited, "replace", into=another(cited).pk)
    assert "ask an editor" in look.context["shown"].refused
    assert "ask an editor" in done.context["shown"].refused
    assert uses_of(cited)


def test_a_launch_that_launch_library_knows_is_the_one_that_stays(client):
    gone, kept = Launch.objects.filter(ll2_id=None)[:2]
    Launch.objects.filter(pk=gone.pk).update(ll2_id="00000000-0000-0000-0000-000000000001")
    look, _done = send(client, gone, "merge", into=kept.pk)
    assert "keep that one" in look.context["shown"].refused
    assert Launch.objects.filter(pk=gone.pk).exists()


# --- Another slug -----------------------------------------------------------------------------------
KINDS_OF = {Organization: "organizations", Project: "projects", Launch: "launches"}


@pytest.mark.parametrize("model", [Organization, Project, Launch])
def test_a_slug_is_renamed_and_its_addresses_lead_on(client, model):
    row = present(model.objects.order_by("slug").first())
    before, url = row.slug, address(model, "rename", row.pk)
    look = client.post(url, {"slug": "a-new-slug", "why": "Its name."})
    assert look.context["shown"]["slug"] == "a-new-slug"
    assert not FormerSlug.objects.exists()
    answer = client.post(
        url, {"slug": "a-new-slug", "why": "Its name.", "seal": look.context["shown"]["seal"]}
    )
    assert answer.status_code == 302
    told = present(Revision.objects.of_record(KINDS_OF[model], row.pk).first())
    assert (told.why, told.before["slug"], present(told.after)["slug"]) == ("Its name.", before, "a-new-slug")
    page = client.get(f"/api/v1/{KINDS_OF[model]}/{before}/")
    assert (page.status_code, page["Location"]) == (301, f"/api/v1/{KINDS_OF[model]}/a-new-slug/")


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [("Not A Slug", "small letters"), ("taken", "the slug of another record"), ("same", "its slug already")],
)
def test_a_slug_that_cannot_be_is_refused_in_a_sentence(client, slug, sentence):
    row, other = Organization.objects.order_by("slug")[:2]
    slug = {"taken": other.slug, "same": row.slug}.get(slug, slug)
    page = client.post(address(Organization, "rename", row.pk), {"slug": slug})
    assert sentence in str(page.context["form"].errors["slug"])


def test_a_suggestion_that_names_the_one_names_the_other(client):
    gone, kept = Organization.objects.order_by("slug")[:2]
    story = suggested()
    story.organizations.set([gone])
    send(client, gone, "merge", into=kept.pk)
    assert list(story.organizations.all()) == [kept]
