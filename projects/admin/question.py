from django.contrib import admin

from desk.filters import by_rival
from desk.model_admin import FactAdmin
from projects.models import OpenQuestion


@admin.register(OpenQuestion)
class OpenQuestionAdmin(FactAdmin):
    main = ("question", "why_it_matters", "subject", "answered_by", "projects", "country", "asked_on")
    list_display = ("question", "subject", "country", "asked_on", "confidence", "cited")
    list_filter = (by_rival(), "subject", "confidence")
    search_fields = ("question", "why_it_matters", "projects__name", "projects__native_name", "slug")
    autocomplete_fields = ("projects",)
    date_hierarchy = "asked_on_first"
