"""Who may do what at the desk: every noun, every action, an analyst, an outsider, a stranger."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client

from projects.groups import ANALYSTS, MAY, make_analyst, make_groups
from tests.projects.desk import address, analyst, desk_of, registered

pytestmark = pytest.mark.usefixtures("ledger")
ACTIONS = ("view", "add", "change", "delete")
READ_ONLY = {
    "launches.catalogueentry", "launches.elementset", "launches.netrevision", "feeds.feedrun",
    "feeds.quarantinedrecord",
}  # fmt: skip


def a_row(model):
    """A row of the noun; a feed's rows are made for the occasion."""
    from datetime import UTC, datetime

    from feeds.models import FeedRun, QuarantinedRecord
    from launches.models import CatalogueEntry, ElementSet, Launch, NetRevision
    from tests.launches.test_models import ELEMENTS

    if row := model.objects.first():
        return row
    at = datetime(2026, 1, 1, tzinfo=UTC)
    if model is FeedRun:
        return FeedRun.objects.create(feed="own", started_at=at)
    if model is QuarantinedRecord:
        return QuarantinedRecord.objects.create(
            run=a_row(FeedRun), feed="own", position=1, raw="x", reason="y"
        )
    if model is ElementSet:
        return ElementSet.objects.create(**ELEMENTS)
    if model is CatalogueEntry:
        return CatalogueEntry.objects.create(norad_cat_id=1, object_name="X")
    days = {"net_first": at.date(), "net_last": at.date()}
    return NetRevision.objects.create(launch=Launch.objects.first(), stated_at=at, status="go", **days)


def answers(client: Client, model) -> dict[str, int]:
    """The HTTP status of each thing that can be asked of a noun."""
    row = a_row(model)
    pk = row.pk
    return {
        "list": client.get(address(model, "changelist")).status_code,
        "see": client.get(address(model, "change", pk)).status_code,
        "history": client.get(address(model, "history", pk)).status_code,
        "add": client.get(address(model, "add")).status_code,
        "send a new one": client.post(address(model, "add"), {}).status_code,
        "send a change": client.post(address(model, "change", pk), {}).status_code,
        "delete": client.get(address(model, "delete", pk)).status_code,
        "send a deletion": client.post(address(model, "delete", pk), {"post": "yes"}).status_code,
    }


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.label_lower)
def test_an_analyst_may_do_what_the_table_says(model):
    writes = model._meta.label_lower not in READ_ONLY
    assert answers(desk_of(analyst()), model) == {
        "list": 200,
        "see": 200,
        "history": 200,
        "add": 200 if writes else 403,
        "send a new one": 200 if writes else 403,  # the form again, with its errors
        "send a change": 200 if writes else 403,
        "delete": 403,
        "send a deletion": 403,
    }
    assert model.objects.exists()


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.label_lower)
def test_a_member_of_staff_outside_the_group_may_do_nothing(model):
    outsider = get_user_model().objects.create_user("out", password="x", is_staff=True)
    assert set(answers(desk_of(outsider), model).values()) == {403}


def test_a_stranger_and_a_reader_with_an_account_are_sent_to_sign_in():
    reader = get_user_model().objects.create_user("reader", password="x")
    for client in (Client(), desk_of(reader)):
        for model in registered():
            for action, status in answers(client, model).items():
                assert status == 302, (model, action)


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.label_lower)
def test_nobody_writes_what_a_feed_owns(model):
    boss = get_user_model().objects.create_superuser("boss", password="x")
    if model._meta.label_lower in READ_ONLY:
        found = answers(desk_of(boss), model)
        assert {found[name] for name in ("add", "send a change", "send a deletion")} == {403}
    else:
        assert desk_of(boss).get(address(model, "add")).status_code == 200


def test_accounts_are_not_an_analysts():
    client = desk_of(analyst())
    for path in ("user/", "group/", "user/add/", "group/add/", "user/1/change/"):
        assert client.get(f"/admin/auth/{path}").status_code in {302, 403}, path
    assert client.get("/admin/auth/user/").status_code == 403


def test_the_index_shows_what_may_be_seen_and_nothing_else():
    page = desk_of(analyst()).get("/admin/")
    shown = {
        f"{app['app_label']}.{model['object_name'].lower()}": {
            name for name, may in model["perms"].items() if may
        }
        for app in page.context["app_list"]
        for model in app["models"]
    }
    on_desk = {model._meta.label_lower for model in registered()}
    assert shown == {label: set(actions) for label, actions in MAY.items() if label in on_desk}
    assert "Racetracker desk" in page.content.decode()


