"""Runs of feeds: a list that can be read, and a page with all that is known of one."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.text import clean
from feeds.admin import shown
from feeds.admin.deciding import DecidesOfAnswers
from feeds.admin.quarantine import set_aside_by
from feeds.models import FeedRun, RawAnswer

Outcome = FeedRun.Outcome
CALLS = {Outcome.HELD, Outcome.FAILED, Outcome.REFUSED, Outcome.UNREACHABLE}


class AnswerKept(admin.SimpleListFilter):
    title = _("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("kept", _("kept")), ("gone", _("not kept"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in {"kept", "gone"}:
            return queryset.filter(raw__isnull=self.value() == "gone")
        return queryset


@admin.register(FeedRun)
class FeedRunAdmin(DecidesOfAnswers):
    list_display = ("number", "feed", "started", "ended_how", "counts", "said", "came")
    list_filter = ("outcome", "feed", AnswerKept)
    search_fields = ("=id", "feed", "sentence", "url")
    date_hierarchy = "started_at"
    ordering = ("-started_at", "-id")
    fieldsets = (
        (None, {"fields": ("number", "feed", "started", "ended", "ended_how", "said", "counts")}),
        (_("What was asked"), {"fields": ("asked", "http", "calls", "received")}),
        (_("The answer"), {"fields": ("told", "is_whole", "answer_kept", "tied_runs")}),
    )
    readonly_fields = flatten_fieldsets(fieldsets)

    # --- Who may --------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: FeedRun | None = None) -> bool:
        """Who may decide of an answer. No field of a run is ever typed over."""
        return bool(request.user.has_perm("feeds.change_feedrun"))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)  # there is none to be changed
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and self.has_change_permission(request):
            return HttpResponseNotAllowed(["GET"])
        run = self.get_object(request, object_id)
        more = {"show_save": False, "show_save_and_continue": False}
        if run is not None:
            title = _("Run %(number)s") % {"number": run.pk}
            more |= {"title": title, "set_aside": set_aside_by(run)} | self.deciding(request, run)
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    # --- The list -------------------------------------------------------------------------------
    @admin.display(description=_("run"), ordering="pk")
    def number(self, obj: FeedRun) -> str:
        return str(obj.pk)  # as `replay_feed` takes it, without a comma

    @admin.display(description=_("started"), ordering="started_at")
    def started(self, obj: FeedRun) -> str:
        return shown.moment(obj.started_at)

    @admin.display(description=_("how it ended"), ordering="outcome")
    def ended_how(self, obj: FeedRun) -> SafeString:
        css = "desk-flag" if obj.outcome in CALLS else ""
        return format_html('<span class="{}">{}</span>', css, obj.get_outcome_display())

    @admin.display(description=_("records"), ordering="seen")
    def counts(self, obj: FeedRun) -> SafeString | str:
        """How many were read, and what became of them; what is nought is left out."""
        read = ngettext("%(n)s read", "%(n)s read", obj.seen) % {"n": f"{obj.seen:,}"}
        told = (
            (obj.added, _("new")), (obj.changed, _("changed")), (obj.same, _("same")),
            (obj.quarantined, _("set aside")),
        )  # fmt: skip
        parts = [read, *(f"{count:,} {word}" for count, word in told if count)]
        return format_html_join(" ", '<span class="desk-part">{}</span>', ((part,) for part in parts))

    @admin.display(description=_("what happened"))
    def said(self, obj: FeedRun) -> str:
        return clean(obj.sentence) or "–"

    @admin.display(description=_("answer"), ordering="http_status")
    def came(self, obj: FeedRun) -> SafeString:
        """With which status it came, and whether it is still there to be stored again."""
        parts = [f"HTTP {obj.http_status}"] if obj.http_status else []
        parts.append(str(_("kept") if obj.raw_id else _("not kept")))
        return format_html_join(" ", '<span class="desk-part">{}</span>', ((part,) for part in parts))

    # --- The page of one run --------------------------------------------------------------------
    @admin.display(description=_("ended"))
    def ended(self, obj: FeedRun) -> str:
        return shown.moment(obj.ended_at)

    @admin.display(description=_("address"))
    def asked(self, obj: FeedRun) -> str:
        return clean(obj.url) or "–"

    @admin.display(description=_("HTTP status"))
    def http(self, obj: FeedRun) -> str:
        return str(obj.http_status or "–")

    @admin.display(description=_("received"))
    def received(self, obj: FeedRun) -> str:
        return shown.size(obj.received_bytes)

    @admin.display(description=_("newest told"))
    def told(self, obj: FeedRun) -> str:
        return shown.moment(obj.told_at)

    @admin.display(description=_("came to its end"))
    def is_whole(self, obj: FeedRun) -> str:
        return str(_("yes") if obj.whole else _("no: it broke off"))

    @admin.display(description=_("raw answer"))
    def answer_kept(self, obj: FeedRun) -> str:
        kept = (
            RawAnswer.objects.filter(pk=obj.raw_id or 0)
            .annotate(packed_size=Length("packed"))
            .defer("packed")
        )
        if not (row := kept.first()):
            return str(_("not kept: only the newest answers of a feed are, and held ones for a while"))
        return _("kept, %(size)s compressed, SHA-256 %(digest)s") % {
            "size": shown.size(row.packed_size), "digest": row.digest,
        }  # fmt: skip

    @admin.display(description=_("stored again"))
    def tied_runs(self, obj: FeedRun) -> SafeString | str:
        """The run whose answer this one stored again, or those that did it with this one's."""
        tied = [obj.replay_of] if obj.replay_of else list(obj.replays.order_by("pk"))
        words = _("the answer of run %s") if obj.replay_of else _("by run %s")
        links = (
            (reverse("admin:feeds_feedrun_change", args=[run.pk]), words % run.pk) for run in tied if run
        )
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "–"
