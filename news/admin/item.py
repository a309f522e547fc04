"""News on the desk: an item that is there already, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable
from types import new_class
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from desk.addresses import readers_page
from desk.filters import by_rival
from facts.models import Revision, Source
from news import workflow
from news.admin.entry import EntryForm
from news.admin.facts import MakesFacts
from news.admin.first_fact import EntersFirstFact
from news.admin.proposing import ProposesEntries
from news.admin.retracting import AsksOfFacts
from news.admin.steps import NewsForm, StepInline
from news.admin.taking import TakesSuggestions
from news.models import NewsItem
from news.services import Entered, enter_item

MOST_TOLD = 5


@admin.register(NewsItem)
class NewsItemAdmin(TakesSuggestions, ProposesEntries, EntersFirstFact, MakesFacts, AsksOfFacts):
    form = NewsForm
    main = (
        "headline", "published_on", "date_inferred", "country", "projects", "summary", "state", "publish_at",
        "reason",
    )  # fmt: skip
    list_display = (
        "headline", "published_on", "country", "stands", "about", "confidence", "cited", "changed_by"
    )  # fmt: skip
    list_select_related = ("changed_by",)
    list_prefetch = ("sources", "projects")
    list_filter = (
        "state", ("publish_at", admin.EmptyFieldListFilter), by_rival(), "confidence", "sources__language",
    )  # fmt: skip
    search_fields = (
        "headline", "summary", "projects__name", "projects__native_name", "sources__publisher",
        "sources__title", "slug",
    )  # fmt: skip
    autocomplete_fields = ("projects",)
    date_hierarchy = "published_on_first"
    inlines = (StepInline,)
    actions = ("publish", "to_review", "back_to_draft")

    def __init__(self, model: Any, site: Any) -> None:
        super().__init__(model, site)
        self.form_of_entry = EntryForm

    # --- Who may what -----------------------------------------------------------------------------
    def has_publish_permission(self, request: HttpRequest) -> bool:
        return workflow.may_publish(request.user)

    def has_change_permission(self, request: HttpRequest, obj: NewsItem | None = None) -> bool:
        """What readers saw is for those who may correct it."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.state not in NewsItem.PUBLIC or workflow.may_correct(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: NewsItem | None = None) -> bool:
        """What readers saw is never deleted."""
        return super().has_delete_permission(request, obj) and (
            obj is None or obj.state not in NewsItem.PUBLIC
        )

    def get_deleted_objects(self, objs: Iterable[NewsItem], request: HttpRequest) -> Any:
        objs = list(objs)
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        sentence = _("“%(item)s” was published: correct or retract it, it is never deleted.")
        public = NewsItem.objects.published().filter(
            pk__in=[item.pk for item in objs]
        )  # as they are held now
        if self.has_delete_permission(request):  # else the right is what is missing
            needed = {name for name in needed if str(name) != str(self.opts.verbose_name)}
        return found, counts, needed, [*protected, *(sentence % {"item": item} for item in public)]

    # --- The forms --------------------------------------------------------------------------------
    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = self.form if obj else self.form_of_entry
        told: dict[str, Any] = {"by": request.user, "chosen": request.POST}
        if obj is None:
            told["facts"] = self.first_fact(request)
        options["form"] = new_class(form.__name__, (form,), exec_body=lambda body: body.update(told))
        return super().get_form(request, obj, change, **options)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        kept = super().get_readonly_fields(request, obj)
        if obj is None:
            return kept
        may_schedule = obj.state not in NewsItem.PUBLIC and workflow.may_publish(request.user, obj)
        moment = () if may_schedule else ("publish_at",)
        return (*kept, *moment, "reason", "entered_by", "changed_by", "shown_at")

    def further_fieldsets(self, obj: Any) -> Any:
        rest, record = super().further_fieldsets(obj)
        record[1]["fields"] = (*record[1]["fields"], "entered_by", "changed_by", "shown_at")
        return [rest, record]

    def view_on_site(self, obj: NewsItem) -> str | None:
        return readers_page(obj) if obj.state in NewsItem.PUBLIC else None

    def readers_see(self, obj: NewsItem) -> str:
        state = obj.get_state_display()
        if obj.state in NewsItem.PUBLIC:
            return _("Readers see this item (%(state)s); a change of it is a correction.") % {"state": state}
        if obj.publish_at:
            moment = date_format(obj.publish_at, "DATETIME_FORMAT")
            return _("Readers do not see this item until %(moment)s UTC.") % {"moment": moment}
        return _("Readers do not see this item: it is %(state)s.") % {"state": state}

    # --- The list ---------------------------------------------------------------------------------
    @admin.display(description=_("projects"))
    def about(self, obj: NewsItem) -> str:
        names = [project.name for project in obj.projects.all()]
        return ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")

    @admin.display(description=_("state"), ordering="state")
    def stands(self, obj: NewsItem) -> str:
        state = obj.get_state_display()
        if obj.publish_at is None:
            return state
        return _("%(state)s, to be published %(moment)s UTC") % {
            "state": state, "moment": date_format(obj.publish_at, "DATETIME_FORMAT"),
        }  # fmt: skip

    # --- What is sent -----------------------------------------------------------------------------
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A step that somebody else made impossible meanwhile is told; nothing is stored."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except workflow.Refused as sentence:
            messages.error(request, str(sentence))
            return redirect(request.path)

    def closed_meanwhile(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """What was typed, where this person could open the form of an item once and may no longer change it."""
        item = self.get_object(request, object_id) if "opened" in request.POST else None
        if item is None or self.has_change_permission(request, item):
            return None
        return self._give_back(request, item) if super().has_change_permission(request, item) else None

    def _give_back(self, request: HttpRequest, item: NewsItem) -> HttpResponse:
        """Says who took which step meanwhile, and hands back what was typed: none of it is stored."""
        step = item.steps.select_related("by").first()
        messages.error(
            request,
            _("“%(item)s” is %(state)s since %(moment)s UTC, by %(by)s: only an editor changes it now.")
            % {
                "item": item,
                "state": item.get_state_display(),
                "moment": date_format(step.at, "DATETIME_FORMAT") if step else "–",
                "by": (step and step.by) or "–",
            },
        )
        for name in ("headline", "summary"):
            typed = request.POST.get(name, "").strip()
            if typed and typed != getattr(item, name).strip():
                label = label_for_field(name, NewsItem)
                messages.warning(
                    request,
                    _("Not stored, yours to copy: %(field)s: %(text)s")
                    % {"field": label, "text": typed[:4000]},
                )
        return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: NewsItem, form: Any, change: bool) -> None:
        obj.changed_by = form.by
        if change:
            form.hold_steps()
            super().save_model(request, obj, form, change)
            return
        entered = enter_item(form.entry(), by=request.user)
        obj.__dict__.update(entered.item.__dict__)
        self._say(request, entered)
        self.store_first_fact(request, entered)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if not change:
            return
        super().save_related(request, form, formsets, change)
        fell = form.take_steps()
        self.tell_facts(request, form)
        if fell:
            messages.warning(
                request, _("It was scheduled: as you changed it, an editor sets the moment anew.")
            )

    def _say(self, request: HttpRequest, entered: Entered) -> None:
        if not entered.item_is_new:
            messages.info(request, _("This item was entered already; nothing was changed."))
        elif not entered.source_is_new:
            sentence = _("The address was among the sources already (“%(source)s”): that one is cited.")
            messages.info(request, sentence % {"source": entered.source})
        elif entered.source.seen == Source.Seen.CITED:
            messages.warning(
                request,
                _(
                    "Nobody read the page: it is kept as named by another text. "
                    "Change that at the source once it is read."
                ),
            )

    def restored(self, change: Revision, by: Any) -> NewsItem:
        return workflow.bring_back(change, by)

    @admin.action(description=_("Publish the chosen items"), permissions=["publish"])
    def publish(self, request: HttpRequest, items: QuerySet) -> None:
        self._move(request, items, NewsItem.State.PUBLISHED)

    @admin.action(description=_("Send the chosen items to review"), permissions=["change"])
    def to_review(self, request: HttpRequest, items: QuerySet) -> None:
        self._move(request, items, NewsItem.State.IN_REVIEW)

    @admin.action(description=_("Take the chosen items back to draft"), permissions=["change"])
    def back_to_draft(self, request: HttpRequest, items: QuerySet) -> None:
        self._move(request, items, NewsItem.State.DRAFT)

    def _move(self, request: HttpRequest, items: QuerySet, state: NewsItem.State) -> None:
        moved, refused = workflow.move_all(items, state, by=request.user)
        for item in moved:
            self.log_change(request, item, [{"changed": {"fields": [str(state.label)]}}])
        for sentence in refused[:MOST_TOLD]:
            messages.error(request, sentence)
        if (more := len(refused) - MOST_TOLD) > 0:
            sentence = ngettext("%(n)s more was refused.", "%(n)s more were refused.", more)
            messages.error(request, sentence % {"n": more})
        if moved or not refused:
            sentence = ngettext(
                "%(count)s item is now: %(state)s.", "%(count)s items are now: %(state)s.", len(moved)
            )
            messages.success(request, sentence % {"count": len(moved), "state": state.label})
