"""Analysts, editors, administrators: what each may do at the desk, and nothing else (docs/desk.md)."""

from __future__ import annotations

import secrets
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction

ANALYSTS, EDITORS, ADMINISTRATORS = "Analysts", "Editors", "Administrators"
WRITE = ("add", "change", "view")
READ = ("view",)
NONE: tuple[str, ...] = ()

# What analysts may do. Facts are entered and corrected, never deleted: what was published stays
# traceable. What a feed owns is only looked at. A noun of ours that is not on the desk has no right.
MAY: dict[str, tuple[str, ...]] = {
    "facts.source": WRITE,
    "projects.organization": WRITE,
    "projects.project": WRITE,
    "projects.projectrole": WRITE,
    "projects.projectlink": WRITE,
    "projects.statuschange": WRITE,
    "projects.target": WRITE,
    "projects.statement": WRITE,
    "projects.milestone": WRITE,
    "projects.fundingevent": WRITE,
    "projects.exchangerate": WRITE,
    "projects.filing": WRITE,
    "projects.filingstep": WRITE,
    "projects.openquestion": WRITE,
    "launches.launch": WRITE,
    "launches.spacecraft": WRITE,
    "launches.launchtotal": WRITE,
    "launches.netrevision": READ,
    "launches.elementset": READ,
    "launches.catalogueentry": READ,
    "news.newsitem": WRITE,
    "news.newsstep": READ,
    "news.suggestion": ("change", "view"),
    "feeds.feedrun": READ,
    "feeds.quarantinedrecord": READ,
    "feeds.asking": READ,
    "feeds.bookmark": READ,
    "feeds.host": READ,
    "facts.revision": NONE,
    "facts.ledgerversion": NONE,
    "facts.loadedrow": NONE,
    "facts.upload": NONE,
    "feeds.rawanswer": NONE,
    "launches.listing": NONE,
    "launches.pastread": NONE,
    "auth.user": NONE,
    "auth.group": NONE,
}
# What editors may do beyond that, and administrators beyond editors. Accounts are closed, never
# deleted: the account of changes names them.
# Who may change runs decides of answers that were held: no field of a run is typed over.
EDITORS_TOO: dict[str, tuple[str, ...]] = {"news.newsitem": ("publish",), "feeds.feedrun": ("change",)}
_DELETED = [label for label, actions in MAY.items() if actions == WRITE]
ADMINISTRATORS_TOO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_DELETED, ("delete",)),
    "auth.user": WRITE,
    "auth.group": READ,
}
GROUPS: dict[str, tuple[dict[str, tuple[str, ...]], ...]] = {
    ANALYSTS: (MAY,),
    EDITORS: (MAY, EDITORS_TOO),
    ADMINISTRATORS: (MAY, EDITORS_TOO, ADMINISTRATORS_TOO),
}
APPS = frozenset(label.partition(".")[0] for label in MAY)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


def rights(group: str) -> dict[str, tuple[str, ...]]:
    """What members of a group may do, by noun."""
    found: dict[str, tuple[str, ...]] = {}
    for part in GROUPS[group]:
        for label, actions in part.items():
            found[label] = (*found.get(label, ()), *actions)
    return found


@transaction.atomic
def make_groups(**_: Any) -> Group:
    """The groups with exactly their permissions, as far as their tables exist; gives the analysts'.

    May run twice.
    """
    every = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.filter(content_type__app_label__in=APPS).select_related(
            "content_type"
        )
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
    if sender.label in APPS and apps.is_installed("django.contrib.auth"):
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
