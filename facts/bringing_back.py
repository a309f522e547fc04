"""What was deleted comes back: the record, what was deleted with it, and the links that others lost by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from facts.history import account
from facts.ledger.faults import references
from facts.ledger.fields import Ref, Refs
from facts.ledger.registry import KINDS, in_order
from facts.ledger.soundness import faults_of_rows
from facts.models import Revision, Stamp
from facts.restoring import Unrestorable, restore

MOST_FAULTS = 5
Restore = Callable[[Revision, Any], Any]


@dataclass
class Back:
    """What came back: the rows, the records that have their link again, and a sentence for each that has not."""

    rows: list[Any] = field(default_factory=list)
    linked: list[Any] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def of_one_act(change: Revision) -> list[Revision]:
    """The changes that one act made, this one among them; alone where it was made before acts were stamped."""
    stamp = Stamp.objects.filter(revision=change).first()
    if stamp is None:
        return [change]
    made = Stamp.objects.filter(version=stamp.version, revision__isnull=False).values("revision")
    return list(Revision.objects.filter(pk__in=made).order_by("pk"))


def gone_with(deletion: Revision, act: Iterable[Revision]) -> list[Revision]:
    """The deletions of an act that one of them took along: of what named it, of what named those, and so on."""
    deleted = [change for change in act if change.after is None]
    found = {deletion.pk: deletion}
    names = {(deletion.kind, deletion.slug)}
    while more := [one for one in deleted if one.pk not in found and names & _named(one, one.before)]:
        found |= {one.pk: one for one in more}
        names |= {(one.kind, one.slug) for one in more}
    order = [kind.name for kind in in_order()]
    return sorted(found.values(), key=lambda one: (order.index(one.kind), one.pk))


def _named(change: Revision, record: dict[str, Any]) -> set[tuple[str, str]]:
    return {(kind, slug) for _key, kind, slug in references(KINDS[change.kind], record)}


def bring_back(deletion: Revision, by: Any, restored: Restore = restore) -> Back:
    """Brings a deleted record back with all that its deletion took, in one account. `restored` brings one row back.

    Raises Unrestorable, and changes nothing then. A link that says something else since stays as it is, and is told.
    """
    done = Back()
    why = _("Brought back what was deleted on %(moment)s.") % {"moment": f"{deletion.at:%Y-%m-%d %H:%M} UTC"}
    with account(by, why):
        Revision.objects.select_for_update().get(
            pk=deletion.pk
        )  # of two who press at once, the second is told
        before = set(faults_of_rows())
        act = of_one_act(deletion)
        gone = gone_with(deletion, act)
        for change in gone:
            if KINDS[change.kind].model._base_manager.filter(pk=change.row_id).exists():
                if change.pk == deletion.pk:
                    raise Unrestorable(_("“%(slug)s” is there again already.") % {"slug": deletion.slug})
                continue
            done.rows.append(_restored(change, by, restored))
        names = {(change.kind, change.slug): change for change in gone}
        for change in act:
            if change.after is not None:
                _link(change, names, done)
        for fault in [fault for fault in faults_of_rows() if fault not in before][:MOST_FAULTS]:
            # It stood so: it comes back, and is to be mended before the files load elsewhere.
            words = _("%(record)s is to be mended · %(field)s: %(sentence)s")
            done.left.append(
                words % {"record": fault.record, "field": fault.field, "sentence": fault.sentence}
            )
    return done


def _restored(change: Revision, by: Any, restored: Restore) -> Any:
    with transaction.atomic():
        row = restored(change, by)
        for gone in KINDS[change.kind].goes_with:
            for said in change.before.get("gone_with_it", {}).get(gone.name, ()):
                part = gone.row(change.row_id, said)
                # It stands here from now on: answers of moments before tell it by its deletion.
                part.pk, part.recorded_at = None, timezone.now()
                part.save()
    return row


def _link(change: Revision, names: dict[tuple[str, str], Revision], done: Back) -> None:
    """Gives a record back the links that it lost by the deletion of these."""
    kind = KINDS[change.kind]
    row: Any = kind.model._default_manager.filter(pk=change.row_id).first()
    lost = (_named(change, change.before) - _named(change, change.after or {})) & names.keys()
    if row is None or not lost:
        return
    linked = [
        _link_by(part, row, change, names, lost) for part in kind.fields if isinstance(part, Ref | Refs)
    ]
    if any(linked):
        done.linked.append(row)
    if False in linked:
        done.left.append(_("“%(row)s” names another since: that stays.") % {"row": row})


def _link_by(
    part: Ref | Refs, row: Any, change: Revision, names: Any, lost: set[tuple[str, str]]
) -> bool | None:
    """Whether a field of a record has its link again; None where it lost none."""
    if part.key not in change.before:
        return None
    keys = [names[name].row_id for name in part.references(change.before[part.key]) if name in lost]
    if not keys:
        return None
    if isinstance(part, Refs):
        getattr(row, part.name).add(*keys)
        return True
    if getattr(row, f"{part.name}_id") is not None:
        return False
    setattr(row, f"{part.name}_id", keys[0])
    row.save(update_fields=[part.name, "changed_at"])
    return True
