from django.contrib import admin

from desk.filters import by_rival
from desk.model_admin import FactAdmin
from projects.models import Organization


@admin.register(Organization)
class OrganizationAdmin(FactAdmin):
    merges = True
    main = (
        "name", "native_name", ("former_name", "former_native_name", "renamed_on"), "aliases", "country", "kind",
        "parent", "parent_name", "founded_on",
        "headquarters", "website", "summary", "current_on",
    )  # fmt: skip
    list_display = ("name", "native_name", "country", "kind", "parent", "confidence", "known_on", "cited")
    list_select_related = ("parent",)
    list_filter = (by_rival(), "kind", "confidence")
    search_fields = ("name", "native_name", "aliases", "summary", "slug")
    autocomplete_fields = ("parent",)
    date_hierarchy = "known_on"
