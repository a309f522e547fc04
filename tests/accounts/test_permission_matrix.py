"""The matrix in docs/desk.md against every address and action of the desk, and every write of the API."""

import os
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from accounts.roles import ADMINISTRATORS, ANALYSTS, EDITORS, rights
from desk.site import DeskSite
from tests.accounts import matrix
from tests.desk.desk import address, analyst, desk_of
from tests.desk.one_row import a_row
from tests.present import present

pytestmark = pytest.mark.usefixtures("small_ledger")
GROUPED = (ANALYSTS, EDITORS, ADMINISTRATORS)
ROLES = ("stranger", "reader", "outsider", *GROUPED, "superuser")
REGISTRY: dict[Any, Any] = admin.site._registry
EVERY_MODEL = sorted(REGISTRY, key=lambda model: model._meta.label)


@pytest.fixture(autouse=True)
def four_eyes(settings):
    settings.FOUR_EYES = True


@pytest.fixture(autouse=True)
def unrendered(monkeypatch):
    """The verdict is the status: to draw five thousand pages would take most of the time."""
    monkeypatch.setattr(TemplateResponse, "rendered_content", "")
    monkeypatch.setattr(
        DeskSite, "each_context", lambda _site, _request: {}
    )  # the nouns at the edge of each page
    monkeypatch.setattr(
        "pages.errors.render", lambda _request, _page, _context, status: HttpResponse(status=status)
    )


def person(role: str):
    users = get_user_model().objects
    if role == "superuser":
        return users.create_superuser("person", password="x")
    if role in GROUPED:
        return analyst("person", role)
    return users.create_user("person", password="x", is_staff=role == "outsider")


def client_of(role: str) -> Client:
    return Client() if role == "stranger" else desk_of(person(role))


def verdict(answer) -> str:
    """ "sign in", "no", or "yes" for everything that is past the permissions."""
    if answer.status_code == 302 and "/admin/login/" in answer["Location"]:
        return "sign in"
    return "no" if answer.status_code == 403 else "yes"


def wanted(role: str, right: str, noun: str) -> str:
    if right == matrix.ANYBODY:
        return "yes"
    if role in ("stranger", "reader"):
        return "sign in"
    if right == matrix.DESK:
        return "yes"
    return "yes" if matrix.may(role, right, noun) else "no"


# --- Nouns ------------------------------------------------------------------------------------------
def test_the_table_of_nouns_is_that_of_the_groups():
    if os.environ.get("MATRIX") == "write":
        matrix.write_nouns()
    assert matrix.written_nouns() == matrix.told_nouns(), "write it anew: MATRIX=write pytest " + __file__


def test_every_noun_of_ours_has_its_row():
    ours = {
        model._meta.label_lower
        for label in ("desk", "facts", "projects", "launches", "news", "feeds")
        for model in apps.get_app_config(label).get_models()
    }
    on_desk = {model._meta.label_lower for model in admin.site._registry}
    assert (ours | on_desk) - rights(ANALYSTS).keys() == set(), "say in the rights of its app who may do what"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", EVERY_MODEL, ids=lambda model: model._meta.label_lower)
def test_each_role_may_do_with_each_noun_what_the_table_says(model, role):
    client, noun = client_of(role), model._meta.label_lower
    pk = a_row(model).pk
    asked = {
        "view": [client.get(address(model, "changelist")), client.get(address(model, "change", pk)),
                 client.get(address(model, "history", pk))],
        "add": [client.get(address(model, "add")), client.post(address(model, "add"), {})],
        "change": [client.post(address(model, "change", pk), {})],
        "delete": [client.get(address(model, "delete", pk)),
                   client.post(address(model, "delete", pk), {"post": "yes"})],
    }  # fmt: skip
    found = {right: {verdict(answer) for answer in answers} for right, answers in asked.items()}
    assert found == {right: {wanted(role, right, noun)} for right in asked}
    if not matrix.may(role, "delete", noun):
        assert model.objects.filter(pk=pk).exists()


# --- Addresses --------------------------------------------------------------------------------------
# The first of a name counts.
PATTERNS = {present(pattern.name): pattern for pattern in reversed([*matrix.patterns()])}
NAMES = sorted(PATTERNS)
STANDARD = {"changelist", "add", "change", "delete", "history"}
OWN = [name for name in NAMES if name.count("_") < 2 or name.rsplit("_", 1)[1] not in STANDARD]
OWN += [name for name in NAMES if name == "auth_user_password_change"]


