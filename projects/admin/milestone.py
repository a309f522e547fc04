from django.contrib import admin

from desk.filters import by_rival
from desk.model_admin import FactAdmin
from projects.models import Milestone


@admin.register(Milestone)
class MilestoneAdmin(FactAdmin):
    main = ("title", "on", "kind", "country", "project", "projects_also", "summary")
    list_display = ("title", "on", "kind", "country", "project", "confidence", "cited")
    list_select_related = ("project",)
    list_filter = (by_rival(), "kind", "confidence")
    search_fields = ("title", "summary", "project__name", "project__native_name", "project__aliases", "slug")
    autocomplete_fields = ("project", "projects_also")
    date_hierarchy = "on_first"
