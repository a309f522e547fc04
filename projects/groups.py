"""The group of analysts: what its members may do at the desk, and nothing else (docs/desk.md)."""

from __future__ import annotations

import secrets
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

ANALYSTS = "Analysts"
WRITE = ("add", "change", "view")
READ = ("view",)

# Facts are entered and corrected, never deleted: what was published stays traceable. What a feed
# owns is only looked at.
MAY: dict[str, tuple[str, ...]] = {
    "projects.source": WRITE,
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
    "feeds.feedrun": READ,
    "feeds.quarantinedrecord": READ,
}
APPS = frozenset(label.partition(".")[0] for label in MAY)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


@transaction.atomic
def make_groups(**_: Any) -> Group:
    """The group with exactly these permissions, as far as their tables exist. May run twice."""
    group, _created = Group.objects.get_or_create(name=ANALYSTS)
    wanted = Q(pk__in=[])
    for label, actions in MAY.items():
        app, model = label.split(".")
        codenames = [f"{action}_{model}" for action in actions]
        wanted |= Q(content_type__app_label=app, codename__in=codenames)
    group.permissions.set(Permission.objects.filter(wanted))
    return group


def after_migrate(sender: Any, **_: Any) -> None:
    """Keeps the group right after each migration of one of its apps."""
    if sender.label in APPS and apps.is_installed("django.contrib.auth"):
        make_groups()


def random_password() -> str:
    """Twenty letters and digits in four parts: 99 bits, easy to type from a screen."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


@transaction.atomic
def make_analyst(name: str, *, new_password: bool = False) -> tuple[str, bool]:
    """(password, is it new) of an account in the group; an empty password where nothing was changed."""
    users = get_user_model()._default_manager
    user = users.filter(**{get_user_model().USERNAME_FIELD: name}).first()
    if user is not None and not new_password:
        return "", False
    password = random_password()
    if user is None:
        user = users.create_user(name, password=password, is_staff=True)
        user.groups.add(make_groups())
        return password, True
    user.set_password(password)
    user.save(update_fields=["password"])
    return password, False