def test_the_index_of_an_outsider_is_empty():
    outsider = get_user_model().objects.create_user("out", password="x", is_staff=True)
    assert desk_of(outsider).get("/admin/").context["app_list"] == []


def test_the_autocomplete_of_an_outsider_answers_nothing():
    outsider = get_user_model().objects.create_user("out", password="x", is_staff=True)
    ask = {"app_label": "projects", "model_name": "statuschange", "field_name": "project", "term": "a"}
    assert desk_of(outsider).get("/admin/autocomplete/", ask).status_code == 403
    assert desk_of(analyst()).get("/admin/autocomplete/", ask).status_code == 200


# --- The group --------------------------------------------------------------------------------------
def granted() -> set[str]:
    return {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Group.objects.get(name=ANALYSTS).permissions.select_related("content_type")
    }


def wanted() -> set[str]:
    return {
        f"{label.split('.')[0]}.{action}_{label.split('.')[1]}"
        for label, actions in MAY.items()
        for action in actions
    }


def test_the_group_has_exactly_its_permissions():
    assert granted() == wanted()
    assert not any(".delete_" in name for name in granted())


def test_making_the_group_again_takes_back_what_it_should_not_have():
    group = Group.objects.get(name=ANALYSTS)
    group.permissions.add(Permission.objects.get(codename="add_user"))
    group.permissions.remove(Permission.objects.get(codename="view_source"))
    for _ in range(2):
        call_command("make_groups")
        assert granted() == wanted()


def test_migrating_makes_the_group():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert granted() == wanted()


def test_every_noun_on_the_desk_has_its_line_in_the_table():
    assert {model._meta.label_lower for model in registered()} <= MAY.keys()


def test_the_documented_table_is_that_of_the_group():
    text = (Path(settings.BASE_DIR) / "docs" / "desk.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z]+\.[a-z]+)` \| ([^|]+) \|$", text, re.MULTILINE)
    assert {label: tuple(words.replace(" ", "").split(",")) for label, words in rows} == MAY


# --- Accounts ---------------------------------------------------------------------------------------
def test_an_analysts_account_opens_the_desk():
    said = io.StringIO()
    call_command("make_analyst", "lin", stdout=said)
    password = re.search(r"Account lin: (\S+)\n", said.getvalue())[1]
    user = authenticate(username="lin", password=password)
    assert (user.is_staff, user.is_superuser, [group.name for group in user.groups.all()]) == (
        True,
        False,
        [ANALYSTS],
    )
    assert desk_of(user).get("/admin/news/newsitem/add/").status_code == 200


def test_an_account_that_exists_is_left_alone():
    password, _ = make_analyst("lin")
    with pytest.raises(CommandError, match="lin exists already; nothing was changed"):
        call_command("make_analyst", "lin")
    assert authenticate(username="lin", password=password)


def test_a_new_password_is_given_only_when_asked_for():
    old, _ = make_analyst("lin")
    said = io.StringIO()
    call_command("make_analyst", "lin", "--new-password", stdout=said)
    new = re.search(r"New password of the account lin: (\S+)", said.getvalue())[1]
    assert new != old
    assert authenticate(username="lin", password=new)
    assert not authenticate(username="lin", password=old)


def test_a_new_password_raises_nobody_to_the_desk():
    get_user_model().objects.create_user("reader", password="x")
    call_command("make_analyst", "reader", "--new-password", stdout=io.StringIO())
    reader = get_user_model().objects.get(username="reader")
    assert (reader.is_staff, reader.groups.exists()) == (False, False)


@pytest.mark.parametrize("name", ["", "a b", "x" * 151, "<b>"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(CommandError, match="is no name for an account"):
        call_command("make_analyst", name)


def test_passwords_differ_and_pass_the_sites_own_rules():
    from django.contrib.auth.password_validation import validate_password

    passwords = [make_analyst(f"name-{n}")[0] for n in range(5)]
    assert len(set(passwords)) == 5
    assert all(validate_password(password) is None for password in passwords)


def test_the_group_is_made_without_its_tables_being_complete(monkeypatch):
    from projects import groups

    monkeypatch.setitem(groups.MAY, "projects.notyet", ("view",))
    assert make_groups().permissions.count() == len(wanted()) - 1
