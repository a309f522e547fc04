"""Nouns that only feeds write: at the desk they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.forms import BaseInlineFormSet
from django.http import HttpRequest


class FirstRows(BaseInlineFormSet):
    """The first rows of a long list: the rest is in the list of its own."""

    most = 50

    def get_queryset(self) -> QuerySet:
        return super().get_queryset()[: self.most]


class NobodyWrites:
    """What a feed wrote, nobody changes by hand."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(NobodyWrites, admin.ModelAdmin):
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    list_prefetch: Sequence[str] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class ReadOnlyInline(NobodyWrites, admin.TabularInline):
    formset = FirstRows
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
