"""One record where there were two of the same thing: one is kept, the other leaves its address to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from facts.history import account
from facts.ledger.fields import Children
from facts.ledger.registry import Kind, in_order, kind_of
from facts.services import kind_of_row

MOST_NAMED = 5


class Unmergeable(Exception):
    """Two records that cannot be made one, with a sentence that says why."""


def merged(kept: Any, gone: Any, by: Any, why: str) -> None:
    """Deletes one of two records of a kind, in one account; its slug, and those before it, lead to the one kept.

    Nothing of it is moved: what it says and the kept one does not is entered there first. Raises Unmergeable where
    other records still point at it, or something would be lost with it that the account does not keep.
    """
    kind = kind_of_row(gone)
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise Unmergeable(_("Choose two records of the same kind."))
    with account(by, why) as changes:
        changes.leave(kind, [gone.pk])
        if gone.pk is None or changes.before.get((kind.name, gone.pk)) is None:
            raise Unmergeable(_("“%(gone)s” is not there any more.") % {"gone": gone})
        if not type(kept)._default_manager.filter(pk=kept.pk).exists():
            raise Unmergeable(_("“%(kept)s” is not there any more.") % {"kept": kept})
        if names := _held_by(kind, gone):
            raise Unmergeable(_sentence(gone, names))
        changes.merged[kind.name, gone.pk] = kept.pk
        gone.delete()


def _sentence(gone: Any, names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    return _("Other records still point at “%(gone)s”: %(names)s. Let them point at the one that is kept.") % {
        "gone": gone, "names": shown,
    }  # fmt: skip


def _held_by(kind: Kind, gone: Any) -> list[str]:
    """The records that point at one: not its own parts, nor what the account of its deletion keeps."""
    kept = {one.model for one in kind.goes_with}
    names: list[str] = []
    relations: Iterable[Any] = kind.model._meta.related_objects
    for relation in relations:
        model = relation.related_model
        if model in kept or (
            relation.many_to_many and not kind_of(model)
        ):  # no link of a proposal is a record
            continue
        holder = _parent_of(model)
        rows = model._base_manager.filter(**{relation.field.name: gone.pk}).order_by("pk")
        for row in rows[: MOST_NAMED * 2]:
            other = getattr(row, holder) if holder else row
            if other != gone:
                names.append(f"{other._meta.verbose_name} “{getattr(other, 'slug', other)}”")
    return list(dict.fromkeys(names))


def _parent_of(model: type[Model]) -> str:
    """Of a table of parts of records, the column that names the record."""
    parts = (part for kind in in_order() for part in kind.fields if isinstance(part, Children))
    return next((part.parent for part in parts if part.model is model), "")
