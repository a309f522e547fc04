"""From paper to orbit, framed: one step a row, two countries."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from charts.ladder import ladder_chart
from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.cells import ABSENT, cell_of
from metrics.paper_to_orbit import LadderRow, paper_to_orbit, said_of_apart
from metrics.question import Question
from pages.frames.choice import chosen
from pages.frames.frame import Frame, Numbers, Table, not_compared, places, under_floor
from pages.frames.rows import printed, with_absences
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery


def asked_rows(query: ReaderQuery, question: Question) -> list[LadderRow]:
    """The steps of the two countries, or of the one in the address, and of them the one chosen."""
    return list(chosen(METRICS["paper_to_orbit"].choices, query, paper_to_orbit(question)))


def ladder_frame(query: ReaderQuery, question: Question | None = None) -> Frame:
    """The steps that an address asks for, or all of a question; a step without a figure says why."""
    metric = METRICS["paper_to_orbit"]
    asked = question or query.question()
    rows = paper_to_orbit(asked) if question else asked_rows(query, asked)
    codes = [code for code in RIVALS if any(row.country == code for row in rows)]
    steps = {row.step: row.step_label for row in rows}
    cells = {(row.country, row.step): printed(cell_of(metric, row, "value")) for row in rows}
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
        empty="" if rows else not_compared(query),
        figure={}
        if not rows
        else ladder_chart(
            rows,
            steps=steps,
            countries={code: country_name(code) for code in codes},
            absent={str(word): str(text) for word, text in ABSENT.items()},
            disputed=_("disputed"),
        ),
        table=Table(
            [_("Step"), *map(country_name, codes)],
            [[label, *(cells[code, step] for code in codes)] for step, label in steps.items()],
            frozenset(range(1, len(codes) + 1)),
        ),
        numbers=with_absences(metric, rows, _numbers(rows)),
        unit=str(metric.unit),
        not_measured=str(metric.not_measured),
        updated=query.day,
        notices=_notices(asked, rows),
        cite_url=metric_place("paper_to_orbit") + "#cite",
        refs=tuple(fact for row in rows for fact in row.facts),
        **places("paper_to_orbit", *_place(query, whole=question is not None)),
    )
    return under_floor(frame, query.confidence)


def _notices(question: Question, rows: Sequence[LadderRow]) -> list[str]:
    """What stands apart from the steps of hardware, where one is shown."""
    return [] if all(row.promised for row in rows) else said_of_apart(question)


def _place(query: ReaderQuery, *, whole: bool) -> tuple[str, dict[str, str]]:
    """The page that shows these steps: the overview has them all."""
    keys = {"confidence": query.confidence}
    if not whole:
        keys |= {"country": query.country, "step": query.raw["step"]}
    is_part = any(value for key, value in keys.items() if key != "confidence")
    return metric_place("paper_to_orbit") if is_part else reverse("pages:overview"), keys


def _sentence(steps: dict[str, str], cells: dict[tuple[str, str], str]) -> str:
    """Every step of each country in words."""
    return " ".join(
        _("%(country)s: %(steps)s.")
        % {
            "country": country_name(country),
            "steps": ", ".join(f"{label} {cells[country, step]}" for step, label in steps.items()),
        }
        for country in dict.fromkeys(country for country, _step in cells)
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


SHOWN = {"paper_to_orbit": Shown(ladder_frame, rows=asked_rows)}
