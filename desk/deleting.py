"""Deleting at the desk: what something stands on is not deleted, and the refusal says how to go on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from desk.groups import grouped
from desk.locking import act_of, hold
from desk.parts import AdminPart
from facts.ledger.registry import kind_of
from facts.ledger.soundness import faults_of_rows
from facts.restoring import Refused
from facts.uses import free_of_itself, stands_on, uses_of

SHOWN_FAULTS = 5


class Deletes(AdminPart):
    """Of an admin for a curated noun: deletion, of one row and of many."""

    delete_confirmation_template = "admin/curated_delete.html"
    delete_selected_confirmation_template = "admin/curated_delete_selected.html"

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with act_of(request):
                return super().delete_view(request, object_id, *args, **kwargs)
        except Refused as sentence:
            messages.error(request, str(sentence))
            return redirect(request.path)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with act_of(request):
                return super().changelist_view(request, *args, **kwargs)
        except Refused as sentence:
            messages.error(request, str(sentence))
            return redirect(request.get_full_path())

    def refuses_deletion(self, row: Any) -> str:
        """Why a row is not deleted whatever stands on it; empty where it may be."""
        return ""

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        """What goes with the rows; in the place of what Django protects, a sentence for each that is not deleted.

        What the account of a deletion keeps goes with the record, whoever wrote it.
        """
        rows, kind = list(objs), kind_of(self.model)
        if request.method == "POST":
            hold(self.model, [row.pk for row in rows], leaving=True)
        found, counts, needed, _protected = super().get_deleted_objects(
            rows, request
        )  # a part of itself, at most
        kept = {str(one.model._meta.verbose_name) for one in kind.goes_with} if kind else set()
        refused = [sentence for row in rows if (sentence := self._refusal(request, row, rows))]
        return found, counts, {name for name in needed if str(name) not in kept}, refused

    def _refusal(self, request: HttpRequest, row: Any, rows: Iterable[Any]) -> SafeString | str:
        if why := self.refuses_deletion(row):
            return why
        uses = [use for use in uses_of(row) if use.record not in rows]
        if not uses:
            return ""
        ways = self.ways_beside_deletion(request, row)
        onwards = (
            format_html_join(" ", '<a class="button" href="{}">{}</a>', ((url, label) for label, url in ways))
            if ways
            else _("Let them point at another record, or delete them first.")
        )
        said = f"{_('It is not deleted.')} {stands_on(row, uses)}"
        listed = render_to_string("admin/_groups.html", {"groups": grouped(uses)})
        return format_html("<p>{}</p><p>{}</p>{}", said, onwards, listed)

    def ways_beside_deletion(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        """(label, address) of what this person can do with a row that is not deleted."""
        return []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        before = set(faults_of_rows())
        free_of_itself(obj)
        super().delete_model(request, obj)
        _refuse_faults(before)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        before = set(faults_of_rows())
        for row in queryset:
            free_of_itself(row)
        super().delete_queryset(request, queryset)
        _refuse_faults(before)


def _refuse_faults(before: set[Any]) -> None:
    """Raises Refused where the ledger's files would not load any more: a day that nothing shows, for one."""
    if faults := [fault for fault in faults_of_rows() if fault not in before]:
        told = [f"{fault.record} · {fault.field}: {fault.sentence}" for fault in faults[:SHOWN_FAULTS]]
        raise Refused(
            _("It is not deleted. Without it this would not hold: %(told)s.") % {"told": "; ".join(told)}
        )
