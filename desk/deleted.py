"""What was deleted from the ledger: who, when, what, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from facts.ledger.registry import KINDS, Kind
from facts.models import FormerSlug, Revision

A_PAGE = 50
NAMES = ("name", "title", "headline", "question", "text", "says")


def name_of(change: Revision) -> str:
    """What a record was called, as far as it says; else its slug."""
    return str(next((change.before[key] for key in NAMES if change.before.get(key)), change.slug))


def deleted_page(site: Any, request: HttpRequest) -> HttpResponse:
    """The list, newest first, of the nouns that this person may see; of one of them where it is named."""
    kinds = {
        name: kind
        for name, kind in KINDS.items()
        if site.get_model_admin(kind.model).has_view_permission(request)
    }
    chosen = request.GET.get("kind", "")
    wanted = [chosen] if chosen in kinds else list(kinds)
    changes = Revision.objects.filter(after__isnull=True, kind__in=wanted).select_related("by")
    page = Paginator(changes.order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("What was deleted"),
        "rows": _rows(site, request, list(page)),
        "page": page,
        "chosen": chosen,
        "kinds": [(name, capfirst(kind.model._meta.verbose_name_plural)) for name, kind in kinds.items()],
    }
    return TemplateResponse(request, "admin/deleted.html", site.each_context(request) | context)


def _rows(site: Any, request: HttpRequest, changes: Sequence[Revision]) -> list[dict[str, Any]]:
    keys: dict[str, set[int]] = {}
    for change in changes:
        keys.setdefault(change.kind, set()).add(change.row_id)
    here = {name: KINDS[name].model._base_manager.in_bulk(keys[name]) for name in keys}
    merged = {
        (one.kind, one.row_id): one.into_id
        for one in FormerSlug.objects.filter(kind__in=keys, into_id__isnull=False)
        if one.row_id in keys[one.kind]
    }
    return [_row(site, request, change, here, merged) for change in changes]


def _row(site: Any, request: HttpRequest, change: Revision, here: Any, merged: Any) -> dict[str, Any]:
    kind = KINDS[change.kind]
    row: Model | None = here[change.kind].get(change.row_id)
    into = merged.get((change.kind, change.row_id))
    may = site.get_model_admin(kind.model).has_change_permission(request)
    return {
        "change": change,
        "name": name_of(change),
        "noun": capfirst(kind.model._meta.verbose_name),
        "history": _address(kind, "history", change.row_id),
        "here": _address(kind, "change", change.row_id) if row is not None else "",
        "into": _address(kind, "change", into) if into else "",
        "restore": _address(kind, "restore", change.row_id, change.pk) if may and not (row or into) else "",
    }


def _address(kind: Kind, action: str, *keys: int) -> str:
    meta = kind.model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{action}", args=keys)
