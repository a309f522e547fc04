"""From news to fact: one form, the item's page as the source, and a look at the page before anybody sees it."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.test import Client

from common.dates import PartialDate
from facts.models import LedgerVersion, Revision, Source
from launches.models import Launch, Spacecraft
from news.models import NewsItem
from news.services import Entry, enter_item
from projects.models import (
    Filing,
    FilingStep,
    FundingEvent,
    Milestone,
    Organization,
    Project,
    Statement,
    StatusChange,
    Target,
)
from tests.desk.desk import address, analyst, desk_of, values_of
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
SECRET = "A word that nobody else says"
# What an analyst adds to what the item says already.
FURTHER = {
    "Milestone": {"kind": "test"},
    "Target": {"milestone": "first_launch", "promise": "own-promise", "due": "2029", "bound": "by"},
    "Statement": {
        "quantity": "power", "value": "5", "unit": "kW", "qualifier": "target", "precision": "not_applicable",
    },
    "Funding event": {
        "instrument": "equity", "stage": "unknown", "scope": "orbital_compute", "scope_reason": "x",
    },
    "Filing": {"authority": "FCC", "kind": "filing"},
    "Step of a filing": {"authority": "FCC", "kind": "acceptance"},
    "Status change": {"status": "in_development"},
}  # fmt: skip
MODELS: dict[str, Any] = {
    "Milestone": Milestone, "Target": Target, "Statement": Statement, "Funding event": FundingEvent,
    "Filing": Filing, "Step of a filing": Filing, "Status change": StatusChange,
}  # fmt: skip


@pytest.fixture
def client():
    return desk_of(analyst())


@pytest.fixture
def item():
    entry = Entry(
        headline="Own words", link="https://news.example.org/a", publisher="Example News", country="US",
        published_on=PartialDate.of(date(2026, 11, 20), "day"), summary="Ours.",
        projects=Project.objects.filter(status_changes__isnull=False).order_by("pk")[:1],
    )  # fmt: skip
    return enter_item(entry).item


def test_a_day_that_was_inferred_is_not_handed_on_as_stated(client, item):
    assert "2026-11-20" in ways(client, item)["Target"]
    NewsItem.objects.filter(pk=item.pk).update(date_inferred=True)
    assert all("2026-11-20" not in way for way in ways(client, item).values())


def ways(client, item) -> dict[str, str]:
    page = client.get(address(NewsItem, "change", item.pk))
    return {str(fact["name"]): fact["address"] for fact in page.context["facts"]}


def filled(client, item, name: str) -> tuple[str, dict]:
    url = ways(client, item)[name]
    values = values_of(client.get(url)) | FURTHER[name]
    values = {key: value for key, value in values.items() if value != ""}
    if name == "Funding event":
        values["organization"] = Organization.objects.all()[0].pk
    if name == "Step of a filing":
        values["step_of"] = Filing.objects.applications()[0].pk
    return url, values


@pytest.mark.parametrize("name", FURTHER)
def test_a_fact_is_made_of_an_item_in_one_form(client, item, name):
    url, values = filled(client, item, name)
    before = set(MODELS[name].objects.values_list("pk", flat=True))
    answer = client.post(url, values)
    assert answer.status_code == 302, answer.context and answer.context["adminform"].form.errors
    (fact,) = MODELS[name].objects.exclude(pk__in=before)
    assert set(fact.sources.all()) == set(item.sources.all())
    assert fact.project == item.projects.get()
    assert str(fact.stated_on if hasattr(fact, "stated_on") else fact.on) == str(item.published_on)
    if name == "Step of a filing":
        step = FilingStep.objects.get(document=fact)
        assert (step.filing_id, step.step, step.on) == (values["step_of"], "accepted", fact.on)


@pytest.mark.parametrize("name", FURTHER)
def test_a_fact_without_a_source_is_not_saved(client, item, name):
    url, values = filled(client, item, name)
    page = client.post(url, values | {"sources": []})
    assert "sources" in page.context["adminform"].form.errors


@pytest.mark.parametrize("name", FURTHER)
def test_a_preview_shows_the_page_and_stores_nothing(client, item, name):
    url, values = filled(client, item, name)
    counts = [model.objects.count() for model in (*MODELS.values(), FilingStep, Revision, LogEntry)]
    version = LedgerVersion.current()
    shown = client.post(url, values | {"_preview": "1"})
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Preview: the page as readers would see it" in text
    assert item.projects.get().name in html.unescape(text)
    assert "no-store" in shown["Cache-Control"]
    assert not shown.has_header("ETag")
    assert counts == [model.objects.count() for model in (*MODELS.values(), FilingStep, Revision, LogEntry)]
    assert LedgerVersion.current() == version


def test_a_preview_shows_the_very_fact_and_readers_never_see_it(client, item):
    url, values = filled(client, item, "Milestone")
    project = item.projects.get()
    page = f"/projects/{project.slug}/"
    reader = Client()
    before = reader.get(page).content
    assert SECRET in client.post(url, values | {"title": SECRET, "_preview": "1"}).content.decode()
    for path in (page, "/", "/milestones/", "/changes/", "/news/feed/", "/api/v1/milestones/?search=nobody"):
        assert SECRET not in reader.get(path).content.decode(), path
    assert re.sub(rb"\d", b"", reader.get(page).content) == re.sub(rb"\d", b"", before)


def test_the_next_version_of_the_ledger_is_not_that_of_a_preview(client, item):
    """What was figured for a preview is kept under a number that no ledger reaches."""
    url, values = filled(client, item, "Milestone")
    client.post(url, values | {"title": SECRET, "_preview": "1"})
    for _n in range(5):
        LedgerVersion.bump()
        for path in (f"/projects/{item.projects.get().slug}/", "/milestones/", "/"):
            assert SECRET not in Client().get(path).content.decode()
    cache.clear()


def test_a_change_is_previewed_too(client):
    row = present(Milestone.objects.filter(project__isnull=False).first())
    url = address(Milestone, "change", row.pk)
    values = values_of(client.get(url)) | {"title": SECRET, "_preview": "1"}
    assert SECRET in client.post(url, values).content.decode()
    row.refresh_from_db()
    assert row.title != SECRET


@pytest.mark.parametrize(
    "model", [Project, Organization, Spacecraft, Launch], ids=lambda model: model._meta.model_name
)
def test_a_change_of_what_others_are_about_is_previewed_too(client, model):
    rows = model.objects.all() if model is Spacecraft else model.objects.exclude(spacecraft=None)
    row = present(rows.first())
    url = address(model, "change", row.pk)
    page = client.post(url, values_of(client.get(url)) | {"name": SECRET, "_preview": "1"})
    assert page.status_code == 200
    assert SECRET in page.content.decode()
    row.refresh_from_db()
    assert row.name != SECRET


def test_a_changed_source_is_previewed_on_the_page_of_a_fact_that_cites_it(client):
    row = present(present(Milestone.objects.first()).sources.first())
    url = address(Source, "change", row.pk)
    form = client.get(url)
    assert b'name="_preview"' in form.content
    page = client.post(url, values_of(form) | {"title": SECRET, "_preview": "1"})
    assert page.status_code == 200
    assert SECRET in page.content.decode()
    row.refresh_from_db()
    assert row.title != SECRET


def test_a_preview_of_what_cannot_be_saved_is_the_form_with_its_faults(client, item):
    url, values = filled(client, item, "Milestone")
    page = client.post(url, values | {"title": "", "_preview": "1"})
    assert "title" in page.context["adminform"].form.errors


def test_who_may_not_add_a_fact_is_not_offered_it_and_previews_nothing(item):
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission

    user = get_user_model().objects.create_user("out", password="x", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_newsitem", "change_newsitem"]))
    assert ways(desk_of(user), item) == {}
    assert desk_of(user).post(address(Milestone, "add"), {"_preview": "1"}).status_code == 403


def test_a_step_needs_its_kind(client, item):
    url, values = filled(client, item, "Step of a filing")
    assert "as_step" in client.post(url, values | {"as_step": ""}).context["adminform"].form.errors


def test_markup_in_an_item_stays_text_in_the_form_and_the_preview(client, item):
    NewsItem.objects.filter(pk=item.pk).update(headline="<script>alert(1)</script>")
    item.refresh_from_db()
    url, values = filled(client, item, "Milestone")
    assert "<script>alert(1)" not in client.get(url).content.decode()
    assert "<script>alert(1)" not in client.post(url, values | {"_preview": "1"}).content.decode()
