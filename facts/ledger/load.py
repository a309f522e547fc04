"""Loading the curated ledger: all is checked before anything is written, and it may run twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, transaction

from facts.history import Account, account
from facts.ledger.days import dates_of, known_on
from facts.ledger.faults import Fault, Records, references
from facts.ledger.fields import Children, Ref, Refs
from facts.ledger.records import digest, read_folder, rows_of, write_row
from facts.ledger.registry import Kind, Record, in_order
from facts.ledger.site_slugs import SiteSlugs, former_here, renamed
from facts.ledger.withdrawn import Withdrawn, read_withdrawn, withdraw
from facts.models import LoadedRow, Source

FILES = "the ledger's files"
Progress = Callable[[str], None]


class BrokenLedger(Exception):
    """The files hold faults; nothing was written."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__(f"{len(faults)} faults in the ledger's files; nothing was written.")


@dataclass(frozen=True)
class Kept:
    """A row that the load left as it is, with the reason."""

    kind: str
    slug: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.kind} · {self.slug}: {self.sentence}"


@dataclass
class Report:
    """What a load did: counts by kind, and every row it left alone."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    withdrawn: int = 0

    @property
    def wrote(self) -> bool:
        return any(self.created.values()) or any(self.updated.values()) or self.withdrawn > 0


def load(folder: Path, progress: Progress = lambda sentence: None) -> Report:
    """Loads the folder's files into the database; raises BrokenLedger with every fault."""
    with transaction.atomic():
        with account(why=FILES) as changes:
            here = {kind.name: {row.slug: row for row in rows_of(kind)} for kind in in_order()}
            known = {(name, slug) for name, rows in here.items() for slug in rows}
            former = former_here()
            records, faults = read_folder(folder, known, former)
            listed, wrong = read_withdrawn(folder, records)
            if faults or wrong:
                raise BrokenLedger([*faults, *wrong])
            loaded = LoadedRow.objects.values_list("kind", "slug") if former else ()
            report = _Load(records, here, changes, progress, SiteSlugs(records, here, loaded, former)).run()
        _withdraw(listed, report)
    return report


def _why_kept(before: str | None, as_here: str | None) -> str:
    """Why a record is not taken from the file, by the digests of the last load and of the row here."""
    if as_here is None:
        return "was deleted here since the last load: not created again"
    which = "exists here with other values" if before is None else "was changed here since the last load"
    return f"{which}: kept as it is, the file's values were not taken"


def _withdraw(listed: list[Withdrawn], report: Report) -> None:
    """Takes away what the files withdraw, and says so instead of that it is no longer in them."""
    named = {(one.kind, one.slug) for one in listed}
    report.kept = [kept for kept in report.kept if (kept.kind, kept.slug) not in named]
    for one, kept in withdraw(listed):
        if kept:
            report.kept.append(Kept(one.kind, one.slug, kept))
        else:
            report.withdrawn += 1


