"""Many records of one kind from a table: every row's fate is told first; all are written, or none."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from facts import services
from facts.history import Account, Difference, account, differences
from facts.ledger.fields import Ref, Refs, parse_when
from facts.ledger.load import BrokenLedger, _Load
from facts.ledger.records import (
    Fault,
    _circles,
    _lost_references,
    _read_record,
    _twice,
    _unread,
    digest,
    rows_of,
    write_row,
)
from facts.ledger.registry import KINDS, Kind, Record
from facts.ledger.table_cells import as_item, columns
from facts.models import LedgerVersion, Source
from facts.version import one_step

MOST_ROWS = 10_000
MOST_CULPRITS = 20
_AT_ONCE = 500
NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


@dataclass(frozen=True)
class Rules:
    """What a noun asks beyond its kind: of raw rows, of each change, and what follows the writing."""

    prepare: Callable[[dict[str, Any], Any], None] = lambda item, row: None
    refuse: Callable[[Any, Record, Record, Any], Iterable[tuple[str, str]]] = lambda row, before, after, by: ()
    after: Callable[[list[Any], list[tuple[Any, Any]], Any], None] = lambda made, changed, by: None


RULES: dict[str, Rules] = defaultdict(Rules)


@dataclass
class Fate:
    """What becomes of one row: new, changed, same or refused; the faults by column, or what changes."""

    line: int
    slug: str
    fate: str = REFUSED
    faults: list[tuple[str, str]] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    row: Any = None

    def refuse(self, column: str, sentence: str) -> None:
        self.fate = REFUSED
        self.faults.append((column, sentence))


@dataclass
class Plan:
    """Every row's fate, in the order of the table. `faults` are those of the table as a whole."""

    kind: Kind
    fates: list[Fate] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        return Counter(fate.fate for fate in self.fates)

    @property
    def sound(self) -> bool:
        return not self.faults and bool(self.fates) and not self.counts[REFUSED]

    @property
    def seal(self) -> str:
        """A fingerprint of what would be written over what: it differs where something changed meanwhile."""
        told = [(f.slug, f.fate, [(c.label, c.before, c.after) for c in f.changes]) for f in self.fates]
        return hashlib.sha256(repr((self.kind.name, told)).encode()).hexdigest()

    def of(self, fate: str) -> list[Fate]:
        return [one for one in self.fates if one.fate == fate]


