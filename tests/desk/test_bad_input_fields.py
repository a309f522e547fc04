"""Addresses, dates, languages and signs that are none: refused with a sentence at their field."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from desk.addresses import readers_page
from facts.ledger.registry import in_order
from facts.models import Source
from news.models import NewsItem
from projects.models import Milestone, Organization
from tests.desk.desk import address
from tests.desk.new_rows import full
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
KINDS = in_order()
RIGHT_TO_LEFT = "مركز بيانات مداري"
FOUR_BYTES = "𠮷野家 🛰️ 𝔸"


# --- Addresses ----------------------------------------------------------------------------------
ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "http://",
     "https://exa mple.org/", "ftp://example.org/a",
]  # fmt: skip


@pytest.mark.parametrize("said", ADDRESSES)
@pytest.mark.parametrize(("model", "field"), [(Source, "url"), (Organization, "website"), (NewsItem, "link")])
def test_an_address_that_is_none_is_refused_at_its_field(client, model, field, said):
    count = model.objects.count()
    page = client.post(address(model, "add"), full(model) | {field: said})
    errors = page.context["adminform"].form.errors
    assert errors[field]
    assert not any("<script" in str(error) for error in errors[field])
    assert model.objects.count() == count


def test_no_address_that_runs_is_linked_even_where_it_was_stored():
    """The database refuses what no form would take."""
    from django.db import IntegrityError, transaction

    source = present(Source.objects.first())
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(url="javascript:alert(1)")


# --- Dates --------------------------------------------------------------------------------------
AHEAD = str(timezone.localdate() + timedelta(days=30))


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("milestones", "on"), ("status_changes", "on"), ("funding", "on"), ("exchange_rates", "on"),
        ("targets", "stated_on"), ("statements", "stated_on"), ("open_questions", "asked_on"),
        ("sources", "published_on"), ("news", "published_on"),
    ],
)  # fmt: skip
def test_what_happened_tomorrow_is_refused_at_its_field(client, kind, field):
    model = next(k.model for k in KINDS if k.name == kind)
    page = client.post(address(model, "add"), {field: AHEAD})
    assert "lies in the future" in str(page.context["adminform"].form.errors[field])


@pytest.mark.parametrize(
    "said", ["2026-02-30", "2026-13", "0001-01-01", "9999-12-31", "tomorrow", "2026-Q5", "٢٠٢٦"]
)
def test_a_day_that_is_none_is_refused_at_its_field(client, said):
    page = client.post(address(Milestone, "add"), full(Milestone) | {"on": said})
    assert page.context["adminform"].form.errors["on"]


# --- Languages and signs ------------------------------------------------------------------------
@pytest.mark.parametrize("said", ["xxx", "e", "EN-us", "12", "zz z", "<b>"])
def test_an_unknown_language_is_refused_at_its_field(client, said):
    page = client.post(address(Source, "add"), full(Source) | {"language": said})
    assert page.context["adminform"].form.errors["language"]


@pytest.mark.parametrize("said", [RIGHT_TO_LEFT, FOUR_BYTES, "e\u0301", "三体计算星座"])
def test_signs_of_any_script_are_stored_and_shown(client, said):
    assert client.post(address(Milestone, "add"), full(Milestone) | {"title": said}).status_code == 302
    row = Milestone.objects.get(title=said)
    assert said in client.get(address(Milestone, "change", row.pk)).content.decode()
    assert said in Client().get(present(readers_page(row))).content.decode()
    assert row.slug


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\ufeff", "\u200b"])
def test_signs_that_turn_or_hide_text_are_refused_at_its_field(client, sign):
    page = client.post(address(Milestone, "add"), full(Milestone) | {"title": f"a{sign}b"})
    assert page.context["adminform"].form.errors["title"]
