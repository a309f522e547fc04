"""The facts that rest on an item: listed on its page, and asked about where it is retracted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.dashboard import form_of
from desk.model_admin import FactAdmin
from news.models import NewsItem
from news.retracting import ALL, AS_BEFORE, DISPUTED, KEEP, Resting, reach, resting_on

_FOR_ALL = (
    (KEEP, gettext_lazy("all stay as they are")),
    (DISPUTED, gettext_lazy("all become disputed")),
    (AS_BEFORE, gettext_lazy("all are as sure as they were before")),
)


def _fates(one: Resting, *, stands: bool) -> list[tuple[str, str]]:
    """What may become of a fact: of a retraction, or of its end where it became disputed by it."""
    kept = (KEEP, _("stays as it is"))
    if stands:
        return [kept, (DISPUTED, _("becomes disputed"))]
    words = dict(one.fact._meta.get_field("confidence").choices)
    was = one.before()
    return [kept, (AS_BEFORE, _("is %(word)s again") % {"word": words[was]})] if was else [kept]


class AsksOfFacts(FactAdmin):
    """Of an admin for news items: what becomes of the facts that rest on an item."""

    def changeform_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        more = super().changeform_context(request, obj)
        if obj is None:
            return more
        may = obj.state in NewsItem.PUBLIC and self.has_change_permission(request, obj)
        stands = obj.state in NewsItem.STANDING
        rows = [
            {
                "key": one.key,
                "noun": capfirst(one.kind.model._meta.verbose_name),
                "fact": one.fact,
                "url": form_of(one.fact),
                "alone": one.alone,
                "chosen": request.POST.get(one.key, "" if one.alone and stands else KEEP),
                "fates": _fates(one, stands=stands),
                "must": one.alone and stands,
            }
            for one in resting_on(obj)
        ]
        every = {fate for row in rows for fate in row["fates"]} if len(rows) > 1 else ()
        for_all = [(value, label) for value, label in _FOR_ALL if value in {fate for fate, _label in every}]
        return more | {
            "resting": rows, "asks_of_facts": may, "stands": stands, "for_all": for_all,
            "all_chosen": request.POST.get(ALL, ""),
        }  # fmt: skip

    def tell_facts(self, request: HttpRequest, form: Any) -> None:
        """After the step was taken: a retraction, and its end, reaches the facts, in the same account."""
        item, retracted = form.instance, NewsItem.State.RETRACTED
        if retracted not in (item.state, form.was.state):
            return
        changed = reach(item, request.POST)
        for fact in changed:
            self.log_change(request, fact, [{"changed": {"fields": [str(_("confidence")), str(_("note"))]}}])
        if changed:
            sentence = ngettext(
                "One fact that rests on it was changed.",
                "%(n)s facts that rest on it were changed.",
                len(changed),
            )
            messages.info(request, sentence % {"n": len(changed)})
