"""What becomes of every row of a table: new, changed, the same or refused, before anything is written."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from facts import former_slugs, services
from facts.confirming import refusal, unconfirmed_by
from facts.differences import Difference, differences
from facts.ledger.days import dated_pages, unproved_days, untold_days
from facts.ledger.faults import Fault, around, circles, lost_references, twice
from facts.ledger.fields import parse_when, write_when
from facts.ledger.records import _read_record, digest, rows_of, write_row
from facts.ledger.registry import KINDS, Kind, Record
from facts.ledger.site_slugs import former_here
from facts.ledger.table_cells import as_item, columns
from facts.models import Source
from facts.warnings import warnings_of_table

MOST_ROWS = 10_000
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
    asked: list[tuple[str, str]] = field(default_factory=list)
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
    former: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        return Counter(fate.fate for fate in self.fates)

    @property
    def sound(self) -> bool:
        return not self.faults and bool(self.fates) and not self.counts[REFUSED]

    @property
    def asked(self) -> list[Fate]:
        """The rows that are stored only where somebody answers that they are meant so."""
        return [one for one in self.fates if one.asked and one.fate != REFUSED]

    @property
    def seal(self) -> str:
        """A fingerprint of what would be written over what: it differs where something changed meanwhile."""
        told = [
            (f.slug, f.fate, [(c.label, c.before, c.after) for c in f.changes], f.asked) for f in self.fates
        ]
        return hashlib.sha256(repr((self.kind.name, told)).encode()).hexdigest()

    def of(self, fate: str) -> list[Fate]:
        return [one for one in self.fates if one.fate == fate]


class Unwritten(Exception):
    """Nothing was written; the plan holds the reasons."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(_("Nothing was written."))
        self.plan = plan


def lay_out(kind: Kind, header: list[str], rows: Iterable[dict[str, Any]], *, by: Any, line: int = 2) -> Plan:
    """What would become of each row of a table; nothing is written. `line` is that of the first row."""
    plan = Plan(kind)
    known = {column.name for column in columns(kind)} | {part.key for part in kind.fields}
    plan.faults += _strange(header, known)
    if plan.faults:
        return plan
    plan.rows = {row.slug: row for row in rows_of(kind)}
    plan.former = former_here()
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
    _ask(plan, written)
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
    if (now := plan.former.get((kind.name, slug))) is not None and before is None:
        fate.refuse("slug", former_slugs.sentence(slug, now))
    if fate.faults:
        return fate
    record, found = _read_record(kind, item, "", slug)
    doubts = [_column(kind, fault) for fault in found]
    if not found:
        doubts = [*rules.refuse(fate.row, before or {}, record, by), *_ahead(kind, record)]
    for column, sentence in doubts:
        fate.refuse(column, sentence)
    plan.records[slug] = record
    if not fate.faults:
        same = before is not None and digest(before) == digest(record)
        fate.fate = SAME if same else NEW if before is None else CHANGED
        fate.changes = [] if same else differences(kind, before or {}, record)
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
            source.slug: {"seen": source.seen, "quality": source.quality}
            | ({"published_on": write_when(source.published_on)} if source.published_on else {})
            for source in Source.objects.all()
        }
    for name in kind.beside:
        records[name] = {row.slug: write_row(KINDS[name], row) for row in rows_of(KINDS[name])}
    if kind.is_fact:
        _confirm(plan, sound, written)
    else:
        _keep_proofs(plan, sound)
    found = [
        *lost_references(kind, records, set(), known, plan.former),
        *circles(kind, records[kind.name]),
        *twice(kind, records[kind.name]),
        *around(kind, records),
        *(_unproved(kind, sound) if kind.is_fact else ()),
    ]
    for fault in found:
        if fate := by_slug.get(fault.record):
            fate.refuse(fault.field, fault.sentence)
        elif (other := _named_in(fault, by_slug)) is not None:
            other.refuse(fault.field, fault.sentence.replace(other.slug, fault.record))


def _unproved(kind: Kind, sound: dict[str, Record]) -> Iterable[Fault]:
    """Days of the table's rows that no source can show; what other rows of it say counts beside the stored."""
    cited = {source for record in sound.values() for source in record["sources"]}
    dated = Source.objects.filter(slug__in=cited).values_list("slug", "published_on_last")
    days = {source: day for source, day in dated if day}
    undated = [source for source in cited if source not in days]
    pages = services.dated_pages(undated) if undated else {}
    for source, events in dated_pages({kind.name: sound}).items():
        if source in pages:
            pages[source].update(events)
    for slug, key, sentence in (*unproved_days(kind, sound, days, pages), *untold_days(kind, sound, days)):
        yield Fault(f"{kind.name}.yaml", slug, key, sentence)


def _named_in(fault: Fault, by_slug: dict[str, Fate]) -> Fate | None:
    """A row of the table that takes the value of a record that is there already."""
    words = fault.sentence.replace(":", " ").split()
    return next((by_slug[word] for word in words if word in by_slug), None)


def _ask(plan: Plan, written: dict[str, Record]) -> None:
    """What is unlikely stands at its row and column; who takes the table answers it."""
    stored = {fate.slug: fate for fate in plan.fates if fate.fate in (NEW, CHANGED)}
    sound = {slug: plan.records[slug] for slug in stored}
    for slug, asked in warnings_of_table(plan.kind, sound, written, stored):
        stored[slug].asked.append((asked.key, asked.sentence))


def _confirm(plan: Plan, sound: dict[str, Record], written: dict[str, Record]) -> None:
    """A row that is called confirmed, or gets other sources, has those that the word needs."""
    for fate in plan.fates:
        record, before = sound.get(fate.slug, {}), written.get(fate.slug, {})
        decides = any(record.get(key) != before.get(key) for key in ("confidence", "sources"))
        if fate.fate in (NEW, CHANGED) and record.get("confidence") == "confirmed" and decides:
            cited = Source.objects.filter(slug__in=record["sources"])
            if len(cited) == len(record["sources"]) and (why := refusal(cited)):
                fate.refuse("confidence", why)


def _keep_proofs(plan: Plan, sound: dict[str, Record]) -> None:
    """A source that alone carries confirmed facts stays one that can."""
    for fate in plan.fates:
        if fate.fate == CHANGED and isinstance(fate.row, Source):
            said = {name: sound[fate.slug][name] for name in ("seen", "quality")}
            after = Source(copy_of=fate.row.copy_of, **said)
            if (fate.row.seen, fate.row.quality) != (after.seen, after.quality) and unconfirmed_by(
                fate.row, after
            ):
                fate.refuse(
                    "quality", _("confirmed facts rest on this page alone: change their confidence first")
                )
