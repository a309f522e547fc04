from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.filters import by_rival
from desk.model_admin import FactAdmin
from projects.models import ExchangeRate, FundingEvent


@admin.register(FundingEvent)
class FundingEventAdmin(FactAdmin):
    main = (
        "organization", "project", "on", "instrument", "round", "stage", "scope", "scope_reason",
        "direction", ("amount", "currency"), "amount_usd", ("valuation", "valuation_currency"), "investors",
        "alternative_to", "summary",
    )  # fmt: skip
    list_display = (
        "organization", "on", "instrument", "round", "stage", "scope", "direction", "sum", "amount_usd",
        "confidence", "cited",
    )  # fmt: skip
    list_select_related = ("organization", "project")
    list_filter = (
        by_rival("organization__country"),
        "scope",
        "direction",
        "instrument",
        "stage",
        "confidence",
    )
    search_fields = (
        "organization__name", "organization__native_name", "organization__aliases", "summary", "investors",
        "project__name", "slug",
    )  # fmt: skip
    autocomplete_fields = ("organization", "project", "alternative_to")
    date_hierarchy = "on_first"

    # The stubs know no lazy text here.
    @admin.display(description=_("amount"), ordering="amount", empty_value=_("not disclosed"))  # type: ignore[call-overload]
    def sum(self, obj: FundingEvent) -> str | None:
        return f"{obj.amount:,} {obj.currency}" if obj.amount else None


@admin.register(ExchangeRate)
class ExchangeRateAdmin(FactAdmin):
    main = ("currency", "usd_per_unit", "on")
    list_display = ("currency", "usd_per_unit", "on", "confidence", "cited")
    list_filter = ("currency", "confidence")
    search_fields = ("currency", "note", "slug")
    date_hierarchy = "on_first"
