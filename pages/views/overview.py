"""The front page: who is ahead in what, and on what evidence."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from charts.intervals import interval_chart
from charts.ladder import ladder_chart
from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.changes import Happening, MovedTarget, moved_targets, recent
from metrics.launches import next_launches
from metrics.paper_to_orbit import STEPS, LadderRow, paper_to_orbit
from metrics.promises import NextTargetRow, next_targets
from metrics.scoreboard import ScoreRow, Verdict, scoreboard, verdict
from pages import words
from pages.citing import cite
from pages.events import happening_entry, moved_entry
from pages.frames import Frame, Table
from pages.places import metric_place, numbers_place, place
from pages.query import ReaderQuery
from pages.reader import reader_page

_SHOWN_CHANGES, _SHOWN_TARGETS, _SHOWN_QUESTIONS = 10, 9, 6


@reader_page("overview")
def overview(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    question = query.question_of_both()
    happenings, moved = recent(question), moved_targets(question)
    changes = sorted([*happenings, *moved], key=_newest, reverse=True)
    shown = changes[:_SHOWN_CHANGES]
    _cite_changes(shown)
    targets = next_targets(question)
    return "overview.html", {
        "verdict": _headline(verdict(question)),
        "dek": _dek(verdict(question)),
        "tape": _tape(scoreboard(question)),
        "ladder": _ladder_frame(paper_to_orbit(question), query),
        "changes": [_entry(change) for change in shown],
        "changes_count": len(changes),
        "targets": _targets_frame(targets[:_SHOWN_TARGETS], query),
        "targets_count": len(targets),
        "launches": next_launches(question)[:6],
        "questions": [
            {"title": q.question, "text": q.why_it_matters, "url": place("open_questions", q.slug)}
            for q in question.open_questions[:_SHOWN_QUESTIONS]
        ],
        "questions_count": len(question.open_questions),
    }


def _newest(change: Happening | MovedTarget) -> Any:
    return change.when.last if isinstance(change, Happening) else change.target.stated_on.last


def _cite_changes(changes: list[Happening | MovedTarget]) -> None:
    groups: dict[str, list[Any]] = {}
    for change in changes:
        if isinstance(change, Happening):
            groups.setdefault(change.kind, []).append(change)
        else:
            groups.setdefault("targets", []).append(change.target)
    cite(**groups)


def _entry(change: Happening | MovedTarget) -> dict[str, Any]:
    return happening_entry(change) if isinstance(change, Happening) else moved_entry(change)


def _headline(found: Verdict) -> list[tuple[str, str]]:
    """The headline in pieces of (country code or nothing, text), with a form for every outcome."""
    other = {"US": "CN", "CN": "US"}
    name = {code: country_name(code) for code in RIVALS}
    the = {"US": _("The United States"), "CN": _("China")}
    if found.orbit in other:
        ahead = found.orbit
        pieces = [(ahead, the[ahead]), ("", _("has more compute spacecraft at work in orbit."))]
    elif found.orbit == "level":
        pieces = [("", _("Level in orbit: both countries have as many compute spacecraft at work."))]
    else:
        pieces = [("", _("No compute spacecraft was reported working in orbit."))]
    if found.paper in other:
        asks = found.paper
        rest = (
            _("has filed for far more than anyone has flown.")
            if (found.requested[asks] or 0) > 10 * max(1, *found.working.values())
            else _("has filed for more.")
        )
        pieces += [(asks, the[asks] if asks == "US" else name[asks]), ("", rest)]
    elif found.paper == "level":
        pieces += [("", _("Both have filed for as many satellites."))]
    return pieces


def _dek(found: Verdict) -> str:
    asked = found.requested["US"]
    first = _(
        "%(cn)s Chinese and %(us)s American spacecraft built to compute were last reported working."
    ) % {
        "cn": words.number(found.working["CN"]),
        "us": words.number(found.working["US"]),
    }
    disputed = found.disputed["US"]
    second = (
        _("American companies have asked regulators for %(asked)s more%(disputed)s.")
        % {
            "asked": words.number(asked - disputed),
            "disputed": _(", and for %(n)s whose purpose is disputed") % {"n": words.number(disputed)}
            if disputed
            else "",
        }
        if asked
        else _("No American filing for a computing constellation was known.")
    )
    return f"{first} {second} " + _(
        "This page keeps the two apart: every figure opens the facts and sources behind it."
    )


def _tape(rows: list[ScoreRow]) -> list[dict[str, Any]]:
    by_measure: dict[str, dict[str, ScoreRow]] = {}
    for row in rows:
        by_measure.setdefault(row.measure, {})[row.country] = row
    return [
        {
            "label": words.measure_label(measure),
            "note": words.measure_note(measure),
            "us": _side(pair["US"], pair["CN"]),
            "cn": _side(pair["CN"], pair["US"]),
        }
        for measure, pair in by_measure.items()
    ]


def _side(row: ScoreRow, rival: ScoreRow) -> dict[str, Any]:
    value = words.score_value(row)
    return {
        "value": value,
        "absent": "" if value else "unknown",
        "note": words.score_note(row),
        "url": _facts_place(row),
        "bars": _bars(row, rival),
    }


def _facts_place(row: ScoreRow) -> str:
    """Where the facts behind a figure stand: one fact itself, or the list of all."""
    if row.kind == "date" and row.facts:
        return place(row.facts[0].kind, row.facts[0].slug)
    return metric_place(row.metric, {"country": row.country}) if row.facts else ""


def _bars(row: ScoreRow, rival: ScoreRow) -> list[dict[str, Any]]:
    """The bar of a side: its share of the larger of the two; a share of its own whole; a log for filings."""
    if not row.value:
        return []
    if row.kind == "share" and row.of:
        percent = 100 * row.value / row.of
    elif row.measure == "requested":
        percent = 100 * math.log10(row.value + 1) / math.log10(max(row.value, rival.value or 0) + 1)
    else:
        percent = 100 * row.value / max(row.value, rival.value or 0)
    return [{"percent": round(max(percent, 1), 1), "promise": row.promised}]


def _ladder_frame(rows: list[LadderRow], query: ReaderQuery) -> Frame:
    steps = {step: str(label) for step, label in STEPS.items()}
    absent = {"unknown": _("unknown"), "none": _("none"), "not_applicable": _("not applicable")}
    metric = METRICS["paper_to_orbit"]

    def said(row: LadderRow) -> str:
        if not row.value:
            return absent[row.why or "none"]
        return words.number(row.value) + (f" ({_('disputed')})" if row.disputed else "")

    sentence = " ".join(
        _("%(country)s: %(steps)s.")
        % {
            "country": country_name(country),
            "steps": ", ".join(f"{steps[row.step]} {said(row)}" for row in rows if row.country == country),
        }
        for country in RIVALS
    )
    cells = {(row.country, row.step): said(row) for row in rows}
    facts = len({fact for row in rows for fact in row.facts})
    return Frame(
        id="ladder",
        title=str(metric.title),
        subtitle=_(
            "Satellites of computing constellations at each step. Log scale: each line is ten times the one before."
        ),
        sentence=sentence,
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
        ),
        sources_note=_("filings, notices, operators’ statements and catalogues in the ledger (%(n)s facts)")
        % {"n": facts},
        not_measured=str(metric.not_measured),
        updated=query.day,
        csv_url=numbers_place("paper_to_orbit", format="csv"),
        json_url=numbers_place("paper_to_orbit"),
        cite_url=metric_place("paper_to_orbit") + "#cite",
    )


def _targets_frame(rows: list[NextTargetRow], query: ReaderQuery) -> Frame | None:
    if not rows:
        return None
    return Frame(
        id="targets",
        title=_("Promised next"),
        subtitle=_(
            "Dates still ahead for projects whose purpose is computing. A bar is as long as the promise is vague."
        ),
        sentence="; ".join(f"{country_name(r.country)}, {r.project}: {r.text}, {r.label}" for r in rows)
        + ".",
        figure=interval_chart(rows, day=query.day, not_earlier=_("not before")),
        table=Table(
            [_("Project"), _("Country"), _("Promise"), _("Date")],
            [[r.project, country_name(r.country), r.text, r.label] for r in rows],
        ),
        not_measured=_("whether the date is likely: see how many were kept."),
        updated=query.day,
        json_url=reverse("api:targets-list"),
    )
