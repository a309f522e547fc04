"""A table that was taken is undone: what it entered goes, and what it changed says again what it said before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from facts.bringing_back import MOST_FAULTS, Restore
from facts.history import account
from facts.ledger.registry import KINDS, in_order
from facts.ledger.soundness import faults_of_rows
from facts.models import Stamp, TakenTable
from facts.models.accounted import AT_ONCE
from facts.restoring import Refused, Unrestorable, restore
from facts.uses import stands_on, uses_of


class Undoable(Exception):
    """A table that cannot be undone, with a sentence that says why."""


@dataclass
class Undone:
    """The slugs of what went and of what says again what it said before; a sentence for each row that was refused."""

    gone: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def undo(table: TakenTable, by: Any, restored: Restore = restore) -> Undone:
    """Undoes a table row by row, in one account; a row that somebody changed since stays, with its sentence.

    Raises Undoable, and changes nothing then.
    """
    done = Undone()
    why = _("Undid the table of %(moment)s.") % {"moment": f"{table.at:%Y-%m-%d %H:%M} UTC"}
    with account(by, why):
        held = TakenTable.objects.select_for_update().get(pk=table.pk)
        if held.undone_at is not None:
            raise Undoable(_("This table was undone already."))
        before = set(faults_of_rows())
        stamps = _held(Stamp.objects.filter(version=table.version).select_related("revision"))
        open_, done.refused = _unchanged_since(stamps)
        for stamp in open_:
            if stamp.what == Stamp.What.CHANGED:
                _put_back(stamp, by, restored, done)
        _take_out([stamp for stamp in open_ if stamp.what == Stamp.What.ENTERED], done)
        if faults := [fault for fault in faults_of_rows() if fault not in before]:
            told = [f"{fault.record} · {fault.field}: {fault.sentence}" for fault in faults[:MOST_FAULTS]]
            raise Undoable(
                _("Nothing was undone. This would not hold: %(told)s.") % {"told": "; ".join(told)}
            )
        if done.gone or done.back:
            held.undone_at, held.undone_by = timezone.now(), by
            held.save(update_fields=["undone_at", "undone_by"])
    return done


def _held(stamps: Iterable[Stamp]) -> list[Stamp]:
    """The stamps, each kind after those that it refers to; their records are held until the transaction ends."""
    order = [kind.name for kind in in_order()]
    every = sorted(stamps, key=lambda stamp: (order.index(stamp.kind), stamp.row_id))
    for name in dict.fromkeys(stamp.kind for stamp in every):
        keys = [stamp.row_id for stamp in every if stamp.kind == name]
        for at in range(0, len(keys), AT_ONCE):
            rows = KINDS[name].model._base_manager.select_for_update(of=("self",)).order_by("pk")
            list(rows.filter(pk__in=keys[at : at + AT_ONCE]).values_list("pk"))
    return every


def _unchanged_since(stamps: list[Stamp]) -> tuple[list[Stamp], list[tuple[str, str]]]:
    """Those whose record nobody touched since, and a sentence for each other one."""
    if not stamps:
        return [], []
    later: dict[tuple[str, int], Stamp] = {}
    since = Stamp.objects.filter(version__gt=stamps[0].version, kind__in={stamp.kind for stamp in stamps})
    for stamp in since.select_related("revision__by").order_by("version"):
        later[stamp.kind, stamp.row_id] = stamp
    refused = [
        (stamp.slug, _since(later[stamp.kind, stamp.row_id]))
        for stamp in stamps
        if (stamp.kind, stamp.row_id) in later
    ]
    return [stamp for stamp in stamps if (stamp.kind, stamp.row_id) not in later], refused


def _since(stamp: Stamp) -> str:
    """Who changed or deleted a record after the table, and when."""
    change = stamp.revision
    by = (change and change.by) or _("nobody named")
    moment = f"{change.at:%Y-%m-%d %H:%M} UTC" if change else _("an unknown moment")
    if stamp.what == Stamp.What.DELETED:
        return _("It was deleted since, by %(by)s on %(moment)s.") % {"by": by, "moment": moment}
    return _("It was changed since, by %(by)s on %(moment)s: that stays.") % {"by": by, "moment": moment}


def _put_back(stamp: Stamp, by: Any, restored: Restore, done: Undone) -> None:
    if stamp.revision is None:
        done.refused.append((stamp.slug, _("Nothing tells what it said before.")))
        return
    try:
        with transaction.atomic():
            restored(stamp.revision, by)
    except (Unrestorable, Refused) as error:
        done.refused.append((stamp.slug, str(error)))
    else:
        done.back.append(stamp.slug)


def _take_out(stamps: list[Stamp], done: Undone) -> None:
    """Deletes what a table entered, each when nothing stands on it any more."""
    waiting = [
        row
        for stamp in stamps
        if (row := KINDS[stamp.kind].model._base_manager.filter(pk=stamp.row_id).first())
    ]
    while free := [row for row in waiting if not uses_of(row)]:
        for row in free:
            done.gone.append(row.slug)
            row.delete()
        waiting = [row for row in waiting if row.pk is not None]
    done.refused += [(row.slug, stands_on(row, uses_of(row))) for row in waiting]
