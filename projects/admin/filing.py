from django.contrib import admin

from projects.admin.base import FactAdmin, PartInline
from projects.admin.filters import by_rival
from projects.models import Filing, FilingStep


class StepInline(PartInline):
    model = FilingStep
    fk_name = "filing"
    fields = ("step", "on", "document")
    autocomplete_fields = ("document",)


@admin.register(Filing)
class FilingAdmin(FactAdmin):
    main = (
        "authority", "country", "kind", "on", "organization", "project", "docket", "satellites_requested",
        "contained_in", ("altitude_km_min", "altitude_km_max"), "frequency", "summary", "outcome",
    )  # fmt: skip
    inlines = (StepInline,)
    list_display = (
        "authority", "kind", "on", "organization", "project", "docket", "satellites_requested", "country",
        "confidence", "cited",
    )  # fmt: skip
    list_select_related = ("organization", "project")
    list_filter = (by_rival(), "kind", "confidence")
    search_fields = (
        "authority", "docket", "summary", "organization__name", "organization__native_name",
        "organization__aliases", "project__name", "project__native_name", "project__aliases", "slug",
    )  # fmt: skip
    autocomplete_fields = ("organization", "project", "contained_in")
    date_hierarchy = "on_first"
