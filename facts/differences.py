"""What a change of a record changed, field by field, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from facts.ledger.fields import Choice, Field, Flag
from facts.ledger.registry import Kind, Record


@dataclass(frozen=True)
class Difference:
    """One field of a record before and after a change, in words; empty where it was not stated."""

    label: str
    before: str
    after: str


def differences(kind: Kind, before: Record, after: Record) -> list[Difference]:
    """The fields that say something else, in the order of the record."""
    return [
        Difference(_label(kind, part), _said(kind, part, before), _said(kind, part, after))
        for part in kind.fields
        if before.get(part.key) != after.get(part.key)
    ]


def _label(kind: Kind, part: Field) -> str:
    """The name that people know a field by."""
    for name in (part.name, f"{part.name}_first"):
        try:
            column = kind.model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if not column.auto_created:
            return str(column.verbose_name).removesuffix(str(_(": first day")))
    return part.key.replace("_", " ")


def _said(kind: Kind, part: Field, record: Record) -> str:
    """What a record says in a field, as people read it: a word of a list by its label, left out or not."""
    value = record.get(part.key)
    if record and value is None and isinstance(part, Choice | Flag):
        value = part.unsaid
    if isinstance(part, Choice):
        labels = dict(kind.model._meta.get_field(part.name).flatchoices)
        return str(labels.get(value, value or ""))
    return _in_words(value)


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return f"{value:,}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_in_words(part)}" for key, part in value.items())
    return "; ".join(_in_words(part) for part in value) if isinstance(value, list) else str(value)
