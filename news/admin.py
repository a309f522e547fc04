"""News on the desk: an item is entered with its page in one short form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from news.models import NewsItem
from news.services import Entered, Entry, enter_item, item_of, move, page_of
from projects import services
from projects.addresses import NoAddress
from projects.admin.base import FactAdmin, readers_page
from projects.admin.fields import PartialDateFormField
from projects.admin.filters import by_rival
from projects.admin.forms import FactForm
from projects.models import Source

LANGUAGES = {
    "en": _("English"),
    "zh": _("Chinese"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
    "fr": _("French"),
    "de": _("German"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "pt": _("Portuguese"),
    "nl": _("Dutch"),
    "ru": _("Russian"),
    "ar": _("Arabic"),
    "hi": _("Hindi"),
}
FIRST_STATES = (NewsItem.State.DRAFT, NewsItem.State.IN_REVIEW, NewsItem.State.PUBLISHED)


class NotAhead:
    """News of tomorrow is not news: the date of a page is at most today's, wherever on Earth."""

    def clean_published_on(self) -> Any:
        day = self.cleaned_data["published_on"]  # type: ignore[attr-defined]  # of a form
        if day and day.first > timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(
                _("This day lies in the future: write the day on which the page appeared.")
            )
        return day


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


class EntryForm(NotAhead, FactForm):
    """What an analyst types for a new item. Its page becomes a source, or is found among them."""

    link = forms.URLField(
        label=_("Link"),
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField", "autocomplete": "off"}),
        help_text=_("The address of the page; what only counts clicks is taken off."),
    )
    publisher = forms.CharField(
        label=_("Publisher"), max_length=160, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    published_on = PartialDateFormField(label=_("Date"))
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()), initial="en")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("published_on", timezone.localdate().isoformat())
        self.initial.setdefault("confidence", "reported")
        self.fields["summary"].widget.attrs["rows"] = 4
        self.fields["state"].choices = [(s.value, s.label) for s in FIRST_STATES]
        self.found: Source | None = None

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        try:
            self.found = services.find_source(link)
        except NoAddress as error:
            raise forms.ValidationError(str(error)) from error
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        item = item_of(self.found) if self.found else None
        if item and item.headline != cleaned.get("headline"):
            self.add_error("link", _already(item))
        if cleaned.get("confidence") == "confirmed" and self.found and not services.proves(self.found):
            self.add_error(
                "confidence", _("The page of this link is a digest, or nobody read it: choose reported.")
            )
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and self.found is None:
            names = {"url": "link", "title": "headline"}
            for attribute, sentence in services.doubts(page_of(self.entry())):
                self.add_error(names.get(attribute, attribute), sentence)

    def entry(self) -> Entry:
        """The item as entered, once the form is valid."""
        said = self.cleaned_data
        names = Entry.__dataclass_fields__.keys() & said.keys()
        return Entry(**{name: said[name] for name in names})

    def save_m2m(self) -> None:  # type: ignore[override]
        """The service tied item, page and projects."""


def _already(item: NewsItem) -> Any:
    url = reverse("admin:news_newsitem_change", args=[item.pk])
    return format_html(
        _('This page is the news item <a href="{}">{}</a> ({}) already: change that one.'),
        url, item.headline, item.get_state_display(),
    )  # fmt: skip


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
