"""The saved views of a list, below its search."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib import admin

from desk.saved_views import address_of, kept_of, views_of

register = template.Library()


@register.inclusion_tag("admin/_list_views.html", takes_context=True)
def list_views(context: Any) -> dict[str, Any]:
    """Those of the reader, and what saving the list as it is seen takes."""
    request, model = context["request"], context["cl"].model
    query = kept_of(request.GET.urlencode())
    views = [(view, address_of(view), view.query == query) for view in views_of(request, admin.site, model)]
    return {
        "views": views, "noun": model._meta.label_lower, "query": query,
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip
