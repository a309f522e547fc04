"""Every write to the ledger moves its version, so that what readers see is never older than the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from facts.models import LedgerVersion

_paused: ContextVar[bool] = ContextVar("ledger_version_paused", default=False)


def _changed(sender: type, action: str = "", **_: object) -> None:
    if not action.startswith("pre_") and not _paused.get():
        LedgerVersion.bump()


def is_watched(model: type[Model]) -> bool:
    """Whether a save of such a row moves the version; links between rows go with the model that holds them.

    A model says `desk_only = True` where no reader ever sees what it holds, and `moves_version = False`
    where whoever writes it moves the version once for all rows, or the rows only keep account of the ledger.
    """
    holder: Any = model._meta.auto_created or model
    return not getattr(holder, "desk_only", False) and getattr(holder, "moves_version", True)


def watch(app: str) -> None:
    """Moves the version after every save, delete and change of links in an app of the ledger."""
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
    """Holds the version still during a bulk of writes; the writer bumps it once at the end."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)
