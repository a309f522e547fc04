"""Django's admin with the site of the desk in place of its own."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "projects.desk.DeskSite"
