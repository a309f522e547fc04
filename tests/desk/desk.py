"""Accounts and form values for tests of the desk."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.roles import ADMINISTRATORS, ANALYSTS, EDITORS, make_groups


def analyst(name: str = "ana", group: str = ANALYSTS) -> Any:
    user = get_user_model().objects.create_user(name, password="a-long-password", is_staff=True)
    if not Group.objects.filter(name=group).exists():  # the database of the tests has them
        make_groups()
    user.groups.add(Group.objects.get(name=group))
    return user


def editor(name: str = "edi") -> Any:
    return analyst(name, EDITORS)


def administrator(name: str = "ada") -> Any:
    return analyst(name, ADMINISTRATORS)


def desk_of(user: Any) -> Client:
    """A signed-in client."""
    client = Client()
    client.force_login(user)
    return client


def address(model: type[Model], action: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=arguments)


def registered() -> list[type[Model]]:
    """The nouns on the desk, in a fixed order; Django's own accounts are left out."""
    models = [model for model in admin.site._registry if model._meta.app_label != "auth"]
    return sorted(models, key=lambda model: model._meta.label)


def values_of(page: Any) -> dict[str, Any]:
    """What the form on this page would send, were it sent as it stands."""
    form = page.context["adminform"].form
    values: dict[str, Any] = {}
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    for part in [
        form,
        *(formset.management_form for formset in formsets),
        *(f for fs in formsets for f in fs),
    ]:
        for bound in part:
            _put(values, bound)
    return values


def _put(values: dict[str, Any], bound: Any) -> None:
    value = bound.value()
    widget = bound.field.widget
    if hasattr(widget, "widgets"):  # a date and a time
        for n, single in enumerate(widget.decompress(value)):
            values[f"{bound.html_name}_{n}"] = "" if single is None else str(single)
    elif isinstance(value, bool):
        if value:
            values[bound.html_name] = "on"
    elif isinstance(value, list | tuple) or hasattr(value, "all"):
        values[bound.html_name] = [getattr(item, "pk", item) for item in value]
    else:
        values[bound.html_name] = "" if value is None else value
