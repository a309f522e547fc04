"""Records that stand on another one, kind by kind, as the desk lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst

from desk.dashboard import form_of
from facts.ledger.registry import KINDS
from facts.uses import Use, records_of

SHOWN = 50


@dataclass(frozen=True)
class Group:
    """Records of one kind: how many, and links to the forms of the first of them."""

    title: str
    count: int
    links: list[tuple[str, str]]

    @property
    def more(self) -> int:
        return self.count - len(self.links)


def grouped(uses: Iterable[Use]) -> list[Group]:
    by_kind: dict[str, list[Use]] = defaultdict(list)
    for use in records_of(uses):
        by_kind[use.kind.name].append(use)
    return [
        Group(
            str(capfirst(KINDS[name].model._meta.verbose_name_plural)),
            len(found),
            [(str(use.record), form_of(use.record)) for use in found[:SHOWN]],
        )
        for name, found in by_kind.items()
    ]
