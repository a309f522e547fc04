"""A measure over time: absolute values or shares of both countries, with what cannot be drawn said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from charts.points import window
from charts.steps import step_chart
from charts.theme import compact, money
from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.question import Question
from metrics.registry import Metric
from metrics.steps import StepRow, shares
from pages.frames.choice import Choice, choose
from pages.frames.drawing import Drawing, Row
from pages.frames.frame import Frame, places, under_floor
from pages.frames.points import numbers, table
from pages.frames.sentences import legend, nothing, notices, sentence
from pages.places import metric_place
from pages.query import ReaderQuery

_BEFORE_A_YEAR = timedelta(days=60)


def comparable() -> dict[str, Metric]:
    """The metrics that have a history."""
    return {name: metric for name, metric in METRICS.items() if metric.over_time}


def measure_frame(metric: Metric, query: ReaderQuery, choice: Choice | None = None) -> Frame:
    """The chart of a metric, its table of the same rows, and the sentence for those who cannot see it."""
    choice = choice or choose(query)
    question = query.question_of_both()
    drawing = _draw(metric, query, choice, question)
    title = str(metric.title)
    unit = str(metric.unit)
    if choice.is_relative:
        title = _("%(title)s: share of both countries") % {"title": title}
        unit = _("% of the two countries together")
    page = f"{reverse('pages:compare')}?metric={metric.name}"
    print_number = money if metric.kind == "money" else compact
    frame = Frame(
        id=metric.name.replace("_", "-"),
        rests_on=metric.rests_on_in(question),
        versions=metric.versions,
        title=title,
        subtitle=" ".join([str(metric.definition), _("Unit: %(unit)s.") % {"unit": unit}, *legend(drawing)]),
        sentence=sentence(drawing, title),
        empty=(empty := nothing(drawing)),
        figure={}
        if empty
        else step_chart(
            drawing.rows,
            countries={code: country_name(code) for code in choice.codes},
            first=drawing.start,
            last=drawing.end,
            scale=drawing.scale,
            shape=metric.shape,
            promised=metric.promised,
            shares=choice.is_relative,
            number=print_number,
            disputed=_("disputed"),
        ),
        table=None if empty else table(drawing),
        numbers=numbers(drawing),
        unit=unit,
        not_measured=str(metric.not_measured)
        + (" " + _("Nor the rest of the world.") if choice.is_relative else ""),
        updated=query.day,
        notices=[] if empty else [*_said_beside(metric, question), *notices(drawing)],
        cite_url=metric_place(metric.name, {"country": choice.country, "confidence": choice.confidence})
        + "#cite",
        refs=tuple(drawing.refs()),
        **places(metric.name, page, choice.keys()),
    )
    return under_floor(frame, choice.confidence)


def _said_beside(metric: Metric, question: Question) -> list[str]:
    return metric.said_beside(question) if metric.said_beside else []


def _draw(metric: Metric, query: ReaderQuery, choice: Choice, question: Question) -> Drawing:
    steps = [row for row in metric.rows(question) if row.country in (*RIVALS, *choice.codes)]
    rows: list[Row] = [row for row in steps if row.country in choice.codes]
    refusal = ""
    if choice.is_relative:
        refusal = metric.no_share(question) if metric.no_share else ""
        both = [] if refusal else shares(steps, RIVALS, yearly=metric.shape == "yearly")
        rows = [row for row in both if row.country in choice.codes]
    start, end = window(rows, query.day)
    if metric.shape == "yearly" and rows:  # a year stands at its first day
        start = min(row.first for row in rows) - _BEFORE_A_YEAR
    start, end = choice.first or start, min(choice.last or end, query.day)
    return Drawing(
        metric,
        choice,
        query.day,
        start,
        end,
        steps,
        [row for row in rows if row.on <= end],
        refusal,
        _less_sure(metric, query, steps, end) if choice.confidence else (),
    )


def _less_sure(metric: Metric, query: ReaderQuery, steps: list[StepRow], end: date) -> tuple[str, ...]:
    """The countries of which facts were known, but none above the floor of confidence."""
    everything = metric.rows(replace(query, confidence="").question_of_both())
    known = {row.country for row in everything if row.on <= end}
    above = {row.country for row in steps}
    return tuple(code for code in (*RIVALS, query.country) if code in known - above)
