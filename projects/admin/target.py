from django.contrib import admin

from desk.filters import by_rival
from desk.model_admin import FactAdmin
from projects.models import Target


@admin.register(Target)
class TargetAdmin(FactAdmin):
    """Targets are added, not rewritten: a restated date is a new one with the same promise."""

    main = (
        "project", "speaker", "milestone", "promise", "text", "stated_on", "due", "bound", "compute",
        "outcome_on", "not_met_on", "searched_on", "superseded_by",
    )  # fmt: skip
    list_display = (
        "text", "project", "milestone", "promise", "stated_on", "bound", "due", "outcome_on", "not_met_on",
        "confidence", "cited",
    )  # fmt: skip
    list_select_related = ("project",)
    list_filter = (by_rival("project__country"), "milestone", "bound", "confidence")
    search_fields = ("text", "promise", "project__name", "project__native_name", "project__aliases", "slug")
    autocomplete_fields = ("project", "speaker", "superseded_by")
    date_hierarchy = "due_first"
