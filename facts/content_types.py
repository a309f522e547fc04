"""Content types of models that moved to another app: what points at them moves along, whatever was made meanwhile.

A type may stand twice: the code before and the code after a move each make their own where they save a line
of the log or give rights. Then the two become one, with the lines, rights and grants of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings


def move_types(apps: Any, models: Iterable[str], old: str, new: str, using: str = "default") -> None:
    """Lets the types of these models be those of the app `new` instead of `old`. May run twice."""
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    for model in models:
        found = list(types.filter(model=model, app_label__in=[old, new]).order_by("pk"))
        if not any(one.app_label == old for one in found):
            continue
        kept, *twins = found  # the older one: more points at it
        for twin in twins:
            _merge(apps, twin, kept, using)
        types.filter(pk=kept.pk).update(app_label=new)


def _merge(apps: Any, twin: Any, kept: Any, using: str) -> None:
    """Everything that points at one type points at the other, and the first is gone."""
    apps.get_model("admin", "LogEntry").objects.using(using).filter(content_type_id=twin.pk).update(
        content_type_id=kept.pk
    )
    rights = apps.get_model("auth", "Permission").objects.using(using)
    groups = apps.get_model("auth", "Group").objects.using(using)
    people = apps.get_model(settings.AUTH_USER_MODEL).objects.using(using)
    for right in rights.filter(content_type_id=twin.pk):
        own = rights.filter(content_type_id=kept.pk, codename=right.codename).first()
        if own is None:
            rights.filter(pk=right.pk).update(content_type_id=kept.pk)
            continue
        for group in groups.filter(permissions=right.pk):
            group.permissions.add(own)
        for person in people.filter(user_permissions=right.pk):
            person.user_permissions.add(own)
        right.delete()
    twin.delete()
