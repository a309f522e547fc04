"""Rows that are held while somebody changes them: of two people at once, the second sees what the first did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model
from django.http import HttpRequest

from facts.history import account
from facts.ledger.registry import kind_of
from facts.models import Revision
from facts.models.accounted import AT_ONCE


def hold(model: type[Model], keys: Iterable[Any], *, leaving: bool = False) -> None:
    """Holds rows until the transaction around it ends; what is read of them afterwards is what stands then.

    Always in the order of their keys: two who hold many rows each wait for one another once, and never for ever. On
    SQLite a transaction holds the whole database from its beginning. What is `leaving` waits for whoever is about to
    point at it, too.
    """
    wanted = sorted({int(key) for key in keys if str(key).isdecimal()})
    for at in range(0, len(wanted), AT_ONCE):
        rows = model._base_manager.select_for_update(of=("self",), no_key=not leaving).order_by("pk")
        list(rows.filter(pk__in=wanted[at : at + AT_ONCE]).values_list("pk"))


def state_of(row: Any) -> str:
    """What a row is told by: when it was saved last, and the last entry of its account.

    A link or a part that changes moves the account alone.
    """
    kind = kind_of(type(row))
    changes = Revision.objects.of_record(kind.name, row.pk) if kind else Revision.objects.none()
    last = changes.values_list("pk", flat=True).first()
    return f"{row.changed_at.isoformat()} {last or '-'}"


@contextmanager
def act_of(request: HttpRequest) -> Iterator[None]:
    """What a person sends is one act, written down under their name; reading a page is none."""
    if request.method != "POST":
        yield
        return
    with account(request.user, request.POST.get("why", "").strip()):
        yield
        _look_at_links()


def _look_at_links() -> None:
    """Whether what was written points at what is there: raises IntegrityError where something was deleted meanwhile.

    PostgreSQL looks at the end of a transaction. Then the version of the ledger is held already, for which who
    deletes may wait: looked at before, nobody waits for one another.
    """
    if connection.vendor == "postgresql" and not connection.needs_rollback:
        connection.check_constraints()