class _Load:
    """One load: decides each record's fate first, then writes kind by kind."""

    def __init__(
        self,
        records: Records,
        here: dict[str, dict[str, Any]],
        changes: Account,
        progress: Progress,
        slugs: SiteSlugs,
    ) -> None:
        self.slugs = slugs
        self.records = slugs.of_files(records)
        self.here = {name: slugs.by_files(name, rows) for name, rows in here.items()}
        self.changes = changes
        self.progress = progress
        self.report = Report()
        self.ids = {(name, slug): row.pk for name, rows in self.here.items() for slug, row in rows.items()}
        self.source_days: dict[str, date] = {}
        self.computed_days: list[Any] = []

    def run(self) -> Report:
        to_create: dict[str, list[str]] = {}
        to_update: dict[str, list[str]] = {}
        faults: list[Fault] = []
        for kind in in_order():
            to_create[kind.name], to_update[kind.name] = self._fates(kind, faults)
        faults += self._lost_references(to_create, to_update)
        if faults:
            raise BrokenLedger(faults)
        self.report.kept += [Kept(name, slug, sentence) for (name, slug), sentence in self.slugs.kept.items()]
        for kind in in_order():
            self._write(kind, to_create[kind.name], to_update[kind.name])
        if to_update["sources"]:
            self._settle_days()
        return self.report

    def _fates(self, kind: Kind, faults: list[Fault]) -> tuple[list[str], list[str]]:
        """Which records to create and to update; the rest is the same, or kept and reported."""
        loaded = dict(LoadedRow.objects.filter(kind=kind.name).values_list("slug", "digest"))
        written = {
            slug: renamed(kind, write_row(kind, row), self.slugs.names)
            for slug, row in self.here[kind.name].items()
        }
        create: list[str] = []
        update: list[str] = []
        same, adopt = 0, []
        for slug, record in self.records[kind.name].items():
            before, wanted = loaded.get(slug), digest(record)
            as_here = digest(written[slug]) if slug in written else None
            if as_here == wanted:
                same += 1
                if before != wanted:
                    adopt.append(slug)
            elif as_here == before:
                (create if as_here is None else update).append(slug)
            else:
                self._keep(kind, slug, _why_kept(before, as_here))
        for slug in sorted(loaded.keys() - self.records[kind.name].keys()):
            if slug in written:
                self._keep(kind, slug, "is no longer in the files: kept as it is")
        self._remember(kind, adopt)
        self.report.same[kind.name] = same
        faults += self._taken(kind, [*create, *update], written)
        if kind.is_fact:
            self.computed_days += [
                (kind, self.here[kind.name][slug])
                for slug, record in written.items()
                if "known_on" not in record and slug not in update
            ]
        return create, update

    def _taken(self, kind: Kind, slugs: list[str], written: dict[str, Record]) -> Iterable[Fault]:
        """Values that must be unique and that a row entered here, which no file knows, has already."""
        own = {slug: record for slug, record in written.items() if slug not in self.records[kind.name]}
        for unique in kind.uniques:
            taken = {unique.value(record): slug for slug, record in own.items()}
            for slug in slugs:
                value = unique.value(self.records[kind.name][slug])
                if value is not None and (other := taken.get(value)):
                    sentence = f"{unique.sentence(other)} (it was entered here)"
                    yield Fault(f"{kind.name}.yaml", slug, unique.keys[0], sentence)

    def _keep(self, kind: Kind, slug: str, sentence: str) -> None:
        self.report.kept.append(Kept(kind.name, slug, sentence))

    def _lost_references(self, *fates: dict[str, list[str]]) -> Iterable[Fault]:
        """References to records of the files that were deleted here, and so are not created again."""
        coming = {(name, slug) for name, slugs in fates[0].items() for slug in slugs}
        for kind in in_order():
            for slug in (*fates[0][kind.name], *fates[1][kind.name]):
                for key, target, other in references(kind, self.records[kind.name][slug]):
                    if (target, other) not in self.ids and (target, other) not in coming:
                        sentence = f"refers to {other!r} of {target}.yaml, which was deleted here: remove it"
                        yield Fault(f"{kind.name}.yaml", slug, key, sentence)

    def _settle_days(self) -> None:
        """Facts whose day follows from their sources, after the date of a source changed."""
        for kind, row in self.computed_days:
            sources = self.slugs.by_files("sources", {source.slug: source for source in row.sources.all()})
            days = [self.source_days[slug] for slug in sources if slug in self.source_days]
            day = known_on(kind, dates_of(kind, row), days)
            if day and day != row.known_on:
                row.known_on = day
                row.save(update_fields=["known_on", "changed_at"])

    def _write(self, kind: Kind, create: list[str], update: list[str]) -> None:
        self.report.created[kind.name], self.report.updated[kind.name] = len(create), len(update)
        try:
            with transaction.atomic():
                self._write_rows(kind, create, update)
        except (IntegrityError, DataError, OverflowError) as error:
            sentence = f"the database refuses a record: {' '.join(str(error).split())}"
            raise BrokenLedger([Fault(f"{kind.name}.yaml", "", "", sentence)]) from error
        if kind.name == "sources":
            dated = Source.objects.filter(published_on_last__isnull=False)
            pairs = dated.values_list("slug", "published_on_last")
            self.source_days = self.slugs.by_files("sources", {slug: day for slug, day in pairs if day})
        if create or update:
            self.progress(f"{kind.name}: {len(create)} new, {len(update)} changed")

    def _write_rows(self, kind: Kind, create: list[str], update: list[str]) -> None:
        records = self.records[kind.name]
        rows: list[Any] = kind.model._default_manager.bulk_create(
            [kind.model(**self._columns(kind, records[slug], first_pass=True)) for slug in create]
        )
        self.ids |= {(kind.name, row.slug): row.pk for row in rows}
        own_links = [f for f in kind.fields if isinstance(f, Ref) and f.kind == kind.name]
        linked = [slug for slug in create if any(f.key in records[slug] for f in own_links)]
        self.changes.made(kind, [self.ids[kind.name, slug] for slug in create])
        self.changes.touch(kind, [self.ids[kind.name, slug] for slug in update])
        self._rewrite(kind, [*linked, *update])
        for part in kind.fields:
            if isinstance(part, Refs):
                self._link(kind, part, create, update)
            elif isinstance(part, Children):
                self._replace_children(kind, part, (*create, *update))
        self._remember(kind, [*create, *update])

    def _rewrite(self, kind: Kind, slugs: list[str]) -> None:
        for slug in slugs:
            row = kind.model._default_manager.get(pk=self.ids[kind.name, slug])
            for attribute, value in self._columns(kind, self.records[kind.name][slug]).items():
                if attribute != "slug":  # that of the site stays
                    setattr(row, attribute, value)
            row.save()

    def _columns(self, kind: Kind, record: Record, *, first_pass: bool = False) -> dict:
        columns: dict = {}
        for part in kind.fields:
            if first_pass and isinstance(part, Ref) and part.kind == kind.name:
                continue
            columns |= part.columns(record.get(part.key), self.ids)
        if kind.is_fact:
            days = [self.source_days[slug] for slug in record["sources"] if slug in self.source_days]
            columns["known_on"] = known_on(kind, record, days)
        return columns

    def _link(self, kind: Kind, part: Refs, create: list[str], update: list[str]) -> None:
        relation = kind.model._meta.get_field(part.name)
        through = relation.remote_field.through
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        if update:
            changed = [self.ids[kind.name, slug] for slug in update]
            through._default_manager.filter(**{f"{own}__in": changed}).delete()
        through._default_manager.bulk_create(
            through(**{f"{own}_id": self.ids[kind.name, slug], f"{other}_id": self.ids[part.kind, target]})
            for slug in (*create, *update)
            for target in self.records[kind.name][slug].get(part.key, [])
        )

    def _replace_children(self, kind: Kind, part: Children, slugs: tuple[str, ...]) -> None:
        parents = [self.ids[kind.name, slug] for slug in slugs]
        part.model._default_manager.filter(**{f"{part.parent}__in": parents}).delete()
        part.model._default_manager.bulk_create(
            child
            for slug in slugs
            for child in part.rows(
                self.records[kind.name][slug].get(part.key), self.ids[kind.name, slug], self.ids
            )
        )

    def _remember(self, kind: Kind, slugs: list[str]) -> None:
        LoadedRow.objects.bulk_create(
            (
                LoadedRow(kind=kind.name, slug=slug, digest=digest(self.records[kind.name][slug]))
                for slug in slugs
            ),
            update_conflicts=True,
            unique_fields=["kind", "slug"],
            update_fields=["digest"],
        )
