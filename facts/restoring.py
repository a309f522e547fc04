"""Bringing a record back to what it said before a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from facts import services
from facts.following import followed
from facts.former_slugs import led_to, refusal
from facts.history import account
from facts.ledger.faults import references
from facts.ledger.fields import Children, Refs
from facts.ledger.registry import KINDS, Kind
from facts.models import Revision


class Refused(Exception):
    """A change that its writer may not make, with a sentence that says why."""


class Unrestorable(Exception):
    """A record that cannot be brought back, with a sentence that says why."""


def restore(revision: Revision, by: Any = None, over: Mapping[str, Any] | None = None) -> Any:
    """Brings a record back to what it said before a change; itself a change, with an account.

    `over` are columns that do not go back, with the values they get instead.
    Raises Unrestorable where it points at something that is gone, or the database refuses it.
    """
    kind, before = KINDS[revision.kind], revision.before
    if why := refusal(kind, before["slug"], revision.row_id) or _taken(kind, revision):
        raise Unrestorable(why)
    here = {(name, slug): _here(KINDS[name], slug) for _key, name, slug in references(kind, before)}
    if gone := [slug for (_name, slug), pk in here.items() if pk is None]:
        raise Unrestorable(_("It refers to %(gone)s, which is gone.") % {"gone": ", ".join(gone)})
    ids: dict[tuple[str, str], int] = {key: pk for key, pk in here.items() if pk is not None}
    why = _("Brought back what stood before %(moment)s.") % {"moment": f"{revision.at:%Y-%m-%d %H:%M} UTC"}
    try:
        with account(by, why):
            manager: Any = kind.model._default_manager
            held = manager.select_for_update(of=("self",), no_key=True)
            row: Any = held.filter(pk=revision.row_id).first() or kind.model(
                pk=revision.row_id, **before.get("columns", {})
            )
            for part in kind.fields:
                for name, value in part.columns(before.get(part.key), ids).items():
                    setattr(row, name, value)
            for name, value in (over or {}).items():
                setattr(row, name, value)
            row.save()
            for part in kind.fields:
                if isinstance(part, Refs):
                    getattr(row, part.name).set([ids[part.kind, slug] for slug in before.get(part.key, [])])
                elif isinstance(part, Children):
                    getattr(row, part.name).all().delete()
                    part.model._default_manager.bulk_create(part.rows(before.get(part.key), row.pk, ids))
            _settle(kind, row, revision)
    except (IntegrityError, ValidationError) as error:
        raise Unrestorable(
            _("The database refuses it: %(why)s") % {"why": " ".join(str(error).split())}
        ) from error
    row.refresh_from_db()  # numbers as the database keeps them, not as the account writes them
    return row


def _taken(kind: Kind, revision: Revision) -> str:
    """That another record has the slug now, or nothing."""
    others = kind.model._default_manager.exclude(pk=revision.row_id)
    other = others.filter(slug=revision.before["slug"]).first()
    if other is None:
        return ""
    words = _(
        "“%(slug)s” is the slug of “%(other)s” now: give that record another one, then bring this back."
    )
    return words % {"slug": revision.before["slug"], "other": other}


def _settle(kind: Kind, row: Any, revision: Revision) -> None:
    """A day that followed from its sources follows from them as they are dated now."""
    if kind.is_fact and followed(kind, revision):
        services.settle_known_on(row)


def _here(kind: Kind, slug: str) -> int | None:
    """The primary key of what a slug means now: the record that has it, or what became of the one that had it."""
    rows: Any = kind.model._default_manager
    return rows.filter(pk__in=led_to(kind.name, slug)[-1:]).values_list("pk", flat=True).first()
