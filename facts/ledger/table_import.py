"""Many records of one kind from a table: every row's fate is told first; all are written, or none."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from facts import retracted, services
from facts.history import Account, account
from facts.ledger.fields import Ref, Refs
from facts.ledger.load import BrokenLedger, _Load
from facts.ledger.records import (
    write_row,
)
from facts.ledger.registry import KINDS, Kind, Record
from facts.ledger.site_slugs import SiteSlugs
from facts.ledger.table_plan import CHANGED, NEW, REFUSED, RULES, Plan, Unwritten
from facts.models import Source, TakenTable
from facts.version import one_step

MOST_CULPRITS = 20
_AT_ONCE = 500


def carry_out(plan: Plan, *, by: Any, why: str = "", dry: bool = False) -> None:
    """Writes the rows that are new or changed, in one transaction; raises Unwritten with the reasons.

    A dry run writes in the same way and takes everything back: what the database would refuse shows there.
    """
    if not plan.sound:
        raise Unwritten(plan)
    made, changed = [f.slug for f in plan.of(NEW)], [f.slug for f in plan.of(CHANGED)]
    followers = _followers(plan, changed)
    with transaction.atomic():
        try:
            with one_step(), account(by, why) as changes:
                load = _TableLoad(plan, _Unheard() if dry else changes)
                load.write(made, changed)
                for fact in followers:
                    services.forget_prefetched(fact)
                    services.settle_known_on(fact)
                RULES[plan.kind.name].after(*load.written(made, changed), by)
                for fate in plan.fates:
                    if fate.slug in load.stored and any(key == "sources" for key, _asked in fate.asked):
                        retracted.settle(load.stored[fate.slug])
                    fate.row = load.stored.get(fate.slug, fate.row)
            if not dry and changes.version:
                _write_down(plan, changes)
        except BrokenLedger as error:
            _name_culprits(plan, load, made)
            if plan.sound:
                plan.faults += [fault.sentence for fault in error.faults]
        if dry or not plan.sound:
            transaction.set_rollback(True)
    if not plan.sound:
        raise Unwritten(plan)


def _write_down(plan: Plan, changes: Account) -> None:
    """That a table was taken, with the version of the ledger that it made: so it can be undone."""
    TakenTable.objects.create(
        kind=plan.kind.name, by=changes.by, why=changes.why, version=changes.version,
        new=plan.counts[NEW], changed=plan.counts[CHANGED],
    )  # fmt: skip


def _followers(plan: Plan, changed: list[str]) -> list[Any]:
    """The facts whose day follows from the date of a source that changes."""
    if plan.kind.model is not Source:
        return []
    redated = [
        plan.rows[slug]
        for slug in changed
        if write_row(plan.kind, plan.rows[slug]).get("published_on") != plan.records[slug].get("published_on")
    ]
    facts = [fact for source in redated for fact in services.facts_on(source)]
    return [f for f in facts if f.known_on == services.computed_day(f, f.sources.all())]


def _name_culprits(plan: Plan, load: _TableLoad, made: list[str]) -> None:
    """The new rows that the database refuses one by one."""
    fates = {fate.slug: fate for fate in plan.fates}
    for slug in made:
        try:
            with transaction.atomic():
                plan.kind.model(**load._columns(plan.kind, plan.records[slug], first_pass=True)).save()
                transaction.set_rollback(True)
        except (IntegrityError, DataError, OverflowError) as error:
            fates[slug].refuse(
                "", _("the database refuses it: %(why)s") % {"why": " ".join(str(error).split())}
            )
        if plan.counts[REFUSED] >= MOST_CULPRITS:
            return


class _Unheard(Account):
    """The account of what is taken back: nothing is read or written for it."""

    def touch(self, kind: Kind, keys: Iterable[int | None]) -> None:
        pass

    def made(self, kind: Kind, keys: Iterable[int]) -> None:
        pass


class _TableLoad(_Load):
    """The writing of a load, of one kind, that remembers nothing of files and keeps what feeds linked."""

    def __init__(self, plan: Plan, changes: Account) -> None:
        super().__init__(
            {plan.kind.name: plan.records},
            {plan.kind.name: plan.rows},
            changes,
            lambda said: None,
            SiteSlugs({}, {}, (), {}),
        )
        self.kind = plan.kind
        self.before = {slug: copy(row) for slug, row in plan.rows.items()}
        self.stored: dict[str, Any] = {}
        targets = {part.kind for part in self.kind.fields if isinstance(part, Ref | Refs)}
        targets |= {p.kind for f in self.kind.fields for p in getattr(f, "parts", ()) if isinstance(p, Ref)}
        for name in targets:
            rows = KINDS[name].model._default_manager.values_list("slug", "pk")
            self.ids |= {(name, slug): pk for slug, pk in rows}
        dated = Source.objects.filter(published_on_last__isnull=False)
        pairs = dated.values_list("slug", "published_on_last")
        self.source_days = {slug: day for slug, day in pairs if day}

    def write(self, made: list[str], changed: list[str]) -> None:
        self._write(self.kind, made, changed)

    def written(self, made: list[str], changed: list[str]) -> tuple[list[Any], list[tuple[Any, Any]]]:
        """The new rows, and those that changed as they were and as they are."""
        keys = [self.ids[self.kind.name, slug] for slug in (*made, *changed)]
        rows: dict[str, Any] = {}
        for start in range(0, len(keys), _AT_ONCE):
            found: Iterable[Any] = self.kind.model._default_manager.filter(
                pk__in=keys[start : start + _AT_ONCE]
            )
            rows |= {row.slug: row for row in found}
        self.stored = rows
        return [rows[slug] for slug in made], [(self.before[slug], rows[slug]) for slug in changed]

    def _columns(self, kind: Kind, record: Record, *, first_pass: bool = False) -> dict:
        said = super()._columns(kind, record, first_pass=first_pass)
        row = self.before.get(record["slug"])
        for part in kind.fields:
            # A link to what a feed made is in no record, and is not lost for that.
            if isinstance(part, Ref) and row is not None and part.key not in record:
                other = getattr(row, part.name)
                if other and other.slug.startswith(KINDS[part.kind].not_curated or ("\0",)):
                    said[f"{part.name}_id"] = other.pk
        return said

    def _link(self, kind: Kind, part: Refs, create: list[str], update: list[str]) -> None:
        relation: Any = kind.model._meta.get_field(part.name)
        through = relation.remote_field.through
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        kept = []
        for prefix in KINDS[part.kind].not_curated:
            changed = [self.ids[kind.name, slug] for slug in update]
            of_feed = {f"{own}__in": changed, f"{other}__slug__startswith": prefix}
            kept += list(through._default_manager.filter(**of_feed).values_list(f"{own}_id", f"{other}_id"))
        super()._link(kind, part, create, update)
        through._default_manager.bulk_create(
            [through(**{f"{own}_id": one, f"{other}_id": two}) for one, two in kept], ignore_conflicts=True
        )

    def _rewrite(self, kind: Kind, slugs: list[str]) -> None:
        """In a few statements: a table may change thousands of rows, and somebody waits for it."""
        model: Any = kind.model
        keys = [self.ids[kind.name, slug] for slug in slugs]
        rows = []
        for start in range(0, len(keys), _AT_ONCE):
            rows += model._default_manager.filter(pk__in=keys[start : start + _AT_ONCE])
        for row in rows:
            for attribute, value in self._columns(kind, self.records[kind.name][row.slug]).items():
                setattr(row, attribute, value)
        names = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name != "recorded_at"]
        # Past the door of writes: `_write_rows` has touched what changes.
        QuerySet(model).bulk_create(
            rows, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=names
        )

    def _remember(self, kind: Kind, slugs: list[str]) -> None:
        """What the desk writes, the files do not know: the next load of them reports it."""
