"""The files beside a site that renamed or merged records: a record goes by the slug that it has in the files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from facts.former_slugs import present_slugs
from facts.ledger.faults import Records
from facts.ledger.registry import KINDS, Kind, Record
from facts.models import FormerSlug


def former_here() -> dict[tuple[str, str], str]:
    """Every slug that was given up on this site, by kind, with the present one; empty of what was deleted."""
    kinds = sorted(set(FormerSlug.objects.order_by().values_list("kind", flat=True).distinct()))
    return {(name, slug): now for name in kinds for slug, now in present_slugs(KINDS[name]).items()}


def renamed(kind: Kind, record: Record, names: Mapping[tuple[str, str], str]) -> Record:
    """The record with other slugs for what it refers to, and for itself."""
    if not names:
        return record
    said = {part.key: part.renamed(record[part.key], names) for part in kind.fields if part.key in record}
    return record | said | {"slug": names.get((kind.name, record["slug"]), record["slug"])}


class SiteSlugs:
    """What the files name by a slug that was given up here.

    `names` are the slugs, by kind, that mean a record which goes by another one in the files; `here` those of the
    site by the slugs of the files; `kept` what to report of it, by kind and slug.
    """

    def __init__(
        self,
        records: Records,
        rows: Mapping[str, Mapping[str, Any]],
        loaded: Collection[tuple[str, str]] = (),
        former: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.names: dict[tuple[str, str], str] = {}
        self.here: dict[tuple[str, str], str] = {}
        self.kept: dict[tuple[str, str], str] = {}
        self.not_taken: set[tuple[str, str]] = set()
        former = former_here() if former is None else former
        in_files = {(name, slug) for name, found in records.items() for slug in found}
        for name, slug in sorted(former.keys() & (in_files | set(loaded))):
            now = former[name, slug]
            if slug not in rows[name]:
                is_ours = now in rows[name] and (name, now) not in in_files | self.names.keys()
                self._settle(name, slug, now, is_ours=is_ours, in_files=(name, slug) in in_files)
        # What was merged into a record that the files know by another slug.
        self.names = {(name, slug): self.names.get((name, to), to) for (name, slug), to in self.names.items()}

    def _settle(self, name: str, slug: str, now: str, *, is_ours: bool, in_files: bool) -> None:
        sentence = ""
        if is_ours:
            self.names[name, now], self.here[name, slug] = slug, now
            sentence = f"is {now!r} here: the slug of this site is kept"
        elif in_files:
            self.not_taken.add((name, slug))
            sentence = "was the slug of a record that was deleted here: not created again"
            if now:
                self.names[name, slug] = now
                sentence = f"was merged into {now!r} here: the file's values were not taken"
        if sentence and in_files:
            self.kept[name, slug] = sentence

    def of_files(self, records: Records) -> Records:
        """The records of the files that are to be taken, with one slug for each thing they refer to."""
        if not self.kept and not self.names:
            return records
        return {
            name: {
                slug: renamed(KINDS[name], record, self.names)
                for slug, record in found.items()
                if (name, slug) not in self.not_taken
            }
            for name, found in records.items()
        }

    def by_files(self, name: str, found: Mapping[str, Any]) -> dict[str, Any]:
        """What is here of a kind, by the slugs of the files."""
        return {self.names.get((name, slug), slug): one for slug, one in found.items()}
