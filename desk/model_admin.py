"""What every noun of the desk has: its list, its form, the way to its readers' page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.messages.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Case, Model, QuerySet, URLField, When
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from desk.addresses import page_with, readers_page
from desk.asides import Asides
from desk.asking import answers
from desk.deleting import Deletes
from desk.figures import headline_figures
from desk.forms import CuratedForm, FactForm, with_dates
from desk.import_export import Tables
from desk.locking import act_of, hold
from desk.looking_ahead import MovesFigures, figures_ahead, questions_about
from desk.moving import Moves
from desk.preview import preview
from facts import retracted, services
from facts.ledger.registry import kind_of
from facts.models import Source
from facts.ordering import ByLetter
from facts.searching import place_in

SHOWN_SOURCES = 2


def source_links(sources: Iterable[Source], most: int | None = None) -> SafeString:
    """Links to the pages, named by publisher; how many more there are stands at the end."""
    rows = list(sources)
    shown = rows[:most]
    links = format_html_join(
        ", ",
        '<a href="{}" title="{}" rel="noopener noreferrer" target="_blank">{}</a>',
        ((row.url, row.title, row.publisher) for row in shown),
    )
    return links if len(rows) == len(shown) else format_html("{} +{}", links, len(rows) - len(shown))


class DeskChangeList(ChangeList):
    """The list, with everything its columns read in a fixed number of queries."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        rows = super().get_queryset(request, exclude_parameters)
        desk: Any = self.model_admin
        return rows.prefetch_related(*desk.list_prefetch)


