"""Records that could not be understood, newest first, and each as it came."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.text import clean
from desk.read_only import ReadOnlyAdmin
from feeds.admin import shown
from feeds.models import FeedRun, QuarantinedRecord

# Cleaning takes signs away: more are read than shown.
READ_SIGNS = 4 * shown.BEGINNING
SHOWN_OF_RUN = 50


def with_beginnings(rows: QuerySet) -> QuerySet:
    """The rows without their texts of up to 100,000 signs, of which a list shows the start."""
    return rows.annotate(start=Left("raw", READ_SIGNS)).defer("raw", "context")


def set_aside_by(run: FeedRun) -> list[dict[str, Any]]:
    """The first records that a run was the last to set aside, as its page lists them."""
    rows = with_beginnings(run.quarantine.all()).order_by("position", "pk")[:SHOWN_OF_RUN]
    return [
        {
            "page": reverse("admin:feeds_quarantinedrecord_change", args=[row.pk]),
            "position": row.position,
            "reason": clean(row.reason),
            "beginning": shown.beginning(row.start),
        }
        for row in rows
    ]


@admin.register(QuarantinedRecord)
class QuarantinedRecordAdmin(ReadOnlyAdmin):
    list_display = ("feed", "why", "first_day", "last_day", "how_often", "last_run", "beginning")
    list_display_links = ("why",)
    list_select_related = ("run",)
    list_filter = ("feed", ("settled_at", admin.EmptyFieldListFilter))
    search_fields = ("reason", "raw", "=run__id")
    ordering = ("-run__started_at", "-run_id", "position")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "feed",
                    "why",
                    "first_at_utc",
                    "last_at_utc",
                    "times",
                    "settled_utc",
                    "last_run",
                    "position",
                )
            },
        ),
        (_("As it came"), {"fields": ("raw_text", "header", "is_whole")}),
        (_("Record"), {"fields": ("parser", "digest"), "classes": ("collapse",)}),
    )
    readonly_fields = (
        "feed", "why", "first_at_utc", "last_at_utc", "times", "settled_utc", "last_run", "position", "raw_text",
        "header", "is_whole", "parser", "digest",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        match = request.resolver_match
        return (
            with_beginnings(rows)
            if match and match.url_name == "feeds_quarantinedrecord_changelist"
            else rows
        )

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuarantinedRecord | None:
        """The record; its reason, which Django puts into the title, turns no page."""
        record = super().get_object(request, *args, **kwargs)
        if record is not None:
            record.reason = clean(record.reason)
        return record

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, obj: QuarantinedRecord) -> str:
        return clean(obj.reason)

    @admin.display(description=_("beginning of the raw text"))
    def beginning(self, obj: Any) -> str:
        return shown.beginning(obj.start)

    @admin.display(description=_("times"), ordering="times")
    def how_often(self, obj: QuarantinedRecord) -> str:
        return f"{obj.times:,} ×"

    @admin.display(description=_("first day"), ordering="first_at")
    def first_day(self, obj: QuarantinedRecord) -> str:
        return shown.day(obj.first_at)

    @admin.display(description=_("last day"), ordering="run__started_at")
    def last_day(self, obj: QuarantinedRecord) -> str:
        return shown.day(obj.run.started_at)

    @admin.display(description=_("first set aside"))
    def first_at_utc(self, obj: QuarantinedRecord) -> str:
        return shown.moment(obj.first_at)

    @admin.display(description=_("last set aside"))
    def last_at_utc(self, obj: QuarantinedRecord) -> str:
        return shown.moment(obj.run.started_at)

    @admin.display(description=_("waits for nobody since"))
    def settled_utc(self, obj: QuarantinedRecord) -> str:
        return shown.moment(obj.settled_at)

    @admin.display(description=_("last run"), ordering="run_id")
    def last_run(self, obj: QuarantinedRecord) -> SafeString:
        page = reverse("admin:feeds_feedrun_change", args=[obj.run_id])
        return format_html('<a href="{}">{} {}</a>', page, _("run"), obj.run_id)

    @admin.display(description=_("raw text"))
    def raw_text(self, obj: QuarantinedRecord) -> SafeString | str:
        return shown.raw_block(obj.raw)

    @admin.display(description=_("header of its table"))
    def header(self, obj: QuarantinedRecord) -> SafeString | str:
        return shown.raw_block(obj.context)

    @admin.display(description=_("kept whole"))
    def is_whole(self, obj: QuarantinedRecord) -> str:
        return str(_("no: it was too long, and cannot be read again") if obj.cut else _("yes"))
