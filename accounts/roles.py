"""Analysts, editors, administrators: what each may do at the desk, and nothing else (docs/desk.md)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction

GROUPS = ANALYSTS, EDITORS, ADMINISTRATORS = "Analysts", "Editors", "Administrators"
WRITE = ("add", "change", "view")
READ = ("view",)
NONE: tuple[str, ...] = ()

Actions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Rights:
    """What people may do with the nouns of one app, by model name: each app declares its own.

    Facts are entered and corrected, never deleted, by analysts: what was published stays traceable. What a
    feed owns is only looked at. A noun that is not on the desk has no right. Editors may what analysts may
    and `editors` beyond that; administrators what editors may, delete what analysts write, and
    `administrators` beyond. `second_factor` are the rights whose holders sign in with a second factor.
    """

    analysts: Actions
    editors: Actions = field(default_factory=dict)
    administrators: Actions = field(default_factory=dict)
    second_factor: tuple[str, ...] = ()


_DECLARED: dict[str, Rights] = {}


def declare(app: str, rights: Rights) -> None:
    """Takes the rights of an app, by its label; called when Django starts."""
    _DECLARED[app] = rights


def rights(group: str) -> dict[str, tuple[str, ...]]:
    """What members of a group may do, by noun (`app.model`)."""
    found: dict[str, tuple[str, ...]] = {}
    for app, declared in _DECLARED.items():
        for actions in _held(declared, group):
            for model, names in actions.items():
                found[f"{app}.{model}"] = (*found.get(f"{app}.{model}", ()), *names)
    return found


def _held(declared: Rights, group: str) -> list[Actions]:
    deleted = {model: ("delete",) for model, names in declared.analysts.items() if names == WRITE}
    return {
        ANALYSTS: [declared.analysts],
        EDITORS: [declared.analysts, declared.editors],
        ADMINISTRATORS: [declared.analysts, declared.editors, deleted, declared.administrators],
    }[group]


def weighty() -> list[str]:
    """The permissions whose holders sign in with a second factor."""
    return [f"{app}.{name}" for app, declared in _DECLARED.items() for name in declared.second_factor]


LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


@transaction.atomic
def make_groups(**_: Any) -> Group:
    """The groups with exactly their permissions, as far as their tables exist; gives the analysts'.

    May run twice.
    """
    every = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.filter(
            content_type__app_label__in=list(_DECLARED)
        ).select_related("content_type")
    }
    groups = {}
    for name in GROUPS:
        groups[name], _created = Group.objects.get_or_create(name=name)
        wanted = [
            (label.partition(".")[0], f"{action}_{label.partition('.')[2]}")
            for label, actions in rights(name).items()
            for action in actions
        ]
        groups[name].permissions.set([every[key] for key in wanted if key in every])
    return groups[ANALYSTS]


def after_migrate(sender: Any, **_: Any) -> None:
    """Keeps the groups right after each migration of one of their apps."""
    if sender.label in _DECLARED and apps.is_installed("django.contrib.auth"):
        make_groups()


def random_password() -> str:
    """Twenty letters and digits in four parts: 99 bits, easy to type from a screen."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


@transaction.atomic
def make_analyst(name: str, *, new_password: bool = False, group: str = ANALYSTS) -> tuple[str, bool]:
    """(password, is it new) of an account in the group; an empty password where nothing was changed.

    An account that exists keeps its rights.
    """
    users = get_user_model()._default_manager
    user = users.filter(**{get_user_model().USERNAME_FIELD: name}).first()
    if user is not None and not new_password:
        return "", False
    password = random_password()
    if user is None:
        user = users.create_user(name, password=password, is_staff=True)
        make_groups()
        user.groups.add(Group.objects.get(name=group))
        return password, True
    user.set_password(password)
    user.save(update_fields=["password"])
    return password, False
