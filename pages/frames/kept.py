"""Promises kept, framed: the share of dates met, with its uncertainty."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from charts.kept import kept_chart
from charts.theme import percent
from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.question import Question
from metrics.slippage import KeptRow, kept, slippage
from pages import words
from pages.frames.frame import Frame, Numbers, Table, places, under_floor
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery


def kept_frame(query: ReaderQuery, question: Question | None = None) -> Frame:
    """The share of dates met in each country, with Wilson's interval."""
    question = question or query.question()
    query.word("country", RIVALS)
    rows = kept(question)
    decided = [r for r in slippage(question) if r.judged and r.outcome in ("met", "missed")]
    frame = Frame(
        id="kept",
        title=_("Share of promised dates that were met"),
        subtitle=_(
            "Of the dates of computing projects that came due and were decided, the share met by the last "
            "day promised. Unit: %. The pale bar is the 95 % interval (Wilson): where two bars overlap widely, "
            "the shares do not tell the countries apart."
        ),
        sentence="; ".join(f"{country_name(row.country)}: {_said(row)}" for row in rows) + ".",
        figure=kept_chart(
            rows,
            labels={row.country: f"{country_name(row.country)}: {_said(row)}" for row in rows},
            narrow_labels={row.country: _said_briefly(row) for row in rows},
        ),
        table=_table(rows),
        numbers=_numbers(rows),
        unit=_("% of decided dates"),
        not_measured=_(
            "Not how late a date was missed, and not dates that passed without a word: they are neither met nor "
            "missed. Each statement counts by itself, so that one promise repeated weighs more than one made once."
        ),
        updated=query.day,
        versions=METRICS["slippage"].versions,
        cite_url=metric_place("slippage") + "#cite",
        refs=tuple(fact for row in decided for fact in row.facts),
        **places(
            "promises_kept",
            reverse("pages:slippage"),
            {"country": query.country, "confidence": query.confidence},
        ),
    )
    return under_floor(frame, query.confidence)


def _table(rows: list[KeptRow]) -> Table:
    return Table(
        [_("Country"), _("Met"), _("Decided"), _("Share met"), _("95 % interval")],
        [
            [
                country_name(row.country),
                row.met,
                row.decided,
                percent(100 * row.share) if row.share is not None else None,
                _interval(row) or None,
            ]
            for row in rows
        ],
        frozenset({1, 2, 3, 4}),
    )


def _numbers(rows: list[KeptRow]) -> Numbers:
    return Numbers(
        {
            "country": _("Country code"),
            "met": _("Dates met"),
            "decided": _("Dates met or missed"),
            "share": _("Share met, from 0 to 1; empty where none was decided"),
            "low": _("Lower end of Wilson's 95 % interval"),
            "high": _("Upper end of Wilson's 95 % interval"),
        },
        [[row.country, row.met, row.decided, row.share, row.low, row.high] for row in rows],
    )


def _said(row: KeptRow) -> str:
    if row.share is None:
        return _("no date was decided yet")
    return _("%(met)s of %(n)s met, %(share)s (95 %% interval %(interval)s)") % {
        "met": words.number(row.met),
        "n": words.number(row.decided),
        "share": f"{row.share:.0%}".replace("%", " %"),
        "interval": _interval(row),
    }


def _said_briefly(row: KeptRow) -> str:
    if row.share is None:
        return _("%(code)s none decided yet") % {"code": row.country}
    return _("%(code)s %(met)s of %(n)s: %(share)s (%(interval)s)") % {
        "code": row.country,
        "met": words.number(row.met),
        "n": words.number(row.decided),
        "share": f"{row.share:.0%}".replace("%", " %"),
        "interval": _interval(row),
    }


def _interval(row: KeptRow) -> str:
    if row.low is None or row.high is None:
        return ""
    return f"{100 * row.low:.0f}–{100 * row.high:.0f} %"


SHOWN = {"promises_kept": Shown(kept_frame)}
