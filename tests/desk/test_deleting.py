"""What something stands on is not deleted: a sentence says what it is, and how to go on."""

from typing import Any

import pytest
from django.contrib.admin.options import ModelAdmin

from facts.ledger.dump import dump
from facts.ledger.records import read_folder
from facts.models import Revision, Source
from facts.uses import records_of, uses_of
from launches.models import Launch, NetRevision
from news.models import NewsItem
from projects.models import Filing, Milestone, Organization, Project, Target
from tests.desk.desk import address, administrator, desk_of
from tests.desk.one_row import AT
from tests.desk.test_two_at_once import at_once, form
from tests.metrics import facts
from tests.present import present

NOT_DELETED = "It is not deleted."


@pytest.fixture
def client(db):
    return desk_of(administrator())


def delete(client, *rows):
    """One row by its own page, many by the action of the list; both answer with the page where they refuse."""
    model = type(rows[0])
    if len(rows) == 1:
        return client.post(address(model, "delete", rows[0].pk), {"post": "yes", "why": "A mistake."})
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    return client.post(address(model, "changelist"), chosen | {"why": "A mistake."})


def leans_on(page: Source) -> dict[str, Any]:
    """One of everything that can point at a source."""
    item = facts.news(state="draft")
    item.sources.set([page])
    row = present(Milestone.objects.order_by("slug").first())
    row.confidence = "claimed"
    row.save()
    row.sources.set([page])
    other = present(Source.objects.exclude(pk=page.pk).first())
    other.copy_of = page
    other.save()
    return {"a draft": item, "an unconfirmed fact": row, "a copy": other}


@pytest.mark.parametrize("what", ["a draft", "an unconfirmed fact", "a copy"])
@pytest.mark.usefixtures("ledger")
def test_a_source_in_use_is_not_deleted_whatever_uses_it(client, what):
    page = Source.objects.create(
        slug="own", url="https://own.example.org/", title="T", publisher="P", quality="press"
    )
    holders = leans_on(page)
    for name, row in holders.items():
        if name != what:
            row.delete() if name != "a copy" else Source.objects.filter(pk=row.pk).update(copy_of=None)
    told = delete(client, page).content.decode()
    assert NOT_DELETED in told
    assert f"One record stands on “{page}”" in told
    assert "Replace it by another" in told
    assert address(Source, "replace", page.pk) in told
    assert Source.objects.filter(pk=page.pk).exists()
    unused = present(Source.objects.exclude(pk=page.pk).first())
    assert NOT_DELETED in delete(client, page, unused).content.decode()
    assert Source.objects.filter(pk__in=[page.pk, unused.pk]).count() == 2


@pytest.mark.parametrize("model", [Organization, Project, Launch, Filing])
@pytest.mark.usefixtures("ledger")
def test_what_facts_stand_on_is_not_deleted_and_says_how_many(client, model):
    row = max(model.objects.all(), key=lambda one: len(records_of(uses_of(one))))
    uses = records_of(uses_of(row))
    told = delete(client, row)
    assert told.status_code == 200
    text = told.content.decode().replace("&#x27;", "'")
    assert f"{len(uses)} records stand on" in text
    assert address(model, "merge", row.pk) in text
    assert all(address(type(use.record), "change", use.record.pk) in text for use in uses[:50])
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.usefixtures("ledger")
def test_an_unused_source_is_deleted_with_its_reason(client):
    page = Source.objects.create(
        slug="own", url="https://own.example.org/", title="T", publisher="P", quality="press"
    )
    assert delete(client, page).status_code == 302
    told = Revision.objects.get(kind="sources", slug="own")
    assert (told.after, told.why, present(told.by).username) == (None, "A mistake.", "ada")


@pytest.mark.usefixtures("ledger")
def test_a_launch_with_statements_of_a_feed_is_deleted_by_an_administrator(client):
    """The account keeps what was stated of it: nobody needs a right to delete that by itself."""
    row = facts.launch(slug="own-launch")
    days = {"net_first": AT.date(), "net_last": AT.date()}
    NetRevision.objects.create(launch=row, stated_at=AT, status="go", **days)
    page = client.get(address(Launch, "delete", row.pk)).content.decode()
    assert "Delete it" in page
    assert delete(client, row).status_code == 302
    told = Revision.objects.get(kind="launches", row_id=row.pk, after__isnull=True)
    assert len(told.before["gone_with_it"]["stated"]) == 1


