"""Lists and forms of the desk: what is there can be opened, found and saved."""

import re
from html import escape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facts.ledger.records import write_row
from facts.ledger.registry import KINDS, kind_of
from facts.models import Source
from feeds.models import FeedRun
from launches.models import Spacecraft
from projects.models import Organization, Project, StatusChange
from tests.desk.desk import address, registered
from tests.desk.forms import CURATED, edit, errors
from tests.desk.one_row import a_row
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.mark.parametrize("model", CURATED, ids=lambda model: model._meta.model_name)
def test_a_row_saved_as_it_stands_stays_as_it_is(client, model):
    rows = model.objects.order_by("slug")
    kind = present(kind_of(model))
    for row in (rows.first(), rows.last()):
        before = write_row(kind, row)
        page = edit(client, row)
        assert page.status_code == 302, errors(page)
        assert write_row(kind, model.objects.get(pk=row.pk)) == before


@pytest.mark.parametrize("model", CURATED, ids=lambda model: model._meta.model_name)
def test_the_records_of_the_ledger_pass_their_forms(model, rf):
    from django.contrib import admin

    request = rf.get("/")
    request.user = get_user_model()(is_superuser=True, is_active=True, is_staff=True)
    desk = admin.site._registry[model]
    form_class = desk.get_form(request, model.objects.first(), change=True)
    for row in model.objects.order_by("pk")[:: 3 if model.objects.count() > 100 else 1]:
        blank = form_class(instance=row)
        data = {
            name: field.prepare_value(blank.get_initial_for_field(field, name))
            for name, field in blank.fields.items()
        }
        sent: dict[str, Any] = {}
        for name, value in data.items():
            if isinstance(value, bool):
                sent |= {name: "on"} if value else {}
            elif isinstance(value, list):
                sent[name] = [getattr(item, "pk", item) for item in value]
            elif hasattr(blank.fields[name].widget, "decompress"):
                sent |= {
                    f"{name}_{n}": part for n, part in enumerate(blank.fields[name].widget.decompress(value))
                }
            elif value is not None:
                sent[name] = value
        form = form_class(sent, instance=row)
        assert form.is_valid(), (row, form.errors)


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.model_name)
def test_a_list_asks_as_many_questions_of_the_database_for_two_rows_as_for_fifty(client, model, monkeypatch):
    from django.contrib import admin

    a_row(model)
    desk = admin.site._registry[model]
    client.get(address(model, "changelist"))
    counts = []
    for rows in (2, 50):
        monkeypatch.setattr(desk, "list_per_page", rows)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(model, "changelist")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 13, "with the views that the person saved"


@pytest.mark.parametrize(
    ("model", "words", "slug"),
    [(Project, "三体", "three-body-computing-constellation"), (Organization, "国星宇航", "ada-space"),
     (Spacecraft, "63991", "bayc-7573-xsd-34"), (StatusChange, "三体", "three-body-computing-constellation"),
     (Source, "武汉大学", "09115-nd")],
)  # fmt: skip
def test_a_list_is_searched_in_chinese_and_by_number(client, model, words, slug):
    found = client.get(address(model, "changelist"), {"q": words}).context["cl"].result_list
    assert any(row.slug.startswith(slug) for row in found)


def test_sources_are_found_by_words_and_by_any_spelling_of_their_address(client):
    page = Source.objects.get(slug="spacex-starmind-page")
    ask = {"app_label": "projects", "model_name": "project", "field_name": "sources"}
    for term in (page.title[:12], page.url, f"{page.url}#top", f"{page.url}?utm_source=x"):
        results = client.get("/admin/autocomplete/", ask | {"term": term}).json()["results"]
        assert str(page.pk) in [result["id"] for result in results], term


def test_a_form_does_not_carry_all_sources(client):
    text = client.get(address(Project, "add")).content.decode()
    assert text.count("<option") < 120


def test_sources_stand_as_links_in_list_and_form(client):
    plan = Project.objects.get(slug="starcloud-1")
    page = present(plan.sources.first())
    assert f'href="{escape(page.url)}"' in client.get(address(Project, "change", plan.pk)).content.decode()
    assert 'target="_blank">' in client.get(address(Project, "changelist")).content.decode()


def test_a_form_leads_to_the_readers_page_where_there_is_one(client):
    def links(model, pk: int) -> list[str]:
        text = client.get(address(model, "change", pk)).content.decode()
        return re.findall(r'<a href="([^"]*)" class="viewsitelink"', text)

    assert links(Project, Project.objects.get(slug="starcloud-1").pk) == ["/projects/starcloud-1/"]
    assert links(FeedRun, FeedRun.objects.create(feed="celestrak-gp", started_at=timezone.now()).pk) == []


def test_lists_of_texts_are_typed_one_on_each_line(client):
    maker = present(Organization.objects.first())
    assert edit(client, maker, aliases="First\r\n\r\n 第二 \r\nFirst\r\n").status_code == 302
    maker.refresh_from_db()
    assert maker.aliases == ["First", "第二"]


def test_every_curated_noun_is_on_the_desk():
    assert {kind.model for kind in KINDS.values()} == set(CURATED)
