"""Runs of feeds and what they could not read: for looking, not for writing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feeds.models import FeedRun, QuarantinedRecord
from projects.admin.base import ReadOnlyAdmin, ReadOnlyInline

SHOWN_SIGNS = 300


class _Short:
    @admin.display(description=_("raw text"))
    def beginning(self, obj: QuarantinedRecord) -> str:
        return obj.raw if len(obj.raw) <= SHOWN_SIGNS else f"{obj.raw[:SHOWN_SIGNS]} …"


class QuarantineInline(_Short, ReadOnlyInline):
    model = QuarantinedRecord
    fields = readonly_fields = ("position", "reason", "beginning")


@admin.register(FeedRun)
class FeedRunAdmin(ReadOnlyAdmin):
    exclude = ("raw",)  # megabytes that nobody reads on a page
    inlines = (QuarantineInline,)
    list_display = (
        "feed", "started_at", "ended_at", "outcome", "http_status", "seen", "added", "changed", "same",
        "quarantined", "sentence",
    )  # fmt: skip
    list_filter = ("feed", "outcome")
    search_fields = ("feed", "sentence", "url")
    date_hierarchy = "started_at"


@admin.register(QuarantinedRecord)
class QuarantinedRecordAdmin(_Short, ReadOnlyAdmin):
    list_display = ("feed", "run", "position", "reason", "beginning")
    list_select_related = ("run",)
    list_filter = ("feed",)
    search_fields = ("reason", "raw")
