from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.units import QUANTITIES, UNITS, unit_refusal
from desk.forms import FactForm
from desk.model_admin import FactAdmin
from projects.models import Statement


class StatementForm(FactForm):
    """Quantity and unit are chosen from the closed list; a word from outside is refused with that list."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, words in (("quantity", QUANTITIES), ("unit", UNITS)):
            if name in self.fields:
                self.fields[name].error_messages["invalid_choice"] = _(
                    "“%(value)s” is not in the list: choose one of {list}."
                ).format(list=", ".join(words))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        quantity, unit = cleaned.get("quantity"), cleaned.get("unit")
        if quantity and unit and (sentence := unit_refusal(quantity, unit)):
            self.add_error("unit", f"{sentence}.")
        return cleaned


@admin.register(Statement)
class StatementAdmin(FactAdmin):
    form = StatementForm
    main = (
        "project", "spacecraft", "quantity", ("value", "value_max", "unit"), "qualifier", "precision",
        "part", "stated_on",
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
