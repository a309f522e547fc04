"""Private notes and assignments beside the records of the desk: no reader, file or account of changes holds them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.dashboard import Card, Line, card, form_of
from desk.models import LONGEST_NOTE, LONGEST_TASK, Assignment, PrivateNote
from desk.parts import AdminPart


class Faster(Exception):
    """Somebody else assigned the record meanwhile; its words are a sentence for who comes second."""


# --- What is kept ---------------------------------------------------------------------------------
def place_of(row: Model) -> dict[str, Any]:
    """By which columns something stands beside this record."""
    return {"content_type": ContentType.objects.get_for_model(row), "object_id": row.pk}


def note_of(row: Model, by: Any) -> str:
    """What this person wrote down of a record; empty where it is nothing."""
    found = PrivateNote.objects.filter(**place_of(row), owner=by).first()
    return found.text if found else ""


def assignment_of(row: Model) -> Assignment | None:
    return Assignment.objects.filter(**place_of(row)).select_related("to", "by").first()


@transaction.atomic
def keep_note(row: Model, by: Any, text: str) -> None:
    """Keeps a person's own note of a record; an empty one goes."""
    if text:
        PrivateNote.objects.update_or_create(**place_of(row), owner=by, defaults={"text": text})
    else:
        PrivateNote.objects.filter(**place_of(row), owner=by).delete()


@transaction.atomic
def assign(row: Model, to: Any, *, by: Any, task: str = "", was: str = "") -> None:
    """Assigns a record to a person, or to nobody; `was` is to whom it was as the page was opened, by key.

    Raises Faster where somebody assigned it otherwise since.
    """
    now = Assignment.objects.select_for_update().filter(**place_of(row)).first()
    if was != (str(now.to_id) if now else ""):
        name = str(now.to) if now else _("nobody")
        raise Faster(_("Somebody assigned it to %(name)s meanwhile: choose again.") % {"name": name})
    if to is None:
        Assignment.objects.filter(**place_of(row)).delete()
    else:
        Assignment.objects.update_or_create(**place_of(row), defaults={"to": to, "by": by, "task": task})


# --- The forms ------------------------------------------------------------------------------------
class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Nobody else sees it. Left empty: it goes."),
    )


class AssignForm(forms.Form):
    """To whom a record is assigned: people with an account that is open, who may see the noun."""

    to = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label=gettext_lazy("Assigned to"),
        required=False,
        empty_label=gettext_lazy("nobody"),
    )
    task = forms.CharField(
        label=gettext_lazy("What is to be done"),
        required=False,
        max_length=LONGEST_TASK,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Everybody at the desk sees it, no reader does."),
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, row: Model, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        people = get_user_model().objects.filter(is_staff=True, is_active=True)
        field.queryset = people.order_by("username")
        field.error_messages["invalid_choice"] = _(
            "This account is closed, or is none of the desk: choose another."
        )

    def clean_to(self) -> Any:
        person, meta = self.cleaned_data["to"], self.row._meta
        if person and not person.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
            sentence = _("%(name)s may not see %(nouns)s: choose another.")
            raise forms.ValidationError(sentence % {"name": person, "nouns": meta.verbose_name_plural})
        return person

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("task") and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose who is to do it, or leave the field below empty."))
        return cleaned


class Asides(AdminPart):
    """Of an admin for a noun: a page beside each record with the note of who looks, and the assignment."""

    def get_urls(self) -> list[Any]:
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [path("<int:row_id>/aside/", view(self.aside_view), name=f"{name}_aside"), *super().get_urls()]

    def aside_address(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_aside", args=[row.pk])

    def aside_of(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What stands beside a record for this person."""
        return {
            "note": note_of(row, request.user),
            "assignment": assignment_of(row),
            "url": self.aside_address(row),
        }

    def aside_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        row = get_object_or_404(self.model, pk=row_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        now = assignment_of(row)
        may = self.has_change_permission(request, row)
        is_mine = now is not None and now.to_id == request.user.pk
        sent = request.POST.get("what", "") if request.method == "POST" else ""
        note = NoteForm(
            request.POST if sent == "note" else None, initial={"text": note_of(row, request.user)}
        )
        told = {
            "to": now and now.to_id,
            "task": now.task if now else "",
            "was": str(now.to_id) if now else "",
        }
        assigning = AssignForm(row, request.POST if sent == "assign" else None, initial=told)
        if sent == "note" and note.is_valid():
            keep_note(row, request.user, note.cleaned_data["text"].strip())
            messages.success(request, _("Your note is kept; nobody else sees it."))
            return redirect(form_of(row))
        if sent in ("assign", "done"):
            if not (may or (is_mine and sent == "done")):
                raise PermissionDenied
            if self._assigned(request, row, sent, assigning):
                return redirect(form_of(row))
        context = {
            "title": _("Note and assignment"), "object": row, "opts": self.opts, "note_form": note,
            "assign_form": assigning, "assignment": now, "may_assign": may, "is_mine": is_mine,
        }  # fmt: skip
        return TemplateResponse(request, "admin/aside.html", self.admin_site.each_context(request) | context)

    def _assigned(self, request: HttpRequest, row: Any, sent: str, form: AssignForm) -> bool:
        """Whether it was assigned as sent; else the form, or a message, says why not."""
        if sent == "assign" and not form.is_valid():
            return False
        said = form.cleaned_data if sent == "assign" else {"was": request.POST.get("was", "")}
        try:
            assign(row, said.get("to"), by=request.user, task=said.get("task", ""), was=said["was"])
        except Faster as sentence:
            if sent == "assign":
                form.add_error("to", str(sentence))
                return False
            messages.error(request, str(sentence))
            return True
        to = said.get("to")
        told = _("It is assigned to %(name)s.") % {"name": to} if to else _("It is assigned to nobody now.")
        messages.success(request, told)
        return True


# --- The first page -------------------------------------------------------------------------------
@card(5, "")
def assigned(request: HttpRequest) -> Card:
    """What this person is to see to, the newest first; and what they gave to somebody who left since.

    What was deleted waits for nobody; its assignment is there again where it is brought back.
    """
    mine = Q(to=request.user) | Q(by=request.user, to__is_active=False)
    rows = Assignment.objects.filter(mine).select_related("content_type", "to", "by").order_by("-at", "-pk")
    here = [one for one in rows.prefetch_related("record") if one.record is not None]
    return Card(
        "assigned", _("Assigned to you"), len(here), "", _("Nothing is assigned to you."),
        [_line(one, request.user) for one in here],
    )  # fmt: skip


def _line(one: Assignment, reader: Any) -> Line:
    if one.to_id != reader.pk:
        note = _("given by you to %(name)s, whose account is closed") % {"name": one.to}
    else:
        note = " · ".join(filter(None, (one.task, _("by %(name)s") % {"name": one.by} if one.by else "")))
    return Line(str(one.record), form_of(one.record), note)