@pytest.mark.usefixtures("ledger")
def test_a_launch_that_a_feed_alone_tells_of_is_not_deleted(client):
    row = facts.launch(slug="own-launch")
    Launch.objects.filter(pk=row.pk).update(slug="ll2-own", ll2_id="00000000-0000-0000-0000-000000000001")
    assert "it would come back" in delete(client, row).content.decode()
    assert Launch.objects.filter(pk=row.pk).exists()


@pytest.mark.usefixtures("ledger")
def test_what_shows_the_day_of_another_record_is_not_deleted(client, tmp_path):
    """A source without a date, and the one event that dates it: without it nothing shows the other day."""
    page = Source.objects.create(
        slug="own", url="https://own.example.org/", title="T", publisher="P", quality="press"
    )
    event = present(Milestone.objects.filter(on_precision="day", projects_also=None).order_by("slug").first())
    event.sources.set([page])
    event.known_on = event.on_last
    event.save()
    plan = facts.project(slug="own-plan")
    plan.sources.set([page])
    Project.objects.filter(pk=plan.pk).update(known_on=event.on_last, current_on_first=event.on_last,
                                              current_on_last=event.on_last)  # fmt: skip
    answer = client.post(address(Milestone, "delete", event.pk), {"post": "yes"}, follow=True)
    assert "this would not hold: own-plan" in answer.content.decode()
    assert Milestone.objects.filter(pk=event.pk).exists()


@pytest.mark.usefixtures("ledger")
def test_facts_deleted_from_a_list_are_accounted_for_each_and_the_dump_loads(client, tmp_path):
    rows = list(Target.objects.filter(superseded_by=None).exclude(pk__in=Target.objects.exclude(
        superseded_by=None).values("superseded_by")).order_by("slug")[:3])  # fmt: skip
    assert delete(client, *rows).status_code == 302
    told = Revision.objects.filter(kind="targets", after__isnull=True)
    assert {(one.slug, one.why) for one in told} == {(row.slug, "A mistake.") for row in rows}
    dump(tmp_path)
    assert read_folder(tmp_path)[1] == []


@pytest.mark.usefixtures("ledger")
def test_a_filing_that_proves_its_own_step_is_deleted_with_it(client):
    row = facts.application(None, 5)
    row.steps.all().delete()
    facts.step(row, "filed", "2026-01-10", proof=row)
    key = row.pk
    assert "Delete it" in client.get(address(Filing, "delete", key)).content.decode()
    assert delete(client, row).status_code == 302
    told = Revision.objects.get(kind="filings", row_id=key, after__isnull=True)
    assert [step["step"] for step in told.before["steps"]] == ["filed"]


def test_published_news_is_never_deleted_and_says_so(client, ledger):
    item = present(NewsItem.objects.filter(state="published").first())
    draft = facts.news(state="draft")
    told = delete(client, item, draft).content.decode()
    assert "was published: correct or retract it, it is never deleted." in told
    assert NewsItem.objects.filter(pk__in=[item.pk, draft.pk]).count() == 2


def test_who_cites_a_source_while_it_is_deleted_is_told(own_database, django_db_blocker, monkeypatch):
    with django_db_blocker.unblock():
        page = Source.objects.create(
            slug="own", url="https://own.example.org/", title="T", publisher="P", quality="press"
        )
        row = present(Milestone.objects.order_by("slug").first())
        one, other = desk_of(administrator("ada")), desk_of(administrator("bo"))
        cites = form(other, row, sources=[*row.sources.values_list("pk", flat=True), page.pk])
        first, second = at_once(monkeypatch, ModelAdmin, "delete_model", lambda: delete(one, page), cites)
        assert first.status_code == 302
        row.refresh_from_db()
        assert page.slug not in row.sources.values_list("slug", flat=True)
        assert second.status_code in (200, 302)
        told = other.get("/admin/").content.decode() if second.status_code == 302 else second.content.decode()
        assert "deleted meanwhile" in told or "not one of the available choices" in told
