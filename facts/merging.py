"""One record where there were two of the same thing: one is kept, the other leaves its address to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from facts.history import account
from facts.services import kind_of_row
from facts.uses import MOST_NAMED, Use, free_of_itself, records_of, uses_of


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
        if uses := uses_of(gone):
            raise Unmergeable(_sentence(gone, uses))
        changes.merged[kind.name, gone.pk] = kept.pk
        free_of_itself(gone)
        gone.delete()


def _sentence(gone: Any, uses: list[Use]) -> str:
    names = [use.named for use in records_of(uses)]
    shown = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    return _("Other records still point at “%(gone)s”: %(names)s. Let them point at the one that is kept.") % {
        "gone": gone, "names": shown,
    }  # fmt: skip
