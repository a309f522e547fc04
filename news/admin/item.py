"""News on the desk: an item that is there already, and the list of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from news.admin.entry import EntryForm, NotAhead
from news.models import NewsItem
from news.services import Entered, enter_item, move
from projects.admin.base import FactAdmin, readers_page
from projects.admin.filters import by_rival
from projects.admin.forms import FactForm


class NewsForm(NotAhead, FactForm):
    """An item that is on the desk already: what readers saw is corrected or retracted with a reason."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        was, now = self.instance.state, cleaned.get("state")
        told = (NewsItem.State.CORRECTED, NewsItem.State.RETRACTED)
        if was in NewsItem.PUBLIC and now in told and now != was and not cleaned.get("why"):
            self.add_error(
                "why", _("Say why: readers see the reason beside what was corrected or retracted.")
            )
        return cleaned


@admin.register(NewsItem)
class NewsItemAdmin(FactAdmin):
    form = NewsForm
    main = ("headline", "published_on", "date_inferred", "country", "projects", "summary", "state")
    entry_fields = (
        "headline", "link", ("publisher", "language"), ("published_on", "country"), "projects", "summary",
        ("confidence", "state"),
    )  # fmt: skip
    list_display = (
        "headline", "published_on", "country", "state", "about", "confidence", "cited", "changed_by"
    )  # fmt: skip
    list_select_related = ("changed_by",)
    list_prefetch = ("sources", "projects")
    list_filter = ("state", by_rival(), "confidence", "sources__language")
    search_fields = (
        "headline", "summary", "projects__name", "projects__native_name", "sources__publisher",
        "sources__title", "slug",
    )  # fmt: skip
    autocomplete_fields = ("projects",)
    date_hierarchy = "published_on_first"
    actions = ("publish", "back_to_draft")

    def __init__(self, model: Any, site: Any) -> None:
        super().__init__(model, site)
        self.form_of_entry = EntryForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        if obj is None:
            options["form"] = self.form_of_entry
        return super().get_form(request, obj, change, **options)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": self.entry_fields})] if obj is None else super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        who = ("entered_by", "changed_by") if obj else ()
        return (*super().get_readonly_fields(request, obj), *who)

    def further_fieldsets(self, obj: Any) -> Any:
        rest, record = super().further_fieldsets(obj)
        record[1]["fields"] = (*record[1]["fields"], "entered_by", "changed_by")
        return [rest, record]

    def view_on_site(self, obj: NewsItem) -> str | None:
        return readers_page(obj) if obj.state in NewsItem.PUBLIC else None

    @admin.display(description=_("projects"))
    def about(self, obj: NewsItem) -> str:
        names = [project.name for project in obj.projects.all()]
        return ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")

    def save_model(self, request: HttpRequest, obj: NewsItem, form: Any, change: bool) -> None:
        obj.changed_by = request.user
        if change:
            super().save_model(request, obj, form, change)
            return
        entered = enter_item(form.entry(), by=request.user)
        obj.__dict__.update(entered.item.__dict__)
        self._say(request, entered)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change:
            super().save_related(request, form, formsets, change)

    def _say(self, request: HttpRequest, entered: Entered) -> None:
        if not entered.item_is_new:
            messages.info(request, _("This item was entered already; nothing was changed."))
        elif not entered.source_is_new:
            sentence = _("The address was among the sources already (“%(source)s”): that one is cited.")
            messages.info(request, sentence % {"source": entered.source})

    @admin.action(description=_("Publish the chosen items"), permissions=["change"])
    def publish(self, request: HttpRequest, items: QuerySet) -> None:
        self._move(request, items, NewsItem.State.PUBLISHED)

    @admin.action(description=_("Take the chosen items back to draft"), permissions=["change"])
    def back_to_draft(self, request: HttpRequest, items: QuerySet) -> None:
        self._move(request, items, NewsItem.State.DRAFT)

    def _move(self, request: HttpRequest, items: QuerySet, state: NewsItem.State) -> None:
        rows = list(items)
        moved = move(rows, state, by=request.user)
        for item in rows:
            self.log_change(request, item, [{"changed": {"fields": [str(state.label)]}}])
        sentence = ngettext("%(count)s item is now: %(state)s.", "%(count)s items are now: %(state)s.", moved)
        messages.success(request, sentence % {"count": moved, "state": state.label})
