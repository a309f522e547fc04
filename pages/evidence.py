"""The facts behind a figure, each with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from facts.ledger.fields import parse_when
from facts.ledger.registry import KINDS
from launches.models import Spacecraft
from metrics.question import FactRef
from metrics.wording import sum_of
from pages.citing import cite
from pages.places import place
from pages.words import number
from projects.models import Statement, Target


@dataclass(frozen=True)
class Evidence:
    """One fact: what it says, how sure it is, since when it could be known or when it was found, and who says so.

    `says` is what its sources say in our words, as the record holds it; empty where it holds none. `outcome` tells
    what became of a promise by the day asked, and `outcome_cited` are those of the sources that can say so.
    `carriers` are further facts whose words carry that this one counts.
    """

    kind: str
    slug: str
    title: str
    native: str
    on: str
    confidence: str
    known_on: date
    found_on: date | None
    found_reason: str
    says: str
    note: str
    url: str
    cited: list[Any]
    outcome: str = ""
    outcome_cited: tuple[Any, ...] = ()
    carriers: tuple[Evidence, ...] = ()


def evidence(
    refs: Iterable[FactRef],
    day: date | None,
    carriers: Mapping[FactRef, Sequence[FactRef]] = MappingProxyType({}),
) -> list[Evidence]:
    """The facts in the order given, with the names of a day: one query a kind, and one for all their sources.

    Each has its `carriers` beside it. A source is no fact.
    """
    refs = [ref for ref in dict.fromkeys(refs) if KINDS[ref.kind].is_fact]
    beside = [carrier for ref in refs for carrier in carriers.get(ref, ())]
    found = _found([*refs, *beside], day)
    return [
        replace(found[ref], carriers=tuple(found[one] for one in carriers.get(ref, ()) if one in found))
        for ref in refs
        if ref in found
    ]


def _found(refs: Iterable[FactRef], day: date | None) -> dict[FactRef, Evidence]:
    """What readers may see of these facts."""
    wanted: dict[str, set[str]] = {}
    for ref in refs:
        wanted.setdefault(ref.kind, set()).add(ref.slug)
    found: dict[str, dict[str, Any]] = {}
    for kind, slugs in wanted.items():
        links = [field.name for field in KINDS[kind].fields if type(field).__name__ == "Ref"]
        known = KINDS[kind].model.objects.public()
        rows = known.named_on(day).select_related(*links).filter(slug__in=slugs)
        found[kind] = {row.slug: row for row in rows}
    cite(**{kind: rows.values() for kind, rows in found.items()})
    return {
        FactRef(kind, slug): _evidence(kind, row, day)
        for kind, rows in found.items()
        for slug, row in rows.items()
    }


def without_sentence(facts: Iterable[Evidence]) -> int:
    """How many of these facts, or of those that carry them, have no sentence in the ledger."""
    return sum(not all(one.says for one in (fact, *fact.carriers)) for fact in facts)


def _evidence(kind: str, row: Any, day: date | None) -> Evidence:
    outcome, first = _outcome(row, day) if kind == "targets" else ("", None)
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
        says=says_of(kind, row),
        note=getattr(row, "note", ""),
        url=place(kind, row.slug),
        cited=row.cited,
        outcome=outcome,
        outcome_cited=tuple(_sources_from(row.cited, first)) if first else (),
    )


def _outcome(row: Target, day: date | None) -> tuple[str, date | None]:
    """That a promise came true or was found unmet, and the first day on which it can have; as known on the day."""
    for when, words in ((row.outcome_on, _("came true %(day)s")), (row.not_met_on, _("found unmet %(day)s"))):
        if when and (day is None or when.first <= day):
            return words % {"day": when}, when.first
    return "", None


def _sources_from(cited: Sequence[Any], first: date) -> list[Any]:
    """Those of the sources that can tell of a day: dated then or later, else the undated ones."""
    dated = [one for one in cited if one.published_on and parse_when(one.published_on).last >= first]
    return dated or [one for one in cited if not one.published_on]


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
        return _("%(name)s: %(state)s, read %(day)s (%(basis)s)") % {
            "name": row.spacecraft.name,
            "state": row.get_state_display(),
            "day": row.on,
            "basis": row.get_basis_display(),
        }
    return str(row)


def says_of(kind: str, row: Any) -> str:
    """What the sources of a fact say, in our words as they are stored; empty where none are."""
    if kind == "spacecraft":
        if not row.compute_hardware:  # of a computer that is aboard by the record nothing is told
            return "" if row.compute == Spacecraft.Compute.YES else str(row.summary)
        return f"{row.compute_hardware.rstrip('.')}. {row.summary}".strip()
    if kind == "targets":
        return _said(row, row.text, row.speaker.name if row.speaker else "")
    if kind == "statements":
        return _said(row, _stated(row))
    if kind == "exchange_rates":  # the rate is all that its page says
        return str(row)
    return str(getattr(row, "says", "") or getattr(row, "summary", ""))


def _said(row: Any, words: str, speaker: str = "") -> str:
    """What was stated, with the day and, where the record names one, who said it."""
    told = {"day": row.stated_on, "speaker": speaker, "words": words}
    return (
        _("Stated %(day)s by %(speaker)s: %(words)s") if speaker else _("Stated %(day)s: %(words)s")
    ) % told


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
