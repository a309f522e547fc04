"""Under which heading, and so at which address, a noun stands at the desk.

It is that of the app which holds the noun, unless the noun's admin names another one in `heading`: sources
stand among the nouns they prove, whatever folder their model is in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.urls import URLPattern, URLResolver, include, path, register_converter, reverse


def heading_of(site: AdminSite, model: type[Model]) -> str:
    """The label of the app under whose heading a noun stands."""
    return getattr(site._registry[model], "heading", "") or model._meta.app_label


def place(site: AdminSite, urls: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The addresses of the admin site, each noun at its heading."""
    moved = {
        f"{model._meta.app_label}/{model._meta.model_name}/": path(
            f"{heading_of(site, model)}/{model._meta.model_name}/", include(model_admin.urls)
        )
        for model, model_admin in site._registry.items()
    }
    lists = path("<heading:app_label>/", site.admin_view(site.app_index), name="app_list")
    return [
        lists if getattr(url, "name", "") == "app_list" else moved.get(str(url.pattern), url) for url in urls
    ]


class Heading:
    """A heading in an address. What names an app by its label is led to the heading of its nouns."""

    regex = "[a-z_]+"

    def to_python(self, value: str) -> str:
        if value not in _headings().values():
            raise ValueError(value)
        return value

    def to_url(self, label: str) -> str:
        return _headings().get(label, label)


def _headings() -> dict[str, str]:
    """The heading of each app's nouns, by the label of the app."""
    return {model._meta.app_label: heading_of(admin.site, model) for model in admin.site._registry}


register_converter(Heading, "heading")


def gather(site: AdminSite, listed: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The site's list of apps with each noun under its heading."""
    found: dict[str, dict[str, Any]] = {}
    for app in listed:
        for noun in app["models"]:
            label = heading_of(site, noun["model"])
            if label not in found:
                found[label] = app | {
                    "name": apps.get_app_config(label).verbose_name,
                    "app_label": label,
                    "app_url": reverse("admin:app_list", kwargs={"app_label": label}, current_app=site.name),
                    "models": [],
                }
            found[label]["models"].append(noun)
    for heading in found.values():
        heading["models"].sort(key=lambda noun: noun["name"])
    return sorted(found.values(), key=lambda heading: heading["name"].lower())
