"""From news to fact: the forms of facts that an item may become, filled in with what the item says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from desk.model_admin import FactAdmin
from facts.ledger.fields import write_when
from news.models import NewsItem

# (model, what it is called, the field of its day, further fields)
KINDS = (
    ("milestone", _("Milestone"), "on", ("title", "summary", "country", "projects_also")),
    ("target", _("Target"), "stated_on", ("text",)),
    ("statement", _("Statement"), "stated_on", ()),
    ("fundingevent", _("Funding event"), "on", ("summary",)),
    ("filing", _("Filing"), "on", ("summary", "country")),
    ("filing", _("Step of a filing"), "on", ("summary", "country", "as_step")),
    ("statuschange", _("Status change"), "on", ()),
)
# The field of a new item that says of which kind its first fact is; names of that fact's fields begin with it.
FIRST = "first"
_LONGEST = {"title": 200, "text": 300, "summary": 1500}


class MakesFacts(FactAdmin):
    """Of an admin for news items: on the page of an item, the way to each fact that can be made of it."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        item = self.get_object(request, object_id)
        more = {"facts": list(facts_of(item, request.user)) if item else []}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))


def facts_of(item: NewsItem, user: Any) -> list[dict[str, Any]]:
    """The forms this person may fill in, each with its name and its address."""
    return [
        {"name": name, "address": f"{reverse(f'admin:projects_{model}_add')}?{urlencode(said)}"}
        for model, name, day, further in KINDS
        if user.has_perm(f"projects.add_{model}")
        and ("as_step" not in further or user.has_perm("projects.add_filingstep"))
        and (said := _said(item, day, further))
    ]


def _said(item: NewsItem, day: str, further: tuple[str, ...]) -> dict[str, str]:
    """What the item says, in the fields of the fact."""
    projects = [str(project.pk) for project in item.projects.order_by("pk")]
    told = {
        "sources": ",".join(str(pk) for pk in item.sources.order_by("pk").values_list("pk", flat=True)),
        "project": projects[0] if projects else "",
        "projects_also": ",".join(projects[1:]),
        "confidence": item.confidence,
        "country": item.country,
        "title": item.headline,
        "text": item.headline,
        "summary": item.summary,
        "as_step": "accepted",
        day: "" if item.date_inferred else write_when(item.published_on) or "",  # ours, nobody stated it
    }
    names = ("sources", "project", "confidence", day, *further)
    return {name: told[name][: _LONGEST.get(name)] for name in names if told[name]}
