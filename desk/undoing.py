"""Undoing a table that was taken: one press, and a sentence for each row that stays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from desk.history import History
from facts.ledger.registry import kind_of
from facts.models import TakenTable
from facts.undoing import Undoable, undo

SHOWN_TABLES = 20


class UndoesTables(History):
    """Of an admin for a curated noun: the tables that were taken, and the way back from each."""

    def get_urls(self) -> list[Any]:
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = path("import/<int:table_id>/undo/", view(self.undo_view), name=f"{name}_undo")
        return [own, *super().get_urls()]

    def taken_tables(self, request: HttpRequest) -> dict[str, Any]:
        """The last tables of this noun, and whether this person may undo one."""
        kind = kind_of(self.model)
        tables = TakenTable.objects.filter(kind=kind.name if kind else "").select_related("by", "undone_by")
        return {"taken": tables[:SHOWN_TABLES], "may_undo": self._may_undo(request)}

    def _may_undo(self, request: HttpRequest) -> bool:
        """What a table entered is deleted by it, and what it changed is changed."""
        return self.has_delete_permission(request) and self.has_change_permission(request)

    def undo_view(self, request: HttpRequest, table_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        kind = kind_of(self.model)
        if not self._may_undo(request) or kind is None:
            raise PermissionDenied
        table = get_object_or_404(TakenTable, pk=table_id, kind=kind.name)
        try:
            done = undo(table, request.user, self.restored_wherever)
        except Undoable as sentence:
            messages.error(request, str(sentence))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        context = {"title": _("The table was undone") if not done.refused else _("Not all of the table was undone"),
                   "opts": self.opts, "table": table, "done": done}  # fmt: skip
        return TemplateResponse(
            request, "admin/tables/undone.html", self.admin_site.each_context(request) | context
        )
