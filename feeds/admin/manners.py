"""What was asked of which host, which hosts are left alone, and how far feeds were read: only to be looked at."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.text import clean
from desk.read_only import ReadOnlyAdmin
from feeds.admin import shown
from feeds.models import Asking, Bookmark, Host


@admin.register(Host)
class HostAdmin(ReadOnlyAdmin):
    list_display = ("name", "closed", "until", "reason")
    fields = readonly_fields = ("name", "closed", "until", "reason")
    search_fields = ("name", "why")

    @admin.display(description=_("asked now?"))
    def closed(self, obj: Host) -> str:
        shut = obj.closed_until is not None and obj.closed_until > timezone.now()
        return str(_("left alone") if shut else _("may be asked"))

    @admin.display(description=_("not asked before"), ordering="closed_until")
    def until(self, obj: Host) -> str:
        return shown.moment(obj.closed_until)

    @admin.display(description=_("why"))
    def reason(self, obj: Host) -> str:
        return clean(obj.why) or "–"


@admin.register(Asking)
class AskingAdmin(ReadOnlyAdmin):
    list_display = ("asked_at", "host", "address", "answer", "named_again")
    fields = readonly_fields = (
        "asked_at",
        "host",
        "address",
        "answer",
        "etag",
        "last_modified",
        "named_again",
    )
    list_select_related = ("host",)
    list_filter = ("host", "status")
    search_fields = ("url",)
    date_hierarchy = "at"

    @admin.display(description=_("asked"), ordering="at")
    def asked_at(self, obj: Asking) -> str:
        return shown.moment(obj.at)

    @admin.display(description=_("address"), ordering="url")
    def address(self, obj: Asking) -> str:
        return clean(obj.url)

    @admin.display(description=_("HTTP status"), ordering="status")
    def answer(self, obj: Asking) -> str:
        if obj.status is None:
            return str(_("end not known"))
        return str(obj.status or _("no answer"))

    @admin.display(description=_("named when asked again"), ordering="kept")
    def named_again(self, obj: Asking) -> str:
        """Whether a later conditional request names this answer."""
        return str(_("yes")) if obj.kept else "–"


@admin.register(Bookmark)
class BookmarkAdmin(ReadOnlyAdmin):
    list_display = ("feed", "read_up_to")
    fields = readonly_fields = ("feed", "read_up_to")

    @admin.display(description=_("read up to"), ordering="at")
    def read_up_to(self, obj: Bookmark) -> str:
        return shown.moment(obj.at)
