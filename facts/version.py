"""Every write to the ledger moves its version, so that what readers see is never older than the data.

Of curated records and their parts the account does it: once an act, with the stamps of what it changed
(`facts.stamps`). Here everything else is seen to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from facts.models import AppendOnly, LedgerVersion
from facts.models.accounted import Accounted

_paused: ContextVar[bool] = ContextVar("ledger_version_paused", default=False)


def _changed(sender: type, action: str = "", **_: object) -> None:
    if not action.startswith("pre_") and not _paused.get():
        LedgerVersion.bump()


def is_watched(model: type[Model]) -> bool:
    """Whether a save of such a row moves the version here; links between rows go with the model that holds them.

    Curated rows and their parts, and rows that feeds add, do not: the account moves it. Else a model says
    `desk_only = True` where no reader ever sees what it holds, and `moves_version = False` where whoever writes it
    moves the version once for all rows, or the rows only keep account of the ledger.
    """
    holder: Any = model._meta.auto_created or model
    if issubclass(holder, Accounted | AppendOnly):
        return False
    return not getattr(holder, "desk_only", False) and getattr(holder, "moves_version", True)


def watch(app: str) -> None:
    """Moves the version after every save, delete and change of links in an app of the ledger: see `is_watched`."""
    for model in apps.get_app_config(app).get_models(include_auto_created=True):
        if not is_watched(model):
            continue
        uid = f"ledger-version-{model._meta.label}"
        if model._meta.auto_created:
            m2m_changed.connect(_changed, sender=model, dispatch_uid=uid)
        else:
            post_save.connect(_changed, sender=model, dispatch_uid=uid)
            post_delete.connect(_changed, sender=model, dispatch_uid=uid)


@contextmanager
def one_step() -> Iterator[None]:
    """Holds the version still during a bulk of writes of which the account, or the writer, moves it at the end."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)
