"""The facts that rest on an item: listed on its page, and asked about where it is retracted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.dashboard import form_of
from desk.model_admin import FactAdmin
from news.models import NewsItem
from news.retracting import DISPUTED, KEEP, reach, resting_on


class AsksOfFacts(FactAdmin):
    """Of an admin for news items: what becomes of the facts that rest on an item."""

    def changeform_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        more = super().changeform_context(request, obj)
        if obj is None:
            return more
        may = obj.state in NewsItem.STANDING and self.has_change_permission(request, obj)
        rows = [
            {
                "key": one.key,
                "noun": capfirst(one.kind.model._meta.verbose_name),
                "fact": one.fact,
                "url": form_of(one.fact),
                "alone": one.alone,
                "chosen": request.POST.get(one.key, "" if one.alone else KEEP),
            }
            for one in resting_on(obj)
        ]
        choices = [(KEEP, _("stays as it is")), (DISPUTED, _("becomes disputed"))]
        return more | {"resting": rows, "asks_of_facts": may, "fates": choices}

    def tell_facts(self, request: HttpRequest, form: Any) -> None:
        """After the step was taken: a retraction reaches the facts, in the same account."""
        item, retracted = form.instance, NewsItem.State.RETRACTED
        if item.state != retracted or form.was.state == retracted:
            return
        changed = reach(item, request.POST, item.reason)
        for fact in changed:
            self.log_change(request, fact, [{"changed": {"fields": [str(_("confidence")), str(_("note"))]}}])
        if changed:
            sentence = ngettext(
                "One fact that rests on it was changed.",
                "%(n)s facts that rest on it were changed.",
                len(changed),
            )
            messages.info(request, sentence % {"n": len(changed)})
