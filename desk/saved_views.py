"""Lists of the desk that a person keeps with their filters: saved on the list, found there and on the first page."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.dashboard import Card, Line, card, list_of
from desk.models import LONGEST_QUERY, SavedView

MOST = 50
_PASSING = {PAGE_VAR, ERROR_FLAG, "_popup", "_to_field"}  # of an address, what no view keeps


def address_of(view: SavedView) -> str:
    model = view.content_type.model_class()
    assert model is not None, f"{view.content_type} has no model"
    return list_of(model, view.query)


def views_of(request: HttpRequest, site: Any, model: Any = None) -> list[SavedView]:
    """The views of this person by name, of one noun where it is named; of nouns that they may see."""
    rows = _own(request).select_related("content_type")
    if model is not None:
        rows = rows.filter(content_type=ContentType.objects.get_for_model(model))
    return [view for view in rows if _may_see(request, site, view.content_type.model_class())]


def _own(request: HttpRequest) -> QuerySet[SavedView]:
    owner: Any = request.user
    return SavedView.objects.filter(owner=owner)


def _may_see(request: HttpRequest, site: Any, model: Any) -> bool:
    return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)


def kept_of(query: str) -> str:
    """The filters, search and order of an address, without its page."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name not in _PASSING])


class ViewForm(forms.ModelForm):
    """A name for a list; the same name again is the same view, seen otherwise."""

    query = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SavedView
        fields = ("name",)
        labels = {"name": gettext_lazy("Name of this view")}
        error_messages = {
            "name": {"required": gettext_lazy("Give the view a name.")},
        }

    def clean_query(self) -> str:
        query = kept_of(self.cleaned_data["query"])
        if len(query) > LONGEST_QUERY:
            raise forms.ValidationError(_("These filters are too long to be kept: choose fewer of them."))
        return query


def views_page(site: Any, request: HttpRequest) -> HttpResponse:
    """The views of this person, each with the way to delete it; what is sent there saves or deletes one."""
    form = None
    if request.method == "POST" and "delete" in request.POST:
        return _delete(request)
    if request.method == "POST":
        form = ViewForm(request.POST)
        if answer := _save(site, request, form):
            return answer
    context = {
        "title": _("Your saved views"),
        "form": form,
        "noun": request.POST.get("noun", ""),
        "rows": [(view, address_of(view), _noun(view)) for view in views_of(request, site)],
    }
    return TemplateResponse(request, "admin/saved_views.html", site.each_context(request) | context)


def _noun(view: SavedView) -> str:
    model = view.content_type.model_class()
    return capfirst(str(model._meta.verbose_name_plural)) if model else ""


def _save(site: Any, request: HttpRequest, form: ViewForm) -> HttpResponse | None:
    """The list again, with the view saved; None where the form says what stands against it."""
    model = _model_at(site, request.POST.get("noun", ""))
    if not _may_see(request, site, model):
        raise PermissionDenied
    if not form.is_valid():
        return None
    owner: Any = request.user
    own = _own(request)
    name = form.cleaned_data["name"]
    if own.exclude(name=name).count() >= MOST:
        form.add_error("name", _("You have %(most)s views: delete one first.") % {"most": MOST})
        return None
    seen = {"content_type": ContentType.objects.get_for_model(model), "query": form.cleaned_data["query"]}
    view, is_new = own.update_or_create(owner=owner, name=name, defaults=seen)
    sentence = _("“%(name)s” is saved: it is on the first page of the desk.") if is_new else _(
        "“%(name)s” shows this list from now on."
    )  # fmt: skip
    messages.success(request, sentence % {"name": name})
    return redirect(address_of(view))


def _model_at(site: Any, label: str) -> Any:
    found = next((model for model in site._registry if model._meta.label_lower == label), None)
    if found is None:
        raise Http404(label)
    return found


def _delete(request: HttpRequest) -> HttpResponse:
    key = request.POST["delete"]
    if not key.isdecimal() or len(key) > 18:
        raise Http404(key)
    view = get_object_or_404(_own(request), pk=int(key))
    view.delete()
    messages.success(request, _("“%(name)s” is deleted.") % {"name": view.name})
    return redirect("admin:saved_views")


@card(6, "")
def saved(request: HttpRequest) -> Card:
    """The lists that this person keeps."""
    views = views_of(request, admin.site)
    lines = [Line(view.name, address_of(view), _noun(view)) for view in views]
    return Card(
        "views", _("Your saved views"), len(lines), reverse("admin:saved_views"),
        _("Filter a list and press “Save this view” there."), lines, calls=False,
    )  # fmt: skip
