from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.model_admin import FactAdmin
from projects.models import Statement


@admin.register(Statement)
class StatementAdmin(FactAdmin):
    main = (
        "project", "spacecraft", "quantity", ("value", "value_max", "unit"), "qualifier", "precision",
        "stated_on",
    )  # fmt: skip
    list_display = (
        "quantity", "subject", "amount", "qualifier", "precision", "stated_on", "confidence", "cited"
    )  # fmt: skip
    list_select_related = ("project", "spacecraft")
    list_filter = ("quantity", "qualifier", "precision", "confidence")
    search_fields = (
        "quantity", "unit", "project__name", "project__native_name", "project__aliases",
        "spacecraft__name", "spacecraft__native_name", "note", "slug",
    )  # fmt: skip
    autocomplete_fields = ("project", "spacecraft")
    date_hierarchy = "stated_on_first"

    @admin.display(description=_("of"), ordering="project__name")
    def subject(self, obj: Statement) -> str:
        return str(obj.project or obj.spacecraft)

    @admin.display(description=_("value"), ordering="value")
    def amount(self, obj: Statement) -> str:
        highest = f" – {obj.value_max.normalize():f}" if obj.value_max is not None else ""
        return f"{obj.value.normalize():f}{highest} {obj.unit}"