class DeskAdmin(Asides, Tables, Moves, Deletes, admin.ModelAdmin):
    """A curated noun. `main` are the fields that say it."""

    form: type[forms.ModelForm[Any]] = CuratedForm
    main: Sequence[str | Sequence[str]] = ()
    list_prefetch: Sequence[str] = ()
    list_per_page = 50
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    show_full_result_count = False
    add_form_template = change_form_template = "admin/fact_form.html"

    def __init__(self, model: type[Model], site: admin.AdminSite) -> None:
        self.form = with_dates(self.form, model)
        super().__init__(model, site)

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        again = False
        while True:
            try:
                with act_of(request):
                    if request.method == "POST" and object_id:
                        hold(self.model, [object_id])
                        if closed := self.closed_meanwhile(request, object_id):
                            return closed
                    return self._looked_ahead(
                        request, partial(super().changeform_view, request, object_id, *args, **kwargs)
                    )
            except MovesFigures as asked:
                request.figures_moved = asked.questions  # type: ignore[attr-defined]  # asked by the form
                request._messages = default_storage(request)  # type: ignore[attr-defined]  # what it said did not happen
            except IntegrityError:
                # Somebody stored the same, or deleted something that this names, at the same moment. The form is
                # looked at once more: now it finds that, and says so at its field, with all that was typed.
                if request.method != "POST":
                    raise
                if again:
                    break
                request._messages = default_storage(request)  # type: ignore[attr-defined]  # what it said did not happen
                again = True
        messages.error(
            request, _("Something that this entry names was deleted meanwhile: nothing of yours was stored.")
        )
        return redirect(request.path)

    def _looked_ahead(self, request: HttpRequest, view: Callable[[], Any]) -> Any:
        """The answer of a form; raises MovesFigures where it was stored and moves a figure, which is asked first."""
        is_asked = request.method == "POST" and "_preview" not in request.POST and kind_of(self.model)
        if not is_asked or hasattr(request, "figures_moved"):
            return view()
        before = headline_figures()
        answer = view()
        if isinstance(answer, HttpResponseRedirect) and (found := questions_about(before, figures_ahead())):
            raise MovesFigures(found)
        return answer

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        """The form, which asks about the figures that storing it was found to move."""
        form: Any = super().get_form(request, *args, **options)
        moves = getattr(request, "figures_moved", ())
        return type(form)(form.__name__, (form,), {"moves": moves}) if moves else form

    def closed_meanwhile(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """The answer to a form that somebody could open, and may not send any more; the row is held."""
        return None

    def changeform_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Beside the form: whether the readers' page can be looked at before anything is stored."""
        kind = kind_of(self.model)
        return {"may_preview": kind is not None and (kind.is_fact or obj is not None)}

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        more = self.changeform_context(request, options.get("obj"))
        if obj := options.get("obj"):
            more["ways"] = [(_("Note and assignment"), self.aside_address(obj)), *self.ways(request, obj)]
            more["aside"] = self.aside_of(request, obj)
            more["readers"] = {"sentence": self.readers_see(obj), "url": self.view_on_site(obj)}
        return super().render_change_form(request, more | context, *args, **options)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        shown = self._preview(request, obj)
        return shown or super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._preview(request, obj) or super().response_change(request, obj)

    def _preview(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """The page with this fact, for who asked to look at it first; nothing stays stored."""
        if "_preview" not in request.POST:
            return None
        address = page_with(obj) or self.view_on_site(obj)
        if address is None or not address.startswith("/"):
            transaction.set_rollback(True)
            return HttpResponseBadRequest(_("No page shows this: nothing was stored."))
        return preview(request, address)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address says; of other records, numbers alone, as no other can be looked up."""
        told: dict[str, Any] = super().get_changeform_initial_data(request)
        links = {field.name for field in self.opts.get_fields() if field.is_relation} & told.keys()
        for name in links:
            given = told[name] if isinstance(told[name], list) else [told[name]]
            known = [pk for pk in given if str(pk).isdecimal() and len(str(pk)) < 19]
            told[name] = known if isinstance(told[name], list) else "".join(known)
        return told

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """What was changed, and what was asked and answered with “this is meant”."""
        told = super().construct_change_message(request, form, formsets, add)
        return [*told, *answers(getattr(form, "answered", ()))]

    def get_search_results(self, request: HttpRequest, rows: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """In the fields that complete what is typed, a name that begins so stands before a text that says so."""
        found, doubled = super().get_search_results(request, rows, term)
        if request.path != reverse("admin:autocomplete") or not term.strip():
            return found, doubled
        name = self.search_fields[0]
        nearness = Case(When(place=1, then=0), When(place__gt=1, then=1), default=2)
        placed = found.annotate(place=place_in(name, term)).annotate(nearness=nearness)
        return placed.order_by("nearness", ByLetter(name), "pk"), doubled

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return DeskChangeList

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        kept = ("slug",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *kept, "recorded_at", "changed_at")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        change = [(_("Your change"), {"fields": ("why", "opened")})]
        may = obj is not None and self.has_change_permission(request, obj)
        box = ("meant",) if obj is None or may else ()
        return [
            (None, {"fields": (*self.main, *box)}),
            *self.further_fieldsets(obj),
            *(change if may else []),
        ]

    def further_fieldsets(self, obj: Any) -> list[tuple[Any, dict[str, Any]]]:
        times = ("recorded_at", "changed_at") if obj else ()
        return [(_("Record"), {"fields": ("slug", *times), "classes": ("collapse",)})]

    def view_on_site(self, obj: Any) -> str | None:
        return readers_page(obj)

    def readers_see(self, obj: Any) -> str:
        """What readers see of this row, in a sentence."""
        if self.view_on_site(obj):
            return str(_("Readers see this entry; what you save is with them at once."))
        return str(_("Readers see this entry where something cites it, not on a page of its own."))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not obj.slug:
            obj.slug = services.proposed_slug(obj)
        super().save_model(request, obj, form, change)


class FactAdmin(DeskAdmin):
    """A fact: beside its own fields, its sources and how sure it is."""

    form = FactForm
    list_prefetch: Sequence[str] = ("sources",)

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("sources", *self.autocomplete_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "pages_cited")

    def further_fieldsets(self, obj: Any) -> list[tuple[Any, dict[str, Any]]]:
        cited = ("pages_cited",) if obj else ()
        rest = ("sources", *cited, "confidence", "known_on", "found_on", "found_reason", "note")
        return [(_("What it rests on"), {"fields": rest}), *super().further_fieldsets(obj)]

    @admin.display(description=_("sources"))
    def cited(self, obj: Any) -> SafeString:
        return source_links(obj.sources.all(), SHOWN_SOURCES)

    @admin.display(description=_("to read them"))
    def pages_cited(self, obj: Any) -> SafeString:
        return format_html_join(
            "",
            '<p><a href="{}" rel="noopener noreferrer" target="_blank">{}</a> · {} · {}</p>',
            (
                (source.url, source, source.published_on or _("undated"), source.get_quality_display())
                for source in obj.sources.all()
            ),
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if obj.known_on is None:
            obj.known_on = services.computed_day(obj, form.cleaned_data["sources"])
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not form.cleaned_data.get("known_on"):
            services.settle_known_on(form.instance)
        if "sources" in form.changed_data or not change:
            retracted.settle(form.instance)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """New parts of a fact come last."""
        if isinstance(formset.form, type) and issubclass(formset.form, CuratedForm):
            last = max((row.position for row in formset.queryset), default=-1)
            for inner in formset.extra_forms:
                if inner.has_changed():
                    last += 1
                    inner.instance.position = last
        super().save_formset(request, form, formset, change)


class PartInline(admin.TabularInline):
    """Rows that belong to a fact, such as the roles in a project."""

    form: type[forms.ModelForm[Any]] = CuratedForm
    extra = 0

    def __init__(self, parent: type[Model], site: admin.AdminSite) -> None:
        model: type[Model] = self.model
        self.form = with_dates(self.form, model)
        super().__init__(parent, site)
