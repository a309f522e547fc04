"""The facts behind a figure, each with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from facts.ledger.registry import KINDS
from metrics.question import FactRef
from metrics.wording import sum_of
from pages.citing import cite
from pages.places import place
from pages.words import number
from projects.models import Statement


@dataclass(frozen=True)
class Evidence:
    """One fact: what it says, how sure it is, since when it could be known or when it was found, and who says so."""

    kind: str
    slug: str
    title: str
    native: str
    on: str
    confidence: str
    known_on: date
    found_on: date | None
    found_reason: str
    note: str
    url: str
    cited: list[Any]


def evidence(refs: Iterable[FactRef], as_of: date | None) -> list[Evidence]:
    """The facts in the order given, with the names of the day: one query a kind, and one for all their sources.

    A source is no fact.
    """
    wanted: dict[str, set[str]] = {}
    refs = [ref for ref in dict.fromkeys(refs) if KINDS[ref.kind].is_fact]
    for ref in refs:
        wanted.setdefault(ref.kind, set()).add(ref.slug)
    found: dict[str, dict[str, Any]] = {}
    for kind, slugs in wanted.items():
        links = [field.name for field in KINDS[kind].fields if type(field).__name__ == "Ref"]
        known = KINDS[kind].model.objects.public()
        rows = known.named_on(as_of).select_related(*links).filter(slug__in=slugs)
        found[kind] = {row.slug: row for row in rows}
    cite(**{kind: rows.values() for kind, rows in found.items()})
    return [_evidence(ref.kind, found[ref.kind][ref.slug]) for ref in refs if ref.slug in found[ref.kind]]


def _evidence(kind: str, row: Any) -> Evidence:
    own = KINDS[kind].own_date
    when = getattr(row, own, None) if own and own != "net" else getattr(row, "launched_on", None)
    return Evidence(
        kind=kind,
        slug=row.slug,
        title=title_of(kind, row),
        native=getattr(row, "native_name", ""),
        on=str(when) if when else "",
        confidence=row.confidence,
        known_on=row.known_on,
        found_on=row.found_on,
        found_reason=row.found_reason,
        note=getattr(row, "note", ""),
        url=place(kind, row.slug),
        cited=row.cited,
    )


def title_of(kind: str, row: Any) -> str:
    """What a fact says, in a line."""
    if kind == "funding":
        word = row.get_round_display() or row.get_instrument_display()
        money = sum_of(row.amount, row.currency) if row.amount else ""
        return f"{row.organization.name}: {word}" + (f", {money}" if money else "")
    if kind == "filings":
        about = row.project.name if row.project else row.authority
        return f"{about}: {row.get_kind_display()}" + (
            _(", %(n)s satellites") % {"n": number(row.satellites_requested)}
            if row.satellites_requested
            else ""
        )
    if kind == "statements":
        subject = row.project or row.spacecraft
        return f"{subject.name}: {_stated(row)}"
    if kind == "targets":
        return f"{row.project.name}: {row.text} ({row.due})"
    if kind == "status_readings":
        return _("%(name)s: %(state)s, read %(day)s (%(basis)s). %(says)s") % {
            "name": row.spacecraft.name,
            "state": row.get_state_display(),
            "day": row.on,
            "basis": row.get_basis_display(),
            "says": row.says,
        }
    return str(row)


def _stated(row: Statement) -> str:
    """A figure as it was stated: compute up to 744 TOPS, satellites 3, power mean 120 kW."""
    high = f"–{number(row.value_max)}" if row.value_max else ""
    parts = [
        row.get_quantity_display(),
        "" if row.qualifier == Statement.Qualifier.NOMINAL else row.get_qualifier_display(),
        f"{number(row.value)}{high}",
        "" if row.unit == row.quantity else row.unit,
    ]
    return " ".join(part for part in parts if part)
