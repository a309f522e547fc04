"""What this app shows on the first page of the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext as _

from desk.dashboard import SHOWN, Card, Line, card, form_of, list_of
from facts.ledger.registry import KINDS
from projects.models import OpenQuestion


@card(50, "projects.view_project")
def disputed(request: HttpRequest) -> Card:
    """Facts on which the sources differ, by kind: in one query, however many kinds there are."""
    kinds = [kind for kind in KINDS.values() if kind.is_fact]
    counted: list[QuerySet[Any, Any]] = [
        kind.model._default_manager.filter(confidence="disputed").order_by().values("confidence").annotate(
            kind=Value(kind.name, CharField()), n=Count("pk")
        ).values_list("kind", "n")
        for kind in kinds
    ]  # fmt: skip
    found: dict[str, int] = dict(counted[0].union(*counted[1:]))
    lines = [
        Line(
            str(kind.model._meta.verbose_name_plural).capitalize(),
            list_of(kind.model, "confidence__exact=disputed"),
            str(found[kind.name]),
        )
        for kind in kinds
        if kind.name in found
    ]
    count = sum(found.values())
    return Card("disputed", _("Disputed facts"), count, "", _("No fact is disputed."), lines, calls=False)


@card(80, "projects.view_openquestion")
def questions(request: HttpRequest) -> Card:
    """What the sources leave open; those asked last first."""
    rows = list(OpenQuestion.objects.order_by("-asked_on_first", "-pk")[:SHOWN])
    return Card(
        "questions", _("Open questions"), OpenQuestion.objects.count(), list_of(OpenQuestion),
        _("No question is open."), [Line(str(row), form_of(row), str(row.asked_on)) for row in rows], calls=False,
    )  # fmt: skip
