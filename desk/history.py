"""The history of a record at the desk, and the way back to what it said before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from desk.deleted import name_of
from desk.locking import hold, state_of
from desk.parts import AdminPart
from facts.bringing_back import bring_back
from facts.differences import differences
from facts.ledger.registry import KINDS, kind_of
from facts.models import Revision
from facts.restoring import Refused, Unrestorable, restore

SHOWN_REVISIONS = 50


class History(AdminPart):
    """Of an admin for a curated noun: what was changed, and bringing it back."""

    object_history_template = "admin/curated_history.html"

    def get_urls(self) -> list[Any]:
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("<int:row_id>/revert/<int:revision_id>/", view(self.revert_view), name=f"{name}_revert"),
            path("<int:row_id>/restore/<int:revision_id>/", view(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Every change with a table of what it changed, and a button that brings back what stood before."""
        kind = kind_of(self.model)
        made: Iterable[Revision] = []
        if kind is not None and object_id.isdigit():
            made = Revision.objects.of_record(kind.name, int(object_id)).select_related("by")[
                :SHOWN_REVISIONS
            ]
        told = [{"change": c, "fields": differences(kind, c.before, c.after or {})} for c in made if kind]
        row = self.get_object(request, object_id)
        if row is None and told:
            return self._history_of_deleted(request, told)
        more = {"revisions": told, "may_change": self.has_change_permission(request, row)}
        more |= {"opened": state_of(row)} if row is not None and kind is not None else {}
        return super().history_view(request, object_id, more | (extra_context or {}))

    def _history_of_deleted(self, request: HttpRequest, told: list[dict[str, Any]]) -> HttpResponse:
        """What a record said that is not there any more; its way back stands with its deletion."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        change: Revision = told[0]["change"]
        shared = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "revisions": told,
            "change": change,
        }
        more = {
            "title": _("Deleted: %(name)s") % {"name": name_of(change)},
            "may_change": self.has_change_permission(request) and change.after is None,
        }
        return TemplateResponse(request, "admin/deleted_record.html", shared | more)

    def restore_view(self, request: HttpRequest, row_id: int, revision_id: int) -> HttpResponse:
        """Brings a deleted record back, with what its deletion took along."""
        kind = kind_of(self.model)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request) or kind is None:
            raise PermissionDenied
        deletions = Revision.objects.filter(kind=kind.name, row_id=row_id, after__isnull=True)
        change = get_object_or_404(deletions, pk=revision_id)
        try:
            back = bring_back(change, request.user, self.restored_wherever)
        except (Unrestorable, Refused) as error:
            messages.error(request, str(error))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", row_id)
        row = next(row for row in back.rows if type(row) is self.model and row.pk == row_id)
        self.log_addition(request, row, _("Brought back."))
        sentence = _("“%(row)s” is back, with %(more)s more records and %(ties)s links of others.")
        messages.success(
            request, sentence % {"row": row, "more": len(back.rows) - 1, "ties": len(back.linked)}
        )
        for left in back.left:
            messages.warning(request, left)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", row_id)

    def restored_wherever(self, change: Revision, by: Any) -> Any:
        """A row of any noun as it was before a change, by the way back of that noun."""
        desk: Any = self.admin_site.get_model_admin(KINDS[change.kind].model)
        return desk.restored(change, by)

    def restored(self, change: Revision, by: Any) -> Model:
        """The row as it was before a change; a noun with rules of its own has its own way back."""
        return restore(change, by)

    def revert_view(self, request: HttpRequest, row_id: int, revision_id: int) -> HttpResponse:
        """Brings a record back to what it said before a change."""
        kind = kind_of(self.model)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request) or kind is None:
            raise PermissionDenied
        change = get_object_or_404(Revision, pk=revision_id, kind=kind.name, row_id=row_id)
        try:
            with transaction.atomic():
                self._hold_as_opened(request, row_id)
                row = self.restored(change, request.user)
        except (Unrestorable, Refused) as error:
            messages.error(request, str(error))
        else:
            self.log_change(request, row, [{"changed": {"fields": [d.label for d in differences(
                kind, change.before, change.after or {})]}}])  # fmt: skip
            messages.success(request, _("“%(row)s” says again what it said before.") % {"row": row})
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", row_id)

    def _hold_as_opened(self, request: HttpRequest, row_id: int) -> None:
        """Holds a record whose history was looked at; raises Refused where somebody changed it since."""
        hold(self.model, [row_id])
        row, opened = self.get_object(request, str(row_id)), request.POST.get("opened")
        if row is not None and opened and opened != state_of(row):
            raise Refused(_("Somebody saved this entry since you opened its history: look at it again."))
