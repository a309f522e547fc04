"""Compute in orbit: what was stated of spacecraft that flew, converted only where that is legal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from common.units import CHIPS, COMPUTE, in_base_unit, kind_of_unit
from launches.models import Spacecraft
from metrics.question import FactRef, Question, asked_once
from metrics.registry import DECAYS, Metric, register
from metrics.satellites import flights
from metrics.wording import stated_part
from projects.models import Statement

Basis = Literal["int8", "unknown_precision", "other_precision", "chips", "compared", "ceiling"]
BASES = {
    "int8": _("INT8 operations"),
    "unknown_precision": _("operations of unknown precision"),
    "other_precision": _("floating-point operations"),
    "chips": _("chips counted"),
    "compared": _("a multiple of another computer"),
    "ceiling": _("a maximum for one spacecraft, never multiplied"),
}
# Dense INT8 and FP8 rate of the SXM board; twice that is the figure with sparsity.
# NVIDIA H100 Tensor Core GPU data sheet.
H100_INT8_TOPS = 1979.0
H100_WORD = "H100"


@dataclass(frozen=True)
class ComputeRow:
    """One stated amount of compute that is in orbit on the day, by country and basis.

    `low` and `high` are in `unit`; rows of different basis or unit are never added. `int8_tops` and
    `h100` are given only where the hardware or the number format makes the conversion legal.
    """

    country: str
    basis: Basis
    low: float
    high: float
    unit: str
    int8_tops: float | None
    h100: float | None
    what: str
    facts: tuple[FactRef, ...]

    @property
    def basis_label(self) -> str:
        return str(BASES[self.basis])


@asked_once
def compute_in_orbit(question: Question) -> list[ComputeRow]:
    """Stated compute of spacecraft and projects with hardware in orbit on the day, newest statement last.

    Targets are left out: they are promises. Disputed figures are left out: each is on its project's page.
    """
    up = [f for f in flights(question) if f.is_up(question.day)]
    crafts = {flight.spacecraft.id for flight in up}
    projects = {flight.spacecraft.project_id for flight in up}
    rows = []
    for statement in question.stated:
        if statement.quantity != "compute" or statement.confidence == "disputed":
            continue
        if kind_of_unit(statement.unit) not in COMPUTE:  # as an entry of ours stood before it was corrected
            continue
        if statement.spacecraft_id not in crafts and statement.project_id not in projects:
            continue
        if statement.qualifier == Statement.Qualifier.TARGET or statement.stated_on.first > question.day:
            continue
        if question.country in ("", statement.country):
            rows.append(_row(statement))
    return rows


def _row(statement: Statement) -> ComputeRow:
    low, unit = in_base_unit(float(statement.value), statement.unit)
    high = in_base_unit(float(statement.value_max), statement.unit)[0] if statement.value_max else low
    about: Any = statement.spacecraft or statement.project  # the database wants one of the two
    basis = _basis(statement)
    h100 = None
    if basis == "chips" and unit == "GPUs" and H100_WORD in _hardware(statement):
        h100 = low
    elif basis == "int8":
        h100 = round(low / H100_INT8_TOPS, 2)
    return ComputeRow(
        country=statement.country,
        basis=basis,
        low=low,
        high=high,
        unit=unit,
        int8_tops=h100 * H100_INT8_TOPS if h100 is not None else None,
        h100=h100,
        what=about.name,
        facts=(FactRef("statements", statement.slug),),
    )


def _basis(statement: Statement) -> Basis:
    kind = kind_of_unit(statement.unit)
    if statement.qualifier == Statement.Qualifier.UP_TO:
        return "ceiling"
    if kind == "operations":
        return "int8" if statement.precision == Statement.Precision.INT8 else "unknown_precision"
    if kind == "floating_point":
        return "other_precision"
    return "chips" if kind in CHIPS else "compared"


def _hardware(statement: Statement) -> str:
    return f"{statement.note} {statement.spacecraft.compute_hardware if statement.spacecraft else ''}"


def computers(question: Question) -> dict[FactRef, tuple[FactRef, ...]]:
    """The spacecraft in orbit of which each statement is: they say what computer is aboard."""
    up = [flight.spacecraft for flight in flights(question) if flight.is_up(question.day)]
    carrying = [craft for craft in up if craft.compute == Spacecraft.Compute.YES]
    return {
        FactRef("statements", told.slug): tuple(
            FactRef("spacecraft", craft.slug)
            for craft in carrying
            if craft.pk == told.spacecraft_id or craft.project_id == told.project_id
        )
        for told in question.stated
        if told.quantity == "compute"
    }


def said(rows: Sequence[ComputeRow]) -> str:
    """Every stated amount with what it was stated of: unlike kinds are never added."""
    return ", ".join(f"{_stated(row)} ({row.what})" for row in rows)


def _stated(row: ComputeRow) -> str:
    return stated_part(f"up_to_{row.unit}" if row.basis == "ceiling" else row.unit, row.low)


register(
    Metric(
        "compute_in_orbit",
        _("Compute in orbit"),
        _(
            "Computing power stated for spacecraft that are in orbit on the day, each statement by itself: "
            "INT8 operations and chips of a known kind with their equivalent in H100 boards, operations of "
            "unknown precision and floating-point operations apart. One H100 board counts as 1,979 TOPS: its "
            "dense INT8 rate by the maker's data sheet, half of the figure with sparsity."
        ),
        _("TOPS, TFLOPS or chips, never added to each other"),
        _(
            "Not what the hardware does day by day: hardly any source gives a measured rate. “Up to” is a "
            "maximum for one spacecraft and never multiplied: twelve times “up to 744 TOPS” is not the "
            "5 POPS that the operator states. Most spacecraft have no stated figure at all."
        ),
        compute_in_orbit,
        columns=(
            ("country", _("Country")),
            ("what", _("Of")),
            ("basis_label", _("Basis")),
            ("low", _("Lowest stated")),
            ("high", _("Highest stated")),
            ("unit", _("Unit")),
            ("h100", _("H100 boards")),
            ("int8_tops", _("INT8 TOPS")),
        ),
        rests_on=DECAYS,
        said=said,
        carriers=computers,
        absent=lambda row, name: "not_applicable",  # what nothing converts
    ),
    (
        "2026-11-29",
        _(
            "Only GPUs named H100 count as H100 boards; a multiple of another computer is no longer counted in chips."
        ),
    ),
)
