"""Merging, replacing and renaming at the desk: first a look at what moves and what it changes, then one press."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.addresses import readers_page
from desk.locking import hold, state_of
from desk.move_preview import Preview, preview_of
from desk.parts import AdminPart
from facts.history import MOST_WHY, account
from facts.merging import Unmergeable
from facts.moving import move
from facts.renaming import Unrenamable, refuse, rename
from facts.uses import records_of, uses_of


def _why() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=MOST_WHY,
        help_text=gettext_lazy("Readers see it beside the changes."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class NamedSelect(AutocompleteSelect):
    """A field that completes names, and says what is chosen in it to those who do not see it."""

    def build_attrs(self, *args: Any, **options: Any) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(*args, **options)
        return attrs | {"data-placeholder": _("Choose a record")}


class MoveForm(forms.Form):
    """The record to which everything goes that points at this one."""

    why = _why()
    field_order = ("into", "why")

    def __init__(self, gone: Any, site: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.gone = gone
        field = _link_to(type(gone))
        self.fields["into"] = forms.ModelChoiceField(
            type(gone)._default_manager.all(),
            label=_("The one that stays"),
            widget=NamedSelect(field, site),
        )
        self.order_fields(self.field_order)

    def clean_into(self) -> Any:
        kept = self.cleaned_data["into"]
        if kept.pk == self.gone.pk:
            raise forms.ValidationError(_("This is the record itself: choose another."))
        return kept


class RenameForm(forms.Form):
    slug = forms.CharField(
        label=gettext_lazy("New slug"), max_length=160, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    why = _why()


def _link_to(model: Any) -> Any:
    """A field that names records of a model: the completion of names asks for one."""
    relations: Iterable[Any] = model._meta.related_objects
    return next(relation.field for relation in relations)


class Moves(AdminPart):
    """Of an admin for a curated noun. `merges` says that two of its records can be one, `replaces` that one can
    take the place of another that stays."""

    merges = False
    replaces = False

    def get_urls(self) -> list[Any]:
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = [path("<int:row_id>/rename/", view(self.rename_view), name=f"{name}_rename")]
        if self.merges:
            own.append(path("<int:row_id>/merge/", view(self.merge_view), name=f"{name}_merge"))
        if self.replaces:
            own.append(path("<int:row_id>/replace/", view(self.replace_view), name=f"{name}_replace"))
        return [*own, *super().get_urls()]

    def ways(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        """(label, address) of what this person can do with a row beside its form."""
        may = self.has_change_permission(request, row)
        renames = [(_("Rename the slug"), self._address("rename", row))] if may else []
        return [*self.ways_beside_deletion(request, row), *renames]

    def ways_beside_deletion(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        may = self.has_change_permission(request, row)
        ways = []
        if self.replaces and may:
            ways.append((_("Replace it by another"), self._address("replace", row)))
        if self.merges and may and self.has_delete_permission(request, row):
            ways.append((_("Merge it into another"), self._address("merge", row)))
        return ways

    def _address(self, action: str, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{action}", args=[row.pk])

    def refuses_move(self, kept: Any, gone: Any) -> str:
        """Why two records of this noun cannot be one; empty where they can."""
        return ""

    # --- Merging and replacing --------------------------------------------------------------------
    def merge_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        if not self.has_delete_permission(request) or not self.has_change_permission(request):
            raise PermissionDenied
        return self._move_view(request, row_id, goes=True)

    def replace_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self._move_view(request, row_id, goes=False)

    def _move_view(self, request: HttpRequest, row_id: int, *, goes: bool) -> HttpResponse:
        gone = get_object_or_404(self.model, pk=row_id)
        form = MoveForm(gone, self.admin_site, request.POST or None)
        shown = None
        if request.method == "POST" and form.is_valid():
            kept, why = form.cleaned_data["into"], form.cleaned_data["why"] or _reason(gone, goes)
            refused = self._refuses(request, kept, gone, goes)
            if not refused and "seal" in request.POST:
                answer = self._carry_out(request, kept, gone, why, goes)
                if answer is not None:
                    return answer
            shown = preview_of(kept, gone, request.user, why, goes=goes, refused=refused)
            shown.seal = _seal(kept, gone)
        return self._move_page(request, gone, form, shown, goes)

    def _refuses(self, request: HttpRequest, kept: Any, gone: Any, goes: bool) -> str:
        """What readers see, or who wrote it, may be for others to change."""
        if goes and (why := self.refuses_move(kept, gone)):
            return why
        for use in records_of(uses_of(gone)):
            desk = self.admin_site._registry.get(type(use.record))
            if desk is not None and not desk.has_change_permission(request, use.record):
                return _("You may not change %(record)s: ask an editor.") % {"record": use.named}
        return ""

    def _carry_out(
        self, request: HttpRequest, kept: Any, gone: Any, why: str, goes: bool
    ) -> HttpResponse | None:
        """Moves what was seen; None where something changed since, or it cannot be done: the look says why."""
        try:
            with account(request.user, why):
                hold(self.model, [kept.pk, gone.pk], leaving=True)
                if request.POST["seal"] != _seal(kept, gone):
                    messages.error(request, _("Something changed here since: look at it again."))
                    return None
                words = _("Merged into “%(kept)s”.") if goes else _("Replaced by “%(kept)s”.")
                self.log_change(request, gone, words % {"kept": kept})
                self.log_change(request, kept, _("Took the place of “%(gone)s”.") % {"gone": gone})
                done = move(kept, gone, request.user, why, goes=goes)
        except Unmergeable as sentence:
            messages.error(request, str(sentence))
            return None
        said = (
            _("“%(gone)s” was merged into “%(kept)s”")
            if goes
            else _("“%(kept)s” takes the place of “%(gone)s”")
        )
        counts = _("%(moved)s moved, %(doubled)s named both.") % {
            "moved": len(done.moved), "doubled": len(done.doubled),
        }  # fmt: skip
        messages.success(request, f"{said % {'gone': gone, 'kept': kept}}: {counts}")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", kept.pk)

    def _move_page(
        self, request: HttpRequest, gone: Any, form: MoveForm, shown: Preview | None, goes: bool
    ) -> HttpResponse:
        title = _("Merge “%(row)s” into another") if goes else _("Replace “%(row)s” by another")
        uses = records_of(uses_of(gone))
        context = {
            "title": title % {"row": gone},
            "form": form,
            "shown": shown,
            "goes": goes,
            "count": len(uses),
        }
        return self._way_page(request, gone, "admin/move.html", context)

    # --- Another slug -----------------------------------------------------------------------------
    def rename_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        """Another slug: where its addresses lead is shown first."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=row_id)
        if not self.has_change_permission(request, row):
            messages.error(request, _("You may not change “%(row)s”: ask an editor.") % {"row": row})
            return redirect(self._address("change", row))
        form = RenameForm(request.POST or None, initial={"slug": row.slug})
        shown = None
        if request.method == "POST" and form.is_valid():
            slug, before = form.cleaned_data["slug"], row.slug
            try:
                refuse(row, slug)
                if request.POST.get("seal", "").endswith(f" {slug}"):  # that slug was shown
                    return self._rename(request, row, slug, form.cleaned_data["why"])
            except Unrenamable as sentence:
                form.add_error("slug", str(sentence))
            else:
                row.slug = slug
                shown = {"slug": slug, "address": readers_page(row), "seal": f"{before} {slug}"}
                row.slug = before
        context = {
            "title": _("Rename the slug of “%(row)s”") % {"row": row}, "form": form, "shown": shown,
            "address": readers_page(row), "count": len(records_of(uses_of(row))),
        }  # fmt: skip
        return self._way_page(request, row, "admin/rename.html", context)

    def _rename(self, request: HttpRequest, row: Any, slug: str, why: str) -> HttpResponse:
        before = request.POST["seal"].split(" ")[0]
        try:
            with account(request.user, why):
                hold(self.model, [row.pk])
                row.refresh_from_db()
                if row.slug != before:
                    raise Unrenamable(_("Somebody renamed it since: look at it again."))
                rename(row, slug, request.user, why)
                self.log_change(request, row, [{"changed": {"fields": [str(_("slug"))]}}])
        except IntegrityError as fault:
            raise Unrenamable(
                _("Somebody gave this slug to another record just now: choose another one.")
            ) from fault
        sentence = _("“%(row)s” has the slug %(slug)s; %(before)s leads to it.")
        messages.success(request, sentence % {"row": row, "slug": slug, "before": before})
        return redirect(self._address("change", row))

    def _way_page(self, request: HttpRequest, row: Any, template: str, more: dict[str, Any]) -> HttpResponse:
        shared = {"opts": self.opts, "object": row, "media": self.media + more["form"].media}
        return TemplateResponse(request, template, self.admin_site.each_context(request) | shared | more)


def _reason(gone: Any, goes: bool) -> str:
    words = _("“%(gone)s” is the same, and was merged.") if goes else _("“%(gone)s” was replaced.")
    return (words % {"gone": gone})[:MOST_WHY]


def _seal(kept: Any, gone: Any) -> str:
    """A fingerprint of what would move, and of the two: another one where something changed meanwhile."""
    told = sorted(
        (use.kind.name, use.record.pk, use.field.name, use.part.pk if use.part else 0)
        for use in uses_of(gone)
    )
    both = [state_of(type(row)._default_manager.get(pk=row.pk)) for row in (kept, gone)]
    return hashlib.sha256(repr((told, both)).encode()).hexdigest()
