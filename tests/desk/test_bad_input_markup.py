"""Markup that people send is shown as the text that it is."""

import json
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db.models import CharField, F, JSONField, SlugField, TextField, URLField
from django.test import Client

from common.dates import PartialDate
from desk.addresses import readers_page
from facts.ledger.registry import in_order, kind_of
from launches.models import Launch
from tests.desk.desk import address

pytestmark = pytest.mark.usefixtures("ledger")
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}</script>"
SHORT = "'><b onload=x>"
KINDS = in_order()
PAGES = (
    "/", "/projects/", "/organizations/", "/launches/", "/spacecraft/", "/funding/", "/regulation/", "/milestones/",
    "/news/", "/questions/", "/changes/", "/slippage/", "/compare/", "/status/", "/method/", "/data/",
)  # fmt: skip


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


def spoil(kind, text=MARKUP) -> Any:
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
    if "found_reason" in said:
        said["found_on"] = F("known_on")
    if "former_name" in said:  # it stands together with the day of the new one
        day = PartialDate.of(date(2020, 1, 1))
        said |= {
            "renamed_on_first": day.first,
            "renamed_on_last": day.last,
            "renamed_on_precision": day.precision,
        }
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


def test_a_launch_that_nobody_flew_keeps_its_name_harmless():
    row = spoil(kind_of(Launch))
    assert not re.search(r"<script>alert", Client().get("/launches/").content.decode())
    assert row.name.startswith("\"'>")
