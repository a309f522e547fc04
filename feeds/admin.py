"""Runs of feeds and what they could not read: for looking, not for writing."""

from datetime import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feeds.answers import clean
from feeds.models import FeedRun, QuarantinedRecord
from projects.admin.base import ReadOnlyAdmin, ReadOnlyInline

SHOWN_SIGNS = 300


class _Short:
    @admin.display(description=_("raw text"))
    def beginning(self, obj: QuarantinedRecord) -> str:
        text = clean(obj.raw)  # as it came it may turn the direction of the page
        return text if len(text) <= SHOWN_SIGNS else f"{text[:SHOWN_SIGNS]} …"


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
    list_display = ("feed", "reason", "first_at", "last_at", "times", "beginning")
    list_select_related = ("run",)
    list_filter = ("feed",)
    search_fields = ("reason", "raw")

    @admin.display(description=_("last set aside"), ordering="run__started_at")
    def last_at(self, obj: QuarantinedRecord) -> datetime:
        return obj.run.started_at
