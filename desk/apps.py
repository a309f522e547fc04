"""The desk: Django's admin with a site of ours in place of its own, and what it is made of."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class DeskSiteConfig(admin_apps.AdminConfig):
    default = False
    default_site = "desk.site.DeskSite"


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        from desk import rights  # noqa: F401  declares them
