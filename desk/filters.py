"""Filters of the desk's lists."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.countries import RIVALS, country_name


def by_rival(path: str = "country") -> type[admin.SimpleListFilter]:
    """United States, China, or another country, along this path."""

    class ByRival(admin.SimpleListFilter):
        title = _("country")
        parameter_name = "of"

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
            return [*((code, country_name(code)) for code in RIVALS), ("other", _("another"))]

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
            if self.value() in RIVALS:
                return queryset.filter(**{path: self.value()})
            if self.value() == "other":
                return queryset.exclude(**{f"{path}__in": RIVALS})
            return queryset

    return ByRival