@pytest.mark.parametrize("name", NAMES)
def test_every_address_of_the_desk_has_its_row(name):
    assert matrix.row_of(name), f"docs/desk.md has no row for the address {name}: say there what it asks for"


def test_no_row_is_about_an_address_that_is_gone():
    assert {matrix.row_of(name) for name in NAMES} == set(matrix.addresses())


def arguments(name: str) -> dict:
    """Something to put into each place of an address."""
    pattern = PATTERNS[name]
    known = {"app_label": "projects"}
    keys = [*pattern.pattern.converters] or [*pattern.pattern.regex.groupindex]
    if name == "view_on_site":
        from django.contrib.contenttypes.models import ContentType

        return {"content_type_id": ContentType.objects.get_for_model(EVERY_MODEL[0]).pk, "object_id": 1}
    beside = {f"{model._meta.app_label}_{model._meta.model_name}_aside": model for model in EVERY_MODEL}
    place: Any = a_row(beside[name]).pk if name in beside else 1
    return {key: known.get(key, place) for key in keys}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(set(OWN)))
def test_each_role_reaches_the_addresses_that_the_table_says(name, role):
    right, noun = matrix.asked_of(name)
    where = matrix.place_of(name, **arguments(name))
    client = client_of(role)
    named = {"app_label": "projects", "model_name": "target", "field_name": "project", "term": "a"}
    for send in ("get", "post"):
        answer = getattr(client, send)(where, named if name == "autocomplete" else {})
        if answer.status_code == 405:
            continue
        assert verdict(answer) == wanted(role, right, noun), (send, where, answer.status_code)


# --- Actions ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("model", EVERY_MODEL, ids=lambda model: model._meta.label_lower)
def test_each_role_is_offered_the_actions_that_the_table_says(model):
    own, noun, table = REGISTRY[model], model._meta.label_lower, matrix.actions()
    names = {name for _action, name, _words in own._get_base_actions()}
    assert names <= table.keys(), "docs/desk.md has no row for an action: say there what it asks for"
    for role in ROLES[2:]:
        request = RequestFactory().get("/")
        request.user = person(role)
        assert set(own.get_actions(request)) == {
            name for name in names if matrix.may(role, table[name], noun)
        }, role
        request.user.delete()


@pytest.mark.parametrize("action", sorted(matrix.actions()))
def test_an_action_that_is_not_offered_does_nothing_when_sent(action):
    for model in EVERY_MODEL:
        noun, row = model._meta.label_lower, a_row(model)
        if matrix.may(ANALYSTS, matrix.actions()[action], noun):
            continue
        user = analyst("person")
        before = model.objects.filter(pk=row.pk).values().get()
        desk_of(user).post(
            address(model, "changelist"), {"action": action, "_selected_action": [row.pk], "post": "yes"}
        )
        assert model.objects.filter(pk=row.pk).values().get() == before, noun
        user.delete()


def test_no_row_is_about_an_action_that_is_gone():
    every = {name for own in REGISTRY.values() for _action, name, _words in own._get_base_actions()}
    assert set(matrix.actions()) == every


# --- What readers reach -----------------------------------------------------------------------------
def readers_addresses(of=None, before: str = ""):
    """(name, address) of everything outside the desk, with something in each place."""
    for part in get_resolver().url_patterns if of is None else of:
        if hasattr(part, "url_patterns"):
            if not str(part.pattern).startswith("admin/"):
                yield from readers_addresses(part.url_patterns, before + str(part.pattern))
        elif part.name and part.name != "nothing" and not str(part.pattern).startswith("admin/"):
            text = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "1", str(part.pattern))
            text = text.replace("\\Z", "").strip("^$")
            yield part.name, f"/{before}{text}".replace("^", "")


READERS = sorted(set(readers_addresses()))


def test_the_addresses_of_readers_are_found():
    found = {where for _name, where in READERS}
    assert {
        "/api/v1/news/",
        "/api/v1/news/1/",
        "/news/",
        "/projects/1/",
        "/healthz",
        "/api/v1/schema/",
    } <= found


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_outside_the_desk_can_be_written_to_by_anybody(method):
    boss = desk_of(get_user_model().objects.create_superuser("boss", password="x"))
    for client in (Client(), boss):
        for _name, where in READERS:
            with CaptureQueriesContext(connection) as queries:
                answer = getattr(client, method)(where, "{}", content_type="application/json")
            assert answer.status_code == 405, where
            wrote = [q["sql"] for q in queries if not q["sql"].lstrip().upper().startswith("SELECT")]
            assert not wrote, where
