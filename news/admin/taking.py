"""Taking a suggestion: the form of a new item starts with it, and saving that item closes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from desk.model_admin import FactAdmin
from news.models import NewsItem, Suggestion
from news.suggestions import published_on, take
from projects.models import Organization, Project


def prefill(suggestion: Suggestion) -> dict[str, Any]:
    """What the form of a new item starts with. The summary stays empty: it is written here."""
    projects = list(suggestion.projects.all())
    named: list[Project | Organization] = [*projects, *suggestion.organizations.all()]
    return {
        "headline": suggestion.title,
        "link": suggestion.url,
        "publisher": suggestion.publisher,
        "published_on": published_on(suggestion).isoformat(),
        "language": suggestion.language,
        "country": named[0].country if named else "",
        "projects": [project.pk for project in projects],
    }


class TakesSuggestions(FactAdmin):
    """Of an admin for news items: `?suggestion=ID` fills the form in, and saving it closes the suggestion."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        known = super().get_changeform_initial_data(request)
        known.pop("suggestion", None)
        chosen = _chosen(request)
        if chosen and chosen.state == Suggestion.State.OPEN:
            return prefill(chosen) | known
        if chosen:
            sentence = _("This suggestion is %(state)s already.") % {"state": chosen.get_state_display()}
            messages.warning(request, sentence)
        return known

    def response_add(self, request: HttpRequest, obj: NewsItem, *args: Any) -> HttpResponse:
        take(obj, by=request.user, chosen=_chosen(request))
        return super().response_add(request, obj, *args)


def _chosen(request: HttpRequest) -> Suggestion | None:
    """The suggestion that the address names, for those who may decide it."""
    key = request.GET.get("suggestion", "")
    if not (key.isdecimal() and len(key) < 19 and request.user.has_perm("news.change_suggestion")):
        return None
    return Suggestion.objects.with_names().filter(pk=int(key)).first()
