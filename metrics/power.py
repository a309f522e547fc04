"""Power: what projects say their computers will draw or draw, in kilowatts, project by project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.units import in_base_unit, kind_of_unit
from metrics.question import FactRef, Question
from metrics.registry import DECAYS, Metric, register
from metrics.satellites import flights
from metrics.wording import number
from projects.models import Project, Statement


@dataclass(frozen=True)
class PowerRow:
    """The power stated for one project or spacecraft: the lowest and the highest figure, in kW.

    `flown` says that it is in orbit on the day. `disputed` says that sources conflict. `note` tells
    what the figure is of, such as each satellite or the whole system: figures with another note stand in
    another row. Rows are never added.
    """

    country: str
    name: str
    slug: str
    flown: bool
    low_kw: float
    high_kw: float
    disputed: bool
    note: str
    facts: tuple[FactRef, ...]


def power(question: Question) -> list[PowerRow]:
    """Planned and flown power of computing projects, the flown first, then the largest plan."""
    up = {f.spacecraft.pk for f in flights(question) if f.is_up(question.day)}
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in question.stated:
        subject: Any = statement.spacecraft or statement.project  # the database wants one of the two
        project = statement.project or subject.project
        if statement.quantity != "power" or project.scope != Project.Scope.CORE:
            continue
        if kind_of_unit(statement.unit) != "power":  # as an entry of ours stood before it was corrected
            continue
        if statement.stated_on.first > question.day or question.country not in ("", statement.country):
            continue
        groups.setdefault((subject.slug, statement.country, statement.note), []).append(statement)
    rows = [_row(country, told, up) for (_slug, country, _note), told in groups.items()]
    return sorted(rows, key=lambda row: (not row.flown, -row.high_kw, row.name, row.note))


def _row(country: str, told: list[Statement], up: set[int]) -> PowerRow:
    figures = [
        in_base_unit(float(value), s.unit)[0] for s in told for value in (s.value, s.value_max) if value
    ]
    subject: Any = told[0].spacecraft or told[0].project
    return PowerRow(
        country=country,
        name=subject.name,
        slug=subject.slug,
        flown=told[0].spacecraft_id in up,
        low_kw=min(figures),
        high_kw=max(figures),
        disputed=any(s.confidence == "disputed" for s in told),
        note=told[0].note,
        facts=tuple(FactRef("statements", s.slug) for s in told),
    )


def said(rows: Sequence[PowerRow]) -> str:
    """The most that was stated of what flies and of what is planned."""
    parts = []
    for stated, label in (
        ([row for row in rows if row.flown], _("at most %(kw)s kW in orbit (%(name)s)")),
        ([row for row in rows if not row.flown], _("at most %(kw)s kW planned (%(name)s)")),
    ):
        if stated:
            most = max(stated, key=lambda row: row.high_kw)
            name = f"{most.name}, {_('disputed')}" if most.disputed else most.name
            parts.append(label % {"kw": number(round(most.high_kw, 2)), "name": name})
    return ", ".join(parts)


register(
    Metric(
        "power",
        gettext_lazy("Power, planned and flown"),
        gettext_lazy(
            "Electrical power stated for projects whose purpose is computing in orbit, in kilowatts; what is "
            "in orbit on the day first. Figures of unlike things, such as one satellite and the whole system, "
            "stand in rows of their own; a row runs from its lowest to its highest figure."
        ),
        gettext_lazy("kW"),
        gettext_lazy(
            "Not a total: some figures are per satellite, some of a whole system, some of an array rather "
            "than of its computers, so they are never added. Not what was measured in orbit: nobody says. "
            "Spacecraft of which no power is stated are not here, and most are not."
        ),
        power,
        columns=(
            ("country", gettext_lazy("Country")),
            ("name", gettext_lazy("Of")),
            ("flown", gettext_lazy("In orbit")),
            ("low_kw", gettext_lazy("Lowest kW")),
            ("high_kw", gettext_lazy("Highest kW")),
            ("disputed", gettext_lazy("Disputed")),
            ("note", gettext_lazy("Note")),
        ),
        rests_on=DECAYS,
        said=said,
    ),
    (
        "2026-11-29",
        gettext_lazy(
            "Only units of power give a figure; before, a number in any other unit was read as kilowatts."
        ),
    ),
)
