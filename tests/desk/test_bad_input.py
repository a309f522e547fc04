"""What people should not send: refused with a sentence at its field, or shown as the text that it is."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db.models import CharField, JSONField, SlugField, TextField, URLField
from django.test import Client
from django.utils import timezone

from desk.addresses import readers_page
from facts.ledger.registry import in_order, kind_of
from facts.models import Source
from launches.models import Launch
from news.models import NewsItem
from projects.models import Milestone, Organization
from tests.desk.desk import address, analyst, desk_of, values_of

pytestmark = pytest.mark.usefixtures("ledger")
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}</script>"
SHORT = "'><b onload=x>"
RIGHT_TO_LEFT = "مركز بيانات مداري"
FOUR_BYTES = "𠮷野家 🛰️ 𝔸"
KINDS = in_order()
PAGES = (
    "/", "/projects/", "/organizations/", "/launches/", "/spacecraft/", "/funding/", "/regulation/", "/milestones/",
    "/news/", "/questions/", "/changes/", "/slippage/", "/compare/", "/status/", "/method/", "/data/",
)  # fmt: skip


@pytest.fixture
def client():
    return desk_of(analyst())


def texts(model) -> dict[str, int]:
    """The columns of a model that hold whatever a person types, with their length."""
    return {
        field.name: field.max_length or 2000
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and not isinstance(field, SlugField | URLField)
        and not field.choices
        and not field.name.endswith("_precision")
    }


def lists(model) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, JSONField)]


def spoil(kind, text=MARKUP) -> object:
    """A row that says it in every text, stored past the forms; what must be one of a few words stays."""
    rows = kind.model._default_manager.order_by("-pk")
    row = rows.filter(state="published").first() if kind.name == "news" else rows.first()
    kept = {
        "language",
        "unit",
        "quantity",
        "promise",
        "currency",
        "designator",
        "object_id",
        "reason",
        "round",
    }
    said = {
        name: (text if most >= len(text) else SHORT[:most])
        for name, most in texts(kind.model).items()
        if name not in kept and not (kind.name == "news" and name == "state")
    }
    said |= {name: [text, "b"] for name in lists(kind.model)}
    kind.model._default_manager.filter(pk=row.pk).update(**said)
    row.refresh_from_db()
    return row


def harmless(page) -> None:
    """No sign of the markup is markup: every bracket of it is written as text."""
    text = page.content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<b onload" not in text
    assert ">49<" not in text


# --- Markup -------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_markup_in_every_text_is_shown_as_text_at_the_desk_and_to_readers(client, kind):
    row = spoil(kind)
    assert texts(kind.model)
    for action, arguments in (("changelist", ()), ("change", (row.pk,)), ("history", (row.pk,))):
        page = client.get(address(kind.model, action, *arguments))
        assert page.status_code == 200
        harmless(page)
    if path := readers_page(row):
        page = Client().get(path)
        assert page.status_code == 200
        harmless(page)


@pytest.fixture
def spoiled():
    return [spoil(kind) for kind in KINDS]


@pytest.mark.parametrize("path", PAGES)
def test_markup_is_text_on_every_readers_page(spoiled, path):
    page = Client().get(path)
    assert page.status_code == 200
    harmless(page)


def test_markup_is_text_in_the_feed_and_data_in_the_api(spoiled):
    feed = Client().get("/news/feed/")
    harmless(feed)
    assert any(
        "<script>alert(1)" in (part.text or "") for part in ElementTree.fromstring(feed.content).iter()
    )
    root = Client().get("/api/v1/").json()
    asked = 0
    for url in (value for value in _strings(root) if "/api/v1/" in value and "{" not in value):
        answer = Client().get(url)
        if answer.status_code == 200 and "json" in answer["Content-Type"]:
            assert answer["X-Content-Type-Options"] == "nosniff"
            json.loads(answer.content)
            asked += 1
    assert asked >= 8


def _strings(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value


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

    source = Source.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(url="javascript:alert(1)")


# --- Size ---------------------------------------------------------------------------------------
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


# --- Twice --------------------------------------------------------------------------------------
def full(model) -> dict:
    """A form with everything that it needs."""
    source = Source.objects.filter(published_on_last__isnull=False).first()
    return {
        Milestone: {
            "title": "Own words", "on": "2026-03-30", "kind": "test", "country": "US", "summary": "Ours.",
            "sources": [source.pk], "confidence": "reported",
        },
        Source: {
            "url": "https://own.example.org/", "title": "T", "publisher": "P", "language": "en", "seen": "page",
            "quality": "press",
        },
        Organization: {
            "name": "Own", "country": "US", "kind": "company", "summary": "Ours.", "current_on": "2026-03-30",
            "sources": [source.pk], "confidence": "reported",
        },
        NewsItem: {
            "headline": "Own", "link": "https://own.example.org/", "publisher": "P", "published_on": "2026-03-30",
            "language": "en", "country": "US", "summary": "Ours.", "confidence": "reported", "state": "draft",
        },
    }[model]  # fmt: skip


def test_a_form_that_is_sent_twice_is_stored_once(client):
    url, values = address(Milestone, "add"), full(Milestone)
    assert client.post(url, values).status_code == 302
    page = client.post(url, values)
    row = Milestone.objects.get(title="Own words")
    assert "was entered already" in page.content.decode()
    assert address(Milestone, "change", row.pk) in page.content.decode()
    assert client.post(url, values | {"summary": "Other."}).status_code == 302


# A page tells one item (tests/news/test_admin.py), and a launch shows its NET in a field of its own.
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.name not in {"news", "launches"}], ids=lambda kind: kind.name
)
def test_every_record_entered_as_it_stands_is_known_already(client, kind):
    """In two tabs or by two people: the same words with the same sources are one record."""
    row = kind.model._default_manager.order_by("pk").first()
    values = values_of(client.get(address(kind.model, "change", row.pk)))
    values = {k: v for k, v in values.items() if v != "" and k not in {"opened", "why", "slug"}}
    values = {k: ("0" if k.endswith(("TOTAL_FORMS", "INITIAL_FORMS")) else v) for k, v in values.items()}
    count = kind.model._default_manager.count()
    page = client.post(address(kind.model, "add"), values)
    assert page.status_code == 200, "it was stored a second time"
    assert kind.model._default_manager.count() == count


def test_the_second_of_two_tabs_overwrites_nothing(client):
    row = Milestone.objects.order_by("pk").first()
    url = address(Milestone, "change", row.pk)
    first, second = values_of(client.get(url)), values_of(client.get(url))
    assert client.post(url, first | {"title": "First tab"}).status_code == 302
    page = client.post(url, second | {"title": "Second tab"})
    assert "nothing of yours was stored" in page.content.decode()
    assert Milestone.objects.get(pk=row.pk).title == "First tab"
    assert "Second tab" in page.content.decode()


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
    assert said in Client().get(readers_page(row)).content.decode()
    assert row.slug


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\ufeff", "\u200b"])
def test_signs_that_turn_or_hide_text_are_refused_at_its_field(client, sign):
    page = client.post(address(Milestone, "add"), full(Milestone) | {"title": f"a{sign}b"})
    assert page.context["adminform"].form.errors["title"]


def test_a_launch_that_nobody_flew_keeps_its_name_harmless():
    row = spoil(kind_of(Launch))
    assert not re.search(r"<script>alert", Client().get("/launches/").content.decode())
    assert row.name.startswith("\"'>")
