"""The first page of the desk: what waits for a person. Each app brings the cards it knows of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

SHOWN = 4


@dataclass(frozen=True)
class Line:
    """One thing that waits: its words, where it is dealt with, and what is to be known at a glance."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Card:
    """What waits of one sort: how many, where all of them are, the first of them.

    `calls` says that somebody should act; `nothing` is the sentence where none waits.
    """

    name: str
    title: str
    count: int
    url: str
    nothing: str
    lines: Sequence[Line] = field(default_factory=tuple)
    calls: bool = True


Maker = Callable[[HttpRequest], Card]
_MAKERS: list[tuple[int, str, Maker]] = []


def card(order: int, needs: str) -> Callable[[Maker], Maker]:
    """Puts a card on the first page, for those who have the permission; for everybody where none is named."""

    def add(maker: Maker) -> Maker:
        _MAKERS.append((order, needs, maker))
        return maker

    return add


def cards(request: HttpRequest) -> list[Card]:
    """The cards of this person, in order."""
    makers = sorted(_MAKERS, key=lambda entry: entry[0])
    return [maker(request) for _order, needs, maker in makers if not needs or request.user.has_perm(needs)]


def list_of(model: type[Model], query: str = "") -> str:
    """The list of a noun at the desk, filtered."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") + (f"?{query}" if query else "")


def form_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
