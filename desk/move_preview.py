"""What a merging or a replacement would do: carried out, looked at, and taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from desk.addresses import readers_page
from desk.figures import headline_figures
from desk.groups import Group, grouped
from desk.looking_ahead import changed, figures_ahead
from facts import services
from facts.differences import Difference, differences
from facts.ledger.records import write_row
from facts.merging import Unmergeable
from facts.moving import move


@dataclass
class Preview:
    """What the page shows before anything is done; `refused` is the sentence where it cannot be done."""

    kept: Any
    refused: str = ""
    moved: list[Group] = field(default_factory=list)
    doubled: list[Group] = field(default_factory=list)
    lost: list[Difference] = field(default_factory=list)
    counts: tuple[int, int] = (0, 0)
    figures: list[tuple[str, str, str]] = field(default_factory=list)
    addresses: tuple[str | None, str | None] = (None, None)
    seal: str = ""


def preview_of(kept: Any, gone: Any, by: Any, why: str, *, goes: bool, refused: str = "") -> Preview:
    """The ledger before and after; nothing of it is kept."""
    shown = Preview(kept, refused)
    if refused:
        return shown
    kind = services.kind_of_row(gone)
    rows = kind.model._base_manager
    if goes:
        said = (write_row(kind, row, of_feeds=True) for row in (gone, kept))
        shown.lost = [one for one in differences(kind, *said) if one.before and one.label != "slug"]
        shown.addresses = (readers_page(gone), readers_page(kept))
    before, figures = rows.count(), headline_figures()
    try:
        with transaction.atomic():
            done = move(kept, gone, by, why, goes=goes)
            shown.moved, shown.doubled = grouped(done.moved), grouped(done.doubled)
            shown.counts = (before, rows.count())
            shown.figures = changed(figures, figures_ahead())
            transaction.set_rollback(True)
    except Unmergeable as sentence:
        shown.refused = str(sentence)
    return shown
