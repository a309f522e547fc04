"""Who may do what at the desk: every noun, every action, an analyst, an outsider, a stranger."""

import io
import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from accounts.roles import ANALYSTS, EDITORS, GROUPS, make_analyst, make_groups, rights
from tests.desk.desk import administrator, analyst, desk_of, editor, registered
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def test_accounts_are_not_an_analysts():
    client = desk_of(analyst())
    for path in ("user/", "group/", "user/add/", "group/add/", "user/1/change/"):
        assert client.get(f"/admin/auth/{path}").status_code in {302, 403}, path
    assert client.get("/admin/auth/user/").status_code == 403


def test_the_index_shows_what_may_be_seen_and_nothing_else():
    page = desk_of(analyst()).get("/admin/")
    shown = {
        model["model"]._meta.label_lower: {name for name, may in model["perms"].items() if may}
        for app in page.context["app_list"]
        for model in app["models"]
    }
    on_desk = {model._meta.label_lower for model in registered()}
    assert shown == {
        label: set(actions) for label, actions in rights(ANALYSTS).items() if label in on_desk and actions
    }
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
def granted(group: str) -> set[str]:
    return {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Group.objects.get(name=group).permissions.select_related("content_type")
    }


def wanted(group: str) -> set[str]:
    return {
        f"{label.split('.')[0]}.{action}_{label.split('.')[1]}"
        for label, actions in rights(group).items()
        for action in actions
    }


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_has_exactly_its_permissions(group):
    assert granted(group) == wanted(group)


def test_analysts_and_editors_delete_nothing_and_only_editors_publish_and_decide_of_answers():
    assert not any(".delete_" in name for name in granted(EDITORS))
    assert granted(EDITORS) - granted(ANALYSTS) == {"news.publish_newsitem", "feeds.change_feedrun"}


def test_making_the_groups_again_takes_back_what_they_should_not_have():
    for name in GROUPS:
        group = Group.objects.get(name=name)
        group.permissions.add(Permission.objects.get(codename="delete_session"))
        group.permissions.remove(Permission.objects.get(codename="view_source"))
    for _ in range(2):
        call_command("make_groups")
        assert all(granted(name) == wanted(name) for name in GROUPS)


def test_migrating_makes_the_groups():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert all(granted(name) == wanted(name) for name in GROUPS)


# --- Accounts ---------------------------------------------------------------------------------------
def test_an_analysts_account_opens_the_desk():
    said = io.StringIO()
    call_command("make_analyst", "lin", stdout=said)
    password = present(re.search(r"Account lin: (\S+)\n", said.getvalue()))[1]
    user = present(authenticate(username="lin", password=password))
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
    new = present(re.search(r"New password of the account lin: (\S+)", said.getvalue()))[1]
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
    for password in passwords:
        validate_password(password)  # raises


def test_the_group_is_made_without_its_tables_being_complete(monkeypatch):
    from accounts import roles

    monkeypatch.setitem(roles._DECLARED, "notyet", roles.Rights(analysts={"table": ("view",)}))
    assert make_groups().permissions.count() == len(wanted(ANALYSTS)) - 1


@pytest.mark.parametrize("group", [EDITORS, "Administrators"])
def test_an_account_of_another_group_is_made_too(group):
    call_command("make_analyst", "lin", "--group", group, stdout=io.StringIO())
    assert [g.name for g in get_user_model().objects.get(username="lin").groups.all()] == [group]


# --- Accounts at the desk -----------------------------------------------------------------------------
PEOPLE = "/admin/auth/user/"


def sent(client, url: str, **values):
    form = client.get(url).context["adminform"].form
    kept = {name: form[name].value() for name in form.fields if name != "password"}
    kept = {name: value for name, value in kept.items() if value not in (None, False)} | values
    return client.post(url, {name: value for name, value in kept.items() if value is not None})


def test_an_administrator_opens_an_account_and_closes_it():
    client = desk_of(administrator())
    values = {"username": "lin", "usable_password": "true", "password1": "a-Long-password-9",
              "password2": "a-Long-password-9", "is_staff": "on",
              "groups": [Group.objects.get(name=EDITORS).pk]}  # fmt: skip
    assert client.post(f"{PEOPLE}add/", values).status_code == 302
    lin = get_user_model().objects.get(username="lin")
    assert authenticate(username="lin", password="a-Long-password-9") == lin
    assert lin.has_perm("news.publish_newsitem")
    assert sent(client, f"{PEOPLE}{lin.pk}/change/", is_active=None).status_code == 302
    assert authenticate(username="lin", password="a-Long-password-9") is None
    assert client.post(f"{PEOPLE}{lin.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_administrator_makes_no_superuser_and_touches_none():
    client = desk_of(administrator())
    lin, boss = editor("lin"), get_user_model().objects.create_superuser("boss", password="x")
    assert sent(client, f"{PEOPLE}{lin.pk}/change/", is_superuser="on").status_code == 302
    lin.refresh_from_db()
    assert not lin.is_superuser
    assert client.post(f"{PEOPLE}{boss.pk}/change/", {"username": "taken"}).status_code == 403
    assert client.post(f"{PEOPLE}{boss.pk}/password/", {"password1": "x"}).status_code == 403
    boss.refresh_from_db()
    assert boss.username == "boss"


def test_the_rules_for_passwords_stand_at_the_field_and_hold():
    client = desk_of(administrator())
    page = client.get(f"{PEOPLE}add/").content.decode()
    assert "at least 12 characters" in page
    values = {"username": "lin", "usable_password": "true", "password1": "short", "password2": "short"}
    answer = client.post(f"{PEOPLE}add/", values)
    assert "at least 12 characters" in str(answer.context["adminform"].form.errors["password2"])
    own = desk_of(analyst()).get("/admin/password_change/").content.decode()
    assert "at least 12 characters" in own
