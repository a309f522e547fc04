from django.contrib import admin

from desk.filters import by_rival
from desk.model_admin import FactAdmin
from projects.models import StatusChange


@admin.register(StatusChange)
class StatusChangeAdmin(FactAdmin):
    main = ("project", "status", "on")
    list_display = ("project", "status", "on", "confidence", "known_on", "cited")
    list_select_related = ("project",)
    list_filter = (by_rival("project__country"), "status", "confidence")
    search_fields = ("project__name", "project__native_name", "project__aliases", "note", "slug")
    autocomplete_fields = ("project",)
    date_hierarchy = "on_first"
