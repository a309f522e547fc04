"""From paper to orbit, framed: one step a row, two countries."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from charts.ladder import ladder_chart
from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.paper_to_orbit import STEPS, LadderRow, paper_to_orbit
from metrics.question import Question
from pages import words
from pages.frames.frame import Frame, Numbers, Table, places, under_floor
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery


def ladder_frame(query: ReaderQuery, question: Question | None = None) -> Frame:
    """Every step of both countries; a step without a figure says why."""
    rows = paper_to_orbit(question or query.question_of_both())
    steps = {step: str(label) for step, label in STEPS.items()}
    absent = {"unknown": _("unknown"), "none": _("none"), "not_applicable": _("not applicable")}
    metric = METRICS["paper_to_orbit"]

    cells = {(row.country, row.step): _said(row, absent) for row in rows}
    frame = Frame(
        id="ladder",
        rests_on=metric.rests_on,
        versions=metric.versions,
        title=str(metric.title),
        subtitle=_(
            "Satellites of computing constellations at each step. Hatched is paper, solid is flown. "
            "Log scale: each line is ten times the one before."
        ),
        sentence=_sentence(steps, cells),
        figure=ladder_chart(
            rows,
            steps=steps,
            countries={code: country_name(code) for code in RIVALS},
            absent=absent,
            disputed=_("disputed"),
        ),
        table=Table(
            [_("Step"), country_name("US"), country_name("CN")],
            [[label, cells["US", step], cells["CN", step]] for step, label in steps.items()],
            frozenset({1, 2}),
        ),
        numbers=_numbers(rows),
        unit=str(metric.unit),
        not_measured=str(metric.not_measured),
        updated=query.day,
        cite_url=metric_place("paper_to_orbit") + "#cite",
        refs=tuple(fact for row in rows for fact in row.facts),
        **places("paper_to_orbit", reverse("pages:overview"), {"confidence": query.confidence}),
    )
    return under_floor(frame, query.confidence)


def _said(row: LadderRow, absent: dict[str, str]) -> str:
    """The figure of a step with the part that is disputed, or why there is none."""
    if not row.value:
        return absent[row.why or "none"]
    text = words.number(row.value)
    if not row.disputed:
        return text
    if row.disputed == row.value:
        return _("%(value)s (disputed)") % {"value": text}
    return _("%(value)s (%(part)s disputed)") % {"value": text, "part": words.number(row.disputed)}


def _sentence(steps: dict[str, str], cells: dict[tuple[str, str], str]) -> str:
    """Every step of both countries in words."""
    return " ".join(
        _("%(country)s: %(steps)s.")
        % {
            "country": country_name(country),
            "steps": ", ".join(f"{label} {cells[country, step]}" for step, label in steps.items()),
        }
        for country in RIVALS
    )


def _numbers(rows: list[LadderRow]) -> Numbers:
    return Numbers(
        {
            "country": _("Country code"),
            "step": _("Step, from paper to hardware"),
            "value": _("Satellites on the step; empty where there is no figure"),
            "why": _("Why there is no figure: unknown or not_applicable"),
            "promised": _("Whether the step is paper"),
            "disputed": _("Part of the value over which sources conflict"),
            "facts": _("Facts behind it, as kind/slug"),
        },
        [
            [
                row.country,
                row.step,
                row.value,
                row.why,
                "true" if row.promised else "false",
                row.disputed,
                "; ".join(f"{fact.kind}/{fact.slug}" for fact in row.facts),
            ]
            for row in rows
        ],
    )


SHOWN = {"paper_to_orbit": Shown(ladder_frame)}
