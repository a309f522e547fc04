"""What stands on a record: whatever points at it, of any kind and in any state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facts.ledger.fields import Children
from facts.ledger.registry import Kind, in_order, kind_of

MOST_NAMED = 5


@dataclass(frozen=True)
class Use:
    """A record that points at another one: by a column or a list of its own, or by one of its `part`s."""

    kind: Kind
    record: Any
    field: Any
    part: Any = None

    @property
    def named(self) -> str:
        return f"{self.record._meta.verbose_name} “{self.record.slug}”"


def uses_of(row: Any) -> list[Use]:
    """Everything that points at a record: not its own parts, nor what the account of its deletion keeps."""
    relations: Iterable[Any] = type(row)._meta.related_objects
    return [use for relation in relations for use in _by(relation, row) if use.record != row]


def _by(relation: Any, row: Any) -> Iterator[Use]:
    model = relation.related_model
    if (
        relation.many_to_many and not relation.through._meta.auto_created
    ):  # its links are parts, and told as such
        return
    kind, parent = kind_of(model), ""
    if kind is None:
        kind, parent = _holder_of(model)
    if kind is None:  # no record: a link of a proposal, or what goes with the row
        return
    rows = model._base_manager.filter(**{relation.field.name: row.pk}).order_by("pk")
    for found in rows.select_related(parent) if parent else rows:
        yield Use(
            kind, getattr(found, parent) if parent else found, relation.field, found if parent else None
        )


def _holder_of(model: type[Model]) -> tuple[Kind | None, str]:
    """Of a table of parts of records, their kind and the column that names the record."""
    parts = ((kind, part) for kind in in_order() for part in kind.fields if isinstance(part, Children))
    return next(((kind, part.parent) for kind, part in parts if part.model is model), (None, ""))


def free_of_itself(row: Any) -> None:
    """Deletes the parts by which a record names itself, as a filing that proves its own step: they go with it."""
    kind = kind_of(type(row))
    for part in (part for part in (kind.fields if kind else ()) if isinstance(part, Children)):
        for column in part.model._meta.concrete_fields:
            if column.related_model is type(row) and column.name != part.parent:
                part.model._default_manager.filter(**{part.parent: row.pk, column.name: row.pk}).delete()


def records_of(uses: Iterable[Use]) -> list[Use]:
    """One use of each record."""
    return list({(use.kind.name, use.record.pk): use for use in uses}.values())


def stands_on(row: Any, uses: Iterable[Use]) -> str:
    """How many records stand on one, and the first of them, in a sentence."""
    every = records_of(uses)
    said = {
        "count": len(every), "row": row, "names": ", ".join(use.named for use in every[:MOST_NAMED]),
    }  # fmt: skip
    if len(every) > MOST_NAMED:
        return _("%(count)s records stand on “%(row)s”, such as %(names)s.") % said
    return (
        ngettext(
            "One record stands on “%(row)s”: %(names)s.",
            "%(count)s records stand on “%(row)s”: %(names)s.",
            len(every),
        )
        % said
    )
