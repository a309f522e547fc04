"""The front page: who is ahead in what, and on what evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from common.countries import RIVALS, country_name
from facts.citations import sources_of_each
from metrics.all import METRICS
from metrics.changes import Happening, MovedTarget, moved_targets, recent
from metrics.launches import next_launches, next_launches_unknown
from metrics.measures import MEASURES, score_note
from metrics.question import FactRef
from metrics.registry import LAUNCHES
from metrics.scoreboard import Verdict, scoreboard, verdict
from metrics.scores import ScoreRow, score_value
from pages import words
from pages.events import happening_entry, moved_entry
from pages.frames.credit import credited
from pages.frames.frame import Frame
from pages.frames.intervals import targets_frame
from pages.frames.ladder import ladder_frame
from pages.places import metric_place, place
from pages.query import ReaderQuery
from pages.reader import reader_page

_SHOWN_CHANGES, _SHOWN_LAUNCHES, _SHOWN_QUESTIONS = 10, 6, 6
Change = Happening | MovedTarget


@reader_page("overview")
def overview(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    question = query.question_of_both()
    happenings, moved = recent(question), moved_targets(question)
    both: list[Change] = [*happenings, *moved]
    changes = sorted(both, key=_newest, reverse=True)
    shown = changes[:_SHOWN_CHANGES]
    ladder, targets = _cited(
        [ladder_frame(query, question), targets_frame(query, question)], shown, query.day
    )
    return "overview.html", {
        "verdict": _headline(verdict(question)),
        "dek": _dek(verdict(question), query.confidence),
        "tape": _tape(scoreboard(question)),
        "ladder": ladder,
        "changes": [_entry(change) for change in shown],
        "changes_count": len(changes),
        "targets": targets,
        "launches": next_launches(question)[:_SHOWN_LAUNCHES],
        "launches_unknown": next_launches_unknown(question)[:_SHOWN_LAUNCHES],
        "launches_rest_on": LAUNCHES,
        "questions": [
            {"title": q.question, "text": q.why_it_matters, "url": place("open_questions", q.slug)}
            for q in question.open_questions[:_SHOWN_QUESTIONS]
        ],
        "questions_count": len(question.open_questions),
    }


def _newest(change: Change) -> Any:
    return change.when.last if isinstance(change, Happening) else change.target.stated_on.last


def _cited(frames: list[Frame], changes: list[Change], day: date) -> list[Frame]:
    """The charts with their sources, and the changes too: all in one query."""
    facts = {_ref(change): change for change in changes}
    told = sources_of_each([*(ref for frame in frames for ref in frame.refs), *facts])
    for ref, change in facts.items():
        fact = change if isinstance(change, Happening) else change.target
        object.__setattr__(fact, "cited", told[ref.kind, ref.slug])
    return credited(day, *frames, told=told)


def _ref(change: Change) -> FactRef:
    return change.ref if isinstance(change, Happening) else FactRef("targets", change.target.slug)


def _entry(change: Change) -> dict[str, Any]:
    return happening_entry(change) if isinstance(change, Happening) else moved_entry(change)


def _headline(found: Verdict) -> list[tuple[str, str]]:
    """The headline in pieces of (country code or nothing, text), with a form for every outcome."""
    other = {"US": "CN", "CN": "US"}
    name = {code: country_name(code) for code in RIVALS}
    the = {"US": _("The United States"), "CN": _("China")}
    day = {"day": words.day(found.newest) if found.newest else ""}
    if found.orbit in other:
        ahead = found.orbit
        told = _("has more compute satellites tracked in orbit, by what catalogues showed up to %(day)s.")
        pieces = [(ahead, the[ahead]), ("", told % day)]
    elif found.orbit == "open":
        told = _("Nobody can say which country has more compute satellites tracked in orbit.")
        pieces = [("", told)]
    elif found.orbit == "level":
        told = _("Level in orbit: both countries have as many compute satellites tracked, up to %(day)s.")
        pieces = [("", told % day)]
    else:
        pieces = [("", _("No compute satellite was tracked in orbit."))]
    if found.paper in other:
        asks = found.paper
        rest = (
            _("has filed for far more than anyone has flown.")
            if (found.requested[asks] or 0) > 10 * max(1, *(count or 0 for count in found.tracked.values()))
            else _("has filed for more.")
        )
        pieces += [(asks, the[asks] if asks == "US" else name[asks]), ("", rest)]
    elif found.paper == "level":
        pieces += [("", _("Both have filed for as many satellites."))]
    return pieces


def _dek(found: Verdict, confidence: str) -> str:
    asked = found.requested["US"]
    first = " ".join([_tracked_sentence(found), *_working_sentences(found)])
    if confidence:
        first = f"{words.floor_sentence(confidence)} {first}"
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


def _tracked_sentence(found: Verdict) -> str:
    told = {
        code: words.number(n) if n is not None else _("an unknown number of")
        for code, n in found.tracked.items()
    }
    return _(
        "Catalogues track %(cn)s Chinese and %(us)s American satellites that carry a computer by some source."
    ) % {"cn": told["CN"], "us": told["US"]}


def _working_sentences(found: Verdict) -> Iterator[str]:
    yield _("Within twelve months %(cn)s Chinese and %(us)s American spacecraft were reported working by name.") % {
        "cn": words.number(found.working["CN"]), "us": words.number(found.working["US"]),
    }  # fmt: skip
    for code, text in (
        ("CN", _("Of %(n)s more Chinese ones a report speaks only as a group.")),
        ("US", _("Of %(n)s more American ones a report speaks only as a group.")),
    ):
        if found.group[code]:
            yield text % {"n": words.number(found.group[code])}


def _tape(rows: list[ScoreRow]) -> list[dict[str, Any]]:
    by_measure: dict[str, dict[str, ScoreRow]] = {}
    for row in rows:
        by_measure.setdefault(row.measure, {})[row.country] = row
    return [
        {
            "label": MEASURES[measure].label,
            "rests_on": METRICS[pair["US"].metric].rests_on,
            "note": MEASURES[measure].definition,
            "us": _side(pair["US"], pair["CN"]),
            "cn": _side(pair["CN"], pair["US"]),
        }
        for measure, pair in by_measure.items()
    ]


def _side(row: ScoreRow, rival: ScoreRow) -> dict[str, Any]:
    value = score_value(row)
    return {
        "value": value,
        "absent": "" if value else "unknown",
        "note": score_note(row),
        "url": facts_place(row),
        "bars": _bars(row, rival),
    }


def facts_place(row: ScoreRow) -> str:
    """Where the facts behind a figure stand: one fact itself, or the list of exactly those counted.

    Of a count of nothing that list is empty.
    """
    if row.kind == "date" and row.facts:
        return place(row.facts[0].kind, row.facts[0].slug)
    chosen = dict(MEASURES[row.measure].chosen)
    if not row.facts and row.value != 0:
        return ""
    return metric_place(row.metric, {"country": row.country, **chosen})


def _bars(row: ScoreRow, rival: ScoreRow) -> list[dict[str, Any]]:
    """The bar of a side: its share of the larger of the two, or of logarithms; of a share its parts."""
    if row.kind == "share" and row.of:
        counts = {
            "kept": row.value or 0,
            "missed": dict(row.parts)["missed"],
            "unreported": dict(row.parts)["no_word"],
        }
        return [
            {"percent": round(100 * count / row.of, 1), "promise": False, "part": part}
            for part, count in counts.items()
            if count
        ]
    if not row.value:
        return []
    if MEASURES[row.measure].in_logs:
        percent = 100 * math.log10(row.value + 1) / math.log10(max(row.value, rival.value or 0) + 1)
    else:
        percent = 100 * row.value / max(row.value, rival.value or 0)
    return [{"percent": round(max(percent, 1), 1), "promise": row.promised}]
