"""Designators that came with the number of a spacecraft and are not its own: here a person decides of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _

from desk.read_only import ReadOnlyAdmin
from facts.history import account
from launches.models import OtherDesignator
from launches.services.designators import accept, leave_out


@admin.register(OtherDesignator)
class OtherDesignatorAdmin(ReadOnlyAdmin):
    """Each word is a row; the newest of a number and designator counts, and only that is decided of."""

    list_display = ("number", "object_id", "own_id", "found_in", "decision", "recorded_at")
    fields = readonly_fields = list_display
    list_filter = ("decision", "found_in")
    search_fields = ("=norad_cat_id", "object_id", "own_id")
    actions = ("accept_chosen", "leave_out_chosen")

    @admin.display(description=_("NORAD number"), ordering="norad_cat_id")
    def number(self, obj: OtherDesignator) -> str:
        return str(obj.norad_cat_id)

    def has_change_permission(self, request: HttpRequest, obj: OtherDesignator | None = None) -> bool:
        """Who may decide. A word that was entered stays as it is."""
        return admin.ModelAdmin.has_change_permission(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and self.has_change_permission(request):
            return HttpResponseNotAllowed(["GET"])
        more = {"show_save": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    @admin.action(description=_("Accept on the spacecraft record"), permissions=["change"])
    def accept_chosen(self, request: HttpRequest, chosen: QuerySet[OtherDesignator]) -> None:
        self._decide(request, chosen, accept, str(_("Other designator accepted.")))

    @admin.action(description=_("Leave out"), permissions=["change"])
    def leave_out_chosen(self, request: HttpRequest, chosen: QuerySet[OtherDesignator]) -> None:
        self._decide(request, chosen, leave_out, str(_("Other designator left out.")))

    def _decide(
        self,
        request: HttpRequest,
        chosen: QuerySet[OtherDesignator],
        decide: Callable[[OtherDesignator], None],
        why: str,
    ) -> None:
        waiting = list(
            OtherDesignator.objects.waiting().filter(pk__in=list(chosen.values_list("pk", flat=True)))
        )
        with account(request.user, why):
            for row in waiting:
                decide(row)
        if waiting:
            messages.success(request, ", ".join(map(str, waiting)) + f": {why}")
        else:
            messages.error(request, _("None of the chosen waits for a person."))