class Unwritten(Exception):
    """Nothing was written; the plan holds the reasons."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(_("Nothing was written."))
        self.plan = plan


# --- Every row's fate ---------------------------------------------------------------------------
def lay_out(kind: Kind, header: list[str], rows: Iterable[dict[str, Any]], *, by: Any, line: int = 2) -> Plan:
    """What would become of each row of a table; nothing is written. `line` is that of the first row."""
    plan = Plan(kind)
    known = {column.name for column in columns(kind)} | {part.key for part in kind.fields}
    plan.faults += _strange(header, known)
    if plan.faults:
        return plan
    plan.rows = {row.slug: row for row in rows_of(kind)}
    written = {slug: write_row(kind, row) for slug, row in plan.rows.items()}
    for n, row in enumerate(rows, line):
        if any(value not in (None, "") for value in row.values()):
            plan.fates.append(_fate(plan, n, row, written, by))
    if not plan.fates:
        plan.faults.append(_("The table holds no rows below its first one."))
    if len(plan.fates) > MOST_ROWS:
        plan.faults.append(
            _("The table has %(n)s rows; %(most)s can be taken at once. Split it.")
            % {"n": f"{len(plan.fates):,}", "most": f"{MOST_ROWS:,}"}
        )
        return plan
    _look_around(plan, written)
    return plan


def _strange(header: list[str], known: set[str]) -> Iterable[str]:
    for name in header:
        if name not in known:
            yield _("The column “%(name)s” is unknown. Known are: %(known)s.") % {
                "name": str(name)[:60], "known": ", ".join(sorted(known)),
            }  # fmt: skip
    for name, times in Counter(header).items():
        if times > 1:
            yield _("The column “%(name)s” stands twice.") % {"name": name}
    if "slug" not in header:
        yield _("There is no column “slug”: it names each record. Export a table to see all columns.")


def _fate(plan: Plan, line: int, cells: dict[str, Any], written: dict[str, Record], by: Any) -> Fate:
    kind, rules = plan.kind, RULES[plan.kind.name]
    slug = str(cells.get("slug") or "").strip()
    fate, before = Fate(line, slug[:200]), written.get(slug)
    fate.row = plan.rows.get(slug)
    item, faults = as_item(kind, cells, before)
    rules.prepare(item, fate.row)
    for column, sentence in faults:
        fate.refuse(column, sentence)
    if slug in plan.records:
        fate.refuse("slug", _("stands twice in the table"))
    if slug.startswith(kind.not_curated or ("\0",)):
        fate.refuse("slug", _("comes from a feed, which alone writes it"))
    if fate.faults:
        return fate
    record, found = _read_record(kind, item, "", slug)
    for fault in found:
        fate.refuse(*_column(kind, fault))
    if not found:
        for key, sentence in rules.refuse(fate.row, before or {}, record, by):
            fate.refuse(key, sentence)
        for key, sentence in _ahead(kind, record):
            fate.refuse(key, sentence)
    plan.records[slug] = record
    if not fate.faults:
        if before is None:
            fate.fate, fate.changes = NEW, differences(kind, {}, record)
        elif digest(before) == digest(record):
            fate.fate = SAME
        else:
            fate.fate, fate.changes = CHANGED, differences(kind, before, record)
    return fate


def _ahead(kind: Kind, record: Record) -> Iterable[tuple[str, str]]:
    """What happened or was said has its day behind it."""
    if kind.dated_ahead:
        return
    for key in {kind.own_date if kind.happens else "", "published_on"} & record.keys():
        if services.lies_ahead(parse_when(record[key])):
            yield key, _("lies in the future: what is promised is a target")


def _column(kind: Kind, fault: Fault) -> tuple[str, str]:
    """The column and the sentence of a fault; that of a group is the column of its part."""
    part, colon, rest = fault.sentence.partition(": ")
    name = f"{fault.field}.{part}"
    if colon and any(column.name == name for column in columns(kind)):
        return name, rest
    return fault.field, fault.sentence


def _look_around(plan: Plan, written: dict[str, Record]) -> None:
    """What only shows beside the other records: lost references, circles, values taken, unread sources."""
    kind = plan.kind
    by_slug = {fate.slug: fate for fate in plan.fates if fate.slug in plan.records}
    sound = {slug: record for slug, record in plan.records.items() if by_slug[slug].fate != REFUSED}
    records: dict[str, dict[str, Record]] = defaultdict(dict)
    records[kind.name] = written | sound
    targets = {part.kind for part in kind.fields if hasattr(part, "kind")}
    targets |= {p.kind for part in kind.fields for p in getattr(part, "parts", ()) if hasattr(p, "kind")}
    known = {
        (name, slug)
        for name in targets
        for slug in KINDS[name].model._default_manager.values_list("slug", flat=True)
    }
    if kind.name != "sources":
        records["sources"] = {
            source["slug"]: source for source in Source.objects.values("slug", "seen", "quality")
        }
    if not kind.is_fact:
        _keep_proofs(plan, sound)
    found = [
        *_lost_references(kind, records, set(), known),
        *_circles(kind, records[kind.name]),
        *_twice(kind, records[kind.name]),
        *(_unread(kind, records) if kind.is_fact else ()),
    ]
    for fault in found:
        if fate := by_slug.get(fault.record):
            fate.refuse(fault.field, fault.sentence)
        elif (other := _named_in(fault, by_slug)) is not None:
            other.refuse(fault.field, fault.sentence.replace(other.slug, fault.record))


def _named_in(fault: Fault, by_slug: dict[str, Fate]) -> Fate | None:
    """A row of the table that takes the value of a record that is there already."""
    words = fault.sentence.replace(":", " ").split()
    return next((by_slug[word] for word in words if word in by_slug), None)


def _keep_proofs(plan: Plan, sound: dict[str, Record]) -> None:
    """A source that alone carries confirmed facts stays one that can."""
    for fate in plan.fates:
        if fate.fate == CHANGED and isinstance(fate.row, Source):
            after = Source(seen=sound[fate.slug]["seen"], quality=sound[fate.slug]["quality"])
            if services.proves(fate.row) and not services.proves(after) and services.held_up_by(fate.row):
                fate.refuse(
                    "quality", _("confirmed facts rest on this page alone: change their confidence first")
                )


# --- All or nothing -----------------------------------------------------------------------------
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
                    fact._prefetched_objects_cache.clear()
                    services.settle_known_on(fact)
                RULES[plan.kind.name].after(*load.written(made, changed), by)
                for fate in plan.fates:
                    fate.row = load.stored.get(fate.slug, fate.row)
                if made or changed:
                    LedgerVersion.bump()
        except BrokenLedger as error:
            _name_culprits(plan, load, made)
            if plan.sound:
                plan.faults += [fault.sentence for fault in error.faults]
        if dry or not plan.sound:
            transaction.set_rollback(True)
    if not plan.sound:
        raise Unwritten(plan)


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
            {plan.kind.name: plan.records}, {plan.kind.name: plan.rows}, changes, lambda said: None
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
        self.source_days = dict(dated.values_list("slug", "published_on_last"))

    def write(self, made: list[str], changed: list[str]) -> None:
        self._write(self.kind, made, changed)

    def written(self, made: list[str], changed: list[str]) -> tuple[list[Any], list[tuple[Any, Any]]]:
        """The new rows, and those that changed as they were and as they are."""
        keys = [self.ids[self.kind.name, slug] for slug in (*made, *changed)]
        rows: dict[str, Any] = {}
        for start in range(0, len(keys), _AT_ONCE):
            found = self.kind.model._default_manager.filter(pk__in=keys[start : start + _AT_ONCE])
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
        model._default_manager.bulk_create(
            rows, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=names
        )

    def _remember(self, kind: Kind, slugs: list[str]) -> None:
        """What the desk writes, the files do not know: the next load of them reports it."""
