"""The page on which a new item is entered: what its page says is proposed, what was there is told."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from desk.addresses import page_reader
from desk.model_admin import FactAdmin
from news.admin.facts import FIRST
from news.models import NewsItem
from news.proposals import Proposals, Told, propose

KEPT_FIELDS = ("publisher", "language", "country")
TYPED = (
    "headline", "link", "publisher", "language", "published_on", "date_inferred", "country", "summary",
    "confidence", "state", "projects", "page_read",
)  # fmt: skip
_SHELF = "pages-read"
_MOST_KEPT = 3


class ProposesEntries(FactAdmin):
    """Of an admin for news items: the form for a new one."""

    add_form_template = "admin/news/newsitem/entry.html"
    change_form_template = "admin/news/newsitem/change_form.html"
    entry_fields = (
        "page_read", "headline", ("publisher", "language"), ("published_on", "date_inferred", "country"), "projects",
        "summary",
        ("confidence", "state"), "another_story", "meant",
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            first = (_("Its first fact"), {"fields": (FIRST,)})
            return [(None, {"fields": ("link",)}), (None, {"fields": self.entry_fields}), first]
        return super().get_fieldsets(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What was typed and proposed before a page was read without scripts, else what the address says."""
        if kept := _kept(request):
            proposed = propose(kept["link"], _told(kept), kept["typed"].get("headline", ""))
            chosen = [str(named.pk) for named in proposed.projects if named.chosen]
            typed = {name: value for name, value in kept["typed"].items() if value}
            if kept["told"]:
                typed["page_read"] = "on"
            return (
                {"projects": chosen}
                | proposed.fields
                | typed
                | {"link": proposed.fields.get("link", kept["link"])}
            )
        return super().get_changeform_initial_data(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        more = {"read_address": page_reader(), "panel": ""}
        if request.method != "POST" and (kept := _kept(request)):
            proposed = propose(kept["link"], _told(kept), kept["typed"].get("headline", ""))
            more["panel"] = panel(proposed, kept["sentence"])
        return super().add_view(request, form_url, more | (extra_context or {}))

    def response_add(
        self, request: HttpRequest, obj: NewsItem, post_url_continue: Any = None
    ) -> HttpResponse:
        """The next item is often of the same publisher: that, its language and the country stay."""
        answer = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST and isinstance(answer, HttpResponseRedirect):
            kept = {name: request.POST[name] for name in KEPT_FIELDS if request.POST.get(name)}
            return HttpResponseRedirect(f"{request.path}?{urlencode(kept)}")
        return answer


def panel(proposed: Proposals, sentence: str) -> str:
    """What the desk found, as a piece of a page."""
    return render_to_string("admin/news/newsitem/_read.html", {"proposed": proposed, "sentence": sentence})


def keep(request: HttpRequest, told: Told | None, sentence: str) -> str:
    """Lays what was typed and read aside for the next page; returns the token that finds it again."""
    token = secrets.token_urlsafe(8)
    typed: dict[str, Any] = {
        name: request.POST.get(name, "")[:12_000] for name in TYPED if name != "projects"
    }
    typed |= {name: request.POST[name][:12_000] for name in request.POST if name.startswith(FIRST)}
    typed["projects"] = [pk for pk in request.POST.getlist("projects")[:50] if pk.isdecimal()]
    shelf = dict(request.session.get(_SHELF, {}))
    while len(shelf) >= _MOST_KEPT:
        shelf.pop(next(iter(shelf)))
    shelf[token] = {
        "link": typed["link"], "typed": typed, "told": told and asdict(told), "sentence": sentence,
    }  # fmt: skip
    request.session[_SHELF] = shelf
    return token


def typed_before(request: HttpRequest) -> dict[str, Any]:
    """What was typed before a page was read without scripts, by the names of the fields."""
    kept = _kept(request)
    return kept["typed"] if kept else {}


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    return request.session.get(_SHELF, {}).get(request.GET.get("read", ""))


def _told(kept: dict[str, Any]) -> Told | None:
    return Told(**kept["told"]) if kept["told"] else None
