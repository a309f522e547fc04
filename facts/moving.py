"""What points at one record points at another one: a source replaced, or two records of one thing made one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import Field as Column
from django.utils.translation import gettext as _

from facts import services
from facts.history import account
from facts.ledger.fields import Children
from facts.ledger.registry import Kind, kind_of
from facts.ledger.soundness import faults_of_rows
from facts.merging import Unmergeable, merged
from facts.models import Source
from facts.uses import Use, records_of, uses_of

MOST_FAULTS = 5


@dataclass(frozen=True)
class Moved:
    """What pointed at the one record and points at the other: `doubled` did so already, or would point at itself."""

    moved: Sequence[Use]
    doubled: Sequence[Use]


def move(kept: Any, gone: Any, by: Any, why: str, *, goes: bool) -> Moved:
    """Lets everything that points at `gone` point at `kept`, in one account; where `gone` `goes`, it is merged.

    Raises Unmergeable where that would leave a ledger whose files do not load elsewhere, and changes nothing then.
    """
    kind = services.kind_of_row(gone)
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise Unmergeable(_("Choose two records of the same kind."))
    try:
        with account(by, why):
            # Not shared with anybody who is about to point at one of them: whoever waits finds the one that is kept.
            rows = kind.model._base_manager.select_for_update(of=("self",)).order_by("pk")
            if len(rows.filter(pk__in=[kept.pk, gone.pk])) < 2:
                raise Unmergeable(_("One of the two is not there any more."))
            before = set(faults_of_rows())
            done = _move_all(kept, gone)
            if goes:
                _move_what_waits(kept, gone)
                merged(kept, copy(gone), by, why)  # what was deleted has no key any more
            if faults := [fault for fault in faults_of_rows() if fault not in before]:
                told = [f"{fault.record} · {fault.field}: {fault.sentence}" for fault in faults[:MOST_FAULTS]]
                raise Unmergeable(_("This would not hold: %(faults)s.") % {"faults": "; ".join(told)})
            return done
    except IntegrityError as error:
        raise Unmergeable(
            _("The database refuses it: %(why)s") % {"why": " ".join(str(error).split())}
        ) from error


def _move_all(kept: Any, gone: Any) -> Moved:
    followers = []
    if isinstance(gone, Source):
        cited = services.facts_on(gone, hold=True)
        followers = [
            fact for fact in cited if fact.known_on == services.computed_day(fact, fact.sources.all())
        ]
    moved: list[Use] = []
    doubled: list[Use] = []
    for use in uses_of(gone):
        (moved if _point(use, kept, gone) else doubled).append(use)
    for fact in followers:
        services.forget_prefetched(fact)
        services.settle_known_on(fact)
    changed = {(use.kind.name, use.record.pk) for use in moved}
    return Moved(
        records_of(moved),
        [use for use in records_of(doubled) if (use.kind.name, use.record.pk) not in changed],
    )


def _point(use: Use, kept: Any, gone: Any) -> bool:
    """Lets one use point at the record that is kept; False where it would say so twice, or of itself."""
    if use.part is not None:
        return _point_part(use, kept)
    if use.field.many_to_many:
        links = getattr(use.record, use.field.name)
        twice = links.filter(pk=kept.pk).exists() or kept.pk in _named_by(use.record, type(kept))
        links.remove(gone)
        if not twice:
            links.add(kept)
        return not twice
    is_itself = use.record == kept
    setattr(use.record, use.field.name, None if is_itself else kept)
    use.record.save(update_fields=[use.field.name, "changed_at"])
    for links in use.record._meta.many_to_many:  # what is named once is not named again in a list beside it
        if links.related_model is type(kept):
            getattr(use.record, links.name).remove(kept)
    return not is_itself


def _named_by(record: Any, model: Any) -> set[int]:
    """The keys of what a record names of a kind by its columns."""
    columns: Iterable[Column] = record._meta.concrete_fields
    return {getattr(record, column.attname) for column in columns if column.related_model is model}


def _point_part(use: Use, kept: Any) -> bool:
    part: Any = use.part
    setattr(part, use.field.name, kept)
    is_itself = use.record == kept
    if is_itself or _is_told(use.kind, use.record, part):
        part.delete()
        return False
    part.save()
    return True


def _is_told(kind: Kind, record: Any, part: Any) -> bool:
    """Whether another part of the record says the same already."""
    told = next(f for f in kind.fields if isinstance(f, Children) and f.model is type(part))
    once = [one for one in told.parts if one.key in told.once]
    others = type(part)._base_manager.filter(**{told.parent: record.pk}).exclude(pk=part.pk)
    said = [one.write(part) for one in once]
    return bool(once) and any([one.write(other) for one in once] == said for other in others)


def _move_what_waits(kept: Any, gone: Any) -> None:
    """Proposals that name the one name the other: no record, and so in no account."""
    relations: Iterable[Any] = type(gone)._meta.related_objects
    for relation in relations:
        if relation.many_to_many and kind_of(relation.related_model) is None:
            for row in relation.related_model._base_manager.filter(**{relation.field.name: gone.pk}):
                getattr(row, relation.field.name).add(kept)
                getattr(row, relation.field.name).remove(gone)
