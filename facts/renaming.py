"""Another slug for a record: its former one stays the address that leads to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from facts import services
from facts.former_slugs import refusal
from facts.history import account
from facts.ledger.fields import Slug, Unreadable


class Unrenamable(Exception):
    """A slug that a record cannot have, with a sentence that says why."""


def rename(row: Any, slug: str, by: Any, why: str) -> None:
    """Gives a record another slug, in an account of its own. Raises Unrenamable."""
    kind = services.kind_of_row(row)
    with account(by, why) as changes:
        changes.touch(kind, [row.pk])
        row.refresh_from_db()
        refuse(row, slug)
        row.slug = slug
        try:
            row.save(update_fields=["slug", "changed_at"])
        except ValidationError as error:
            raise Unrenamable(" ".join(error.messages)) from error


def refuse(row: Any, slug: str) -> None:
    """Raises Unrenamable where a record cannot have a slug."""
    kind = services.kind_of_row(row)
    part = next(part for part in kind.fields if isinstance(part, Slug))
    try:
        part.read(slug)
    except Unreadable as error:
        raise Unrenamable(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    if slug == row.slug:
        raise Unrenamable(_("“%(slug)s” is its slug already.") % {"slug": slug})
    if row.slug.startswith(kind.not_curated or ("\0",)) or slug.startswith(kind.not_curated or ("\0",)):
        raise Unrenamable(_("Slugs that begin so are those of a feed, which alone gives them."))
    if kind.model._base_manager.filter(slug=slug).exists():
        raise Unrenamable(_("“%(slug)s” is the slug of another record: choose another.") % {"slug": slug})
    if why := refusal(kind, slug, row.pk):
        raise Unrenamable(why)
