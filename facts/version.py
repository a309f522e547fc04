"""Every write to the ledger moves its version, so that what readers see is never older than the data."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from facts.models import LedgerVersion, LoadedRow, Revision

WATCHED = ("facts", "projects", "launches", "news")
_SILENT = {LedgerVersion, LoadedRow, Revision}
_paused: ContextVar[bool] = ContextVar("ledger_version_paused", default=False)


def _changed(sender: type, action: str = "", **_: object) -> None:
    if not action.startswith("pre_") and not _paused.get():
        LedgerVersion.bump()


def _desk_only(model: type[Model]) -> bool:
    """Whether no reader ever sees what is saved here; links between it and others go with it."""
    return getattr(model._meta.auto_created or model, "desk_only", False)


def watch() -> None:
    """Moves the version after every save, delete and change of links in the ledger's apps.

    A model that says `desk_only = True` holds nothing that readers see.
    """
    for label in WATCHED:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model in _SILENT or _desk_only(model):
                continue
            uid = f"ledger-version-{model._meta.label}"
            if model._meta.auto_created:
                m2m_changed.connect(_changed, sender=model, dispatch_uid=uid)
            else:
                post_save.connect(_changed, sender=model, dispatch_uid=uid)
                post_delete.connect(_changed, sender=model, dispatch_uid=uid)


@contextmanager
def one_step():
    """Holds the version still during a bulk of writes; the writer bumps it once at the end."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)
