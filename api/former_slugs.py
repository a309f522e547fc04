"""A record asked for by a slug that it had before, or has only since the moment asked."""

from typing import Any

from django.urls import resolve, reverse
from rest_framework.request import Request

from api.errors import Moved
from common.parameters import shown
from facts.former_slugs import moved_to
from facts.ledger.registry import kind_of


def follow(request: Request, rows: Any, key: str, noun: str) -> None:
    """Raises Moved, with the same question, where one of the rows is meant by a slug that none of them has."""
    kind = kind_of(rows.model)
    slug = moved_to(rows, kind.name, key) if kind else ""
    if slug:
        here = resolve(request.path_info)
        address = reverse(here.view_name, kwargs=dict.fromkeys(here.kwargs, slug))
        query = request.META.get("QUERY_STRING", "")
        raise Moved(
            f"The {noun} {shown(key)} goes by {shown(slug)}.", f"{address}?{query}" if query else address
        )
