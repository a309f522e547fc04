"""The inbox of suggestions: stories of outside feeds, each taken, merged or dismissed once."""

from __future__ import annotations

from types import new_class
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from desk.locking import hold
from news.admin.deciding import DecideForm
from news.models import NewsItem, Suggestion
from news.models.suggestion import SuggestionQuerySet
from news.suggestions import Undecidable, dismiss, merge, reopen

State = Suggestion.State
SHOWN_NAMES = 4


class InboxActions(ActionForm):
    """Beside the choice of an action: the reason, for dismissing."""

    reason = forms.CharField(
        label=_("Reason:"), required=False, max_length=300, widget=forms.TextInput(attrs={"size": 40})
    )


class InState(admin.SimpleListFilter):
    """The inbox shows what is open until something else is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((s.value, s.label) for s in State if s != State.OPEN), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        every, *rest = super().choices(changelist)
        return [every | {"display": State.OPEN.label}, *rest]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(state=self.value() if self.value() in State.values else State.OPEN)


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):
    form = DecideForm
    action_form = InboxActions
    actions = ("dismiss_chosen", "reopen_chosen")
    list_display = ("title", "steps", "names", "because", "publisher", "published_at")
    list_display_links = ("title",)
    list_filter = (InState, "language", "publisher")
    search_fields = ("title", "text", "publisher", "url")
    list_per_page = 50
    list_select_related = ("item", "decided_by")
    show_full_result_count = False
    view_on_site = False
    said = (
        "page", "publisher", "published_at", "language", "publishers_text", "names", "because",
        "launches_named",
    )  # fmt: skip
    decided = ("state", "reason_given", "item_made", "decided_by", "decided_at")

    class Media:
        js = (forms.Script("admin-desk/inbox.js", defer=True),)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Feeds suggest; people enter news."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Suggestion | None = None) -> bool:
        """What is gone would come back as new: it is dismissed instead."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return cast(SuggestionQuerySet, super().get_queryset(request)).with_names()

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        shown = tuple(self.list_display)
        return (*shown, "outcome") if "state" in request.GET else shown

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **more: Any
    ) -> Any:
        """Once it is decided there is nothing to go on with."""
        return super().render_change_form(request, context | {"show_save_and_continue": False}, *args, **more)

    # --- One suggestion ---------------------------------------------------------------------------
    def get_readonly_fields(self, request: HttpRequest, obj: Suggestion | None = None) -> tuple[str, ...]:
        return (*self.said, *self.decided, "steps", "seen_at", "updated_at")

    def get_fieldsets(self, request: HttpRequest, obj: Suggestion | None = None) -> Any:
        told = (None, {"fields": self.said})
        record = (_("Record"), {"fields": ("seen_at", "updated_at"), "classes": ("collapse",)})
        if obj and obj.state == State.OPEN and self.has_change_permission(request, obj):
            ways = (_("Take it"), {"fields": ("steps",)})
            decide = (_("Or decide"), {"fields": ("decision", "reason", "item", "read")})
            return [told, ways, decide, record]
        return [told, (_("What became of it"), {"fields": self.decided}), record]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        options["fields"] = ()
        form: Any = super().get_form(request, obj, change, **options)
        widget = AutocompleteSelect(Suggestion._meta.get_field("item"), self.admin_site)
        desk = self.admin_site.get_model_admin(NewsItem)
        may_change = staticmethod(lambda item: desk.has_change_permission(request, item))
        form = new_class(form.__name__, (form,), exec_body=lambda body: body.update(may_change=may_change))
        form.base_fields["item"].widget = widget
        widget.choices = form.base_fields["item"].choices
        return form

    def has_change_permission(self, request: HttpRequest, obj: Suggestion | None = None) -> bool:
        """What was decided is only looked at; a dismissal is taken back in the list."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.state == State.OPEN)

    def save_model(self, request: HttpRequest, obj: Suggestion, form: Any, change: bool) -> None:
        said = form.cleaned_data
        if said["decision"] == DecideForm.DISMISS:
            dismiss([obj], reason=said["reason"], by=request.user)
            return
        form.page = merge(obj, said["item"], by=request.user, read=said["read"])

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        try:
            with transaction.atomic():
                if request.method == "POST" and object_id:
                    self._hold_open(request, object_id)
                return super().changeform_view(request, object_id, *args, **kwargs)
        except Undecidable as sentence:
            messages.error(request, str(sentence))
            return self.response_post_save_change(request, None)

    def _hold_open(self, request: HttpRequest, object_id: str) -> None:
        """Holds the suggestion; of two people who decide at once, the second is told. Raises Undecidable."""
        hold(Suggestion, [object_id])
        row = self.get_object(request, object_id)
        if row is not None and row.state != State.OPEN and self.has_change_permission(request):
            raise Undecidable(_("Somebody decided this suggestion meanwhile: reload the list."))

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return [{"changed": {"fields": [str(_("state"))]}}]

    # --- The list ---------------------------------------------------------------------------------
    @admin.display(description=_("names"), ordering="-rank")
    def names(self, obj: Suggestion) -> str:
        found = [project.name for project in obj.projects.all()]
        found += [organization.name for organization in obj.organizations.all()]
        more = len(found) - SHOWN_NAMES
        return ", ".join(found[:SHOWN_NAMES]) + (f" +{more}" if more > 0 else "") or "–"

    @admin.display(description=_("words that count"))
    def because(self, obj: Suggestion) -> str:
        return ", ".join(obj.words[:SHOWN_NAMES])

    @admin.display(description=_("steps"))
    def steps(self, obj: Suggestion) -> SafeString | str:
        if obj.state != State.OPEN:
            return "–"
        entry = f"{reverse('admin:news_newsitem_add')}?{urlencode({'suggestion': obj.pk})}"
        return format_html(
            '<a href="{}" data-step="take">{}</a> · '
            '<a href="{}" data-step="page" rel="noopener noreferrer" target="_blank">{}</a>',
            entry, _("take"), obj.url, _("page"),
        )  # fmt: skip

    @admin.display(description=_("outcome"))
    def outcome(self, obj: Suggestion) -> SafeString | str:
        if obj.state == State.OPEN:
            return obj.get_state_display()
        who = f" · {obj.decided_by}" if obj.decided_by else ""
        why = f" · {obj.reason}" if obj.reason else ""
        return format_html("{}{}{} {}", obj.get_state_display(), who, why, self.item_made(obj) or "")

    @admin.display(description=_("address"))
    def page(self, obj: Suggestion) -> SafeString:
        return format_html('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', obj.url, obj.url)

    @admin.display(description=_("publisher's text, not ours"))
    def publishers_text(self, obj: Suggestion) -> str:
        return obj.text or "–"

    @admin.display(description=_("launches"))
    def launches_named(self, obj: Suggestion) -> str:
        known = [str(launch) for launch in obj.launches.all()]
        more = len(obj.launch_ids) - len(known)
        unknown = [_("%(n)s not in the ledger") % {"n": more}] if more > 0 else []
        return ", ".join([*known, *map(str, unknown)]) or "–"

    @admin.display(description=_("reason"))
    def reason_given(self, obj: Suggestion) -> str:
        return obj.reason or "–"

    @admin.display(description=_("news item"))
    def item_made(self, obj: Suggestion) -> SafeString | str:
        if obj.item is None:
            return ""
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:news_newsitem_change", args=[obj.item_id]), obj.item
        )

    @admin.action(description=_("Dismiss the chosen, with the reason beside"), permissions=["change"])
    def dismiss_chosen(self, request: HttpRequest, rows: QuerySet) -> None:
        chosen = list(rows)
        try:
            gone = dismiss(chosen, reason=request.POST.get("reason", ""), by=request.user)
        except Undecidable as refused:
            messages.error(request, str(refused))
            return
        for row in chosen:
            self.log_change(request, row, [{"changed": {"fields": [str(State.DISMISSED.label)]}}])
        sentence = ngettext("%(n)s suggestion is dismissed.", "%(n)s suggestions are dismissed.", gone)
        messages.success(request, sentence % {"n": gone})

    @admin.action(description=_("Bring the chosen dismissed back"), permissions=["change"])
    def reopen_chosen(self, request: HttpRequest, rows: QuerySet) -> None:
        back = reopen(rows)
        sentence = ngettext("%(n)s suggestion is open again.", "%(n)s suggestions are open again.", back)
        messages.success(request, sentence % {"n": back})
