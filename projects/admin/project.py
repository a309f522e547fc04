from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from desk.filters import by_rival
from desk.model_admin import FactAdmin, PartInline
from projects.models import Project, ProjectLink, ProjectRole, Status


class RoleInline(PartInline):
    model = ProjectRole
    fields = ("organization", "role")
    autocomplete_fields = ("organization",)


class LinkInline(PartInline):
    model = ProjectLink
    fk_name = "project"
    fields = ("other", "how")
    autocomplete_fields = ("other",)


@admin.register(Project)
class ProjectAdmin(FactAdmin):
    merges = True
    main = (
        "name", "native_name", ("former_name", "former_native_name", "renamed_on"), "aliases", "country", "kind",
        "scope", "announced_on", "part_of", "regime",
        ("altitude_km_min", "altitude_km_max"), "inclination_deg", "summary", "current_on",
    )  # fmt: skip
    autocomplete_fields = ("part_of",)
    inlines = (RoleInline, LinkInline)
    list_display = (
        "name", "native_name", "country", "kind", "scope", "latest_status", "announced_on", "confidence", "cited"
    )  # fmt: skip
    list_filter = (by_rival(), "scope", "kind", "confidence")
    search_fields = ("name", "native_name", "aliases", "summary", "slug")
    date_hierarchy = "announced_on_first"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.with_status()

    @admin.display(description=_("status"), ordering="status", empty_value="–")
    def latest_status(self, obj: Any) -> str | None:
        return str(Status(obj.status).label) if obj.status else None
