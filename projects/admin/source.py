from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.hosts import misleading, mixes_scripts, readable
from common.urls import host_of
from desk.forms import SourceForm
from desk.groups import grouped
from desk.model_admin import DeskAdmin
from facts import services
from facts.models import Source
from facts.uses import uses_of


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    form = SourceForm
    merges = replaces = True
    heading = "projects"  # among the nouns that it proves
    main = ("url", "title", "publisher", "published_on", "language", "seen", "quality", "copy_of")
    list_display = ("title", "publisher", "published_on", "language", "quality", "seen", "page")
    list_filter = ("quality", "seen", "language")
    search_fields = ("title", "publisher", "url", "slug")
    date_hierarchy = "published_on_first"
    autocomplete_fields = ("copy_of",)

    def changeform_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Beside the form: the facts, items and copies that rest on this page."""
        return super().changeform_context(request, obj) | ({"uses": grouped(uses_of(obj))} if obj else {})

    def view_on_site(self, obj: Source) -> str:
        return obj.url

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """A whole address finds its source in any spelling."""
        if search_term.strip().lower().startswith(("http://", "https://")):
            try:
                found = services.find_source(search_term)
            except ValueError:
                found = None
            if found:
                return queryset.filter(pk=found.pk), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("page"))
    def page(self, obj: Source) -> SafeString:
        host = host_of(obj.url)
        link = format_html(
            '<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', obj.url, readable(host)
        )
        if not misleading(host):
            return link
        warning = _("mixes scripts") if mixes_scripts(host) else _("looks like another")
        return format_html('{} <span class="desk-flag">{}</span>', link, warning)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        if not obj.slug:
            obj.slug = services.proposed_slug(obj)
        if moved := services.save_source(obj):
            messages.info(
                request,
                ngettext(
                    "One fact follows the new date: the day it was known moved.",
                    "%(count)s facts follow the new date: the days they were known moved.",
                    moved,
                )
                % {"count": moved},
            )
