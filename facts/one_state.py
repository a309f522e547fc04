"""An answer reads one state of the database, whatever is written meanwhile.

Without it each statement sees what was committed before that statement: a figure could rest on the account of one
version and on the rows of the next, and a page could print an address that cites less than the page shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

_open: ContextVar[bool] = ContextVar("the transaction around is that of one answer", default=False)


def is_open() -> bool:
    """Whether the outermost transaction is one that `one_state` began."""
    return _open.get()


@contextmanager
def one_state() -> Iterator[None]:
    """Within it, all queries see the state that the first one sees. Only readers' answers are made in it.

    A transaction that is open already stays as it is: then whoever opened it decides what it sees.
    """
    if connection.in_atomic_block:
        yield
        return
    token = _open.set(True)
    try:
        with ExitStack() as stack:
            _begin(stack)
            yield
    finally:
        _open.reset(token)


def _begin(stack: ExitStack) -> None:
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        from psycopg import IsolationLevel

        raw: Any = connection.connection
        before = raw.isolation_level
        raw.isolation_level = IsolationLevel.REPEATABLE_READ
        stack.callback(_isolate, raw, before)
        stack.enter_context(transaction.atomic())
        return
    # A reader takes no lock for writing, as other transactions here do from their beginning.
    own: Any = connection
    before, own.transaction_mode = own.transaction_mode, None
    try:
        stack.enter_context(transaction.atomic())
    finally:
        own.transaction_mode = before


def _isolate(raw: Any, level: Any) -> None:
    if not raw.closed:
        raw.isolation_level = level
