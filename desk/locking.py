"""Rows that are held while somebody changes them: of two people at once, the second sees what the first did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from facts.ledger.registry import kind_of
from facts.models import Revision
from facts.models.accounted import AT_ONCE


def hold(model: type[Model], keys: Iterable[Any]) -> None:
    """Holds rows until the transaction around it ends; what is read of them afterwards is what stands then.

    Always in the order of their keys: two who hold many rows each wait for one another once, and never for ever. On
    SQLite a transaction holds the whole database from its beginning.
    """
    wanted = sorted({int(key) for key in keys if str(key).isdecimal()})
    for at in range(0, len(wanted), AT_ONCE):
        rows = model._base_manager.select_for_update(of=("self",), no_key=True).order_by("pk")
        list(rows.filter(pk__in=wanted[at : at + AT_ONCE]).values_list("pk"))


def state_of(row: Any) -> str:
    """What a row is told by: when it was saved last, and the last entry of its account.

    A link or a part that changes moves the account alone.
    """
    kind = kind_of(type(row))
    changes = Revision.objects.of_record(kind.name, row.pk) if kind else Revision.objects.none()
    last = changes.values_list("pk", flat=True).first()
    return f"{row.changed_at.isoformat()} {last or '-'}"
