"""Promises kept, framed: the share of those that came due, with its uncertainty."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from charts.kept import kept_chart
from charts.theme import percent
from common.countries import country_name
from metrics.all import METRICS
from metrics.kept import KeptRow, kept
from metrics.outcomes import CAME_DUE, OUTCOMES
from metrics.promises import promises
from metrics.question import Question
from metrics.scores import apart_counts
from pages import words
from pages.frames.frame import Frame, Numbers, Table, not_compared, places, under_floor
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery


def kept_frame(query: ReaderQuery, question: Question | None = None) -> Frame:
    """The share of promises kept in each country of all that came due, with Wilson's interval."""
    question = question or query.question()
    country = query.country
    rows = kept(question)
    frame = Frame(
        id="kept",
        title=_("Share of promised dates that were kept"),
        subtitle=_(
            "Of all promises of computing projects that came due, each counted once. Full: kept. Pale: missed. "
            "Dotted: due, and no report was found. Unit: %. The thin line is the 95 % interval (Wilson) of the share "
            "kept: where two overlap widely, the shares do not tell the countries apart."
        ),
        sentence="; ".join(f"{country_name(row.country)}: {_said(row)}" for row in rows) + ".",
        empty="" if rows else not_compared(query),
        figure={}
        if not rows
        else kept_chart(
            rows,
            labels={row.country: f"{country_name(row.country)}: {_said_of_share(row)}" for row in rows},
            narrow_labels={row.country: _said_briefly(row) for row in rows},
            words={word: str(OUTCOMES[word]) for word in CAME_DUE},
        ),
        table=_table(rows),
        numbers=_numbers(rows),
        unit=_("% of promises that came due"),
        not_measured=_(
            "Not how late a date was missed. A date without a report may have been kept: it counts in the whole, "
            "as a part of its own. What cannot be missed, carries no computer, is disputed, or was public less "
            "than 30 days ahead or only once it had come true stands apart."
        ),
        updated=query.day,
        versions=METRICS["slippage"].versions,
        cite_url=metric_place("slippage", {"country": country, "judged": "decided"}) + "#facts",
        refs=tuple(fact for row in rows for fact in promises(question, row.country).facts),
        **places(
            "promises_kept",
            reverse("pages:slippage"),
            {"country": query.country, "confidence": query.confidence},
        ),
    )
    return under_floor(frame, query.confidence)


def _table(rows: list[KeptRow]) -> Table:
    return Table(
        [
            _("Country"),
            _("Came due"),
            _("Kept"),
            _("Missed"),
            _("No report"),
            _("Share kept"),
            _("95 % interval"),
            _("Not counted"),
        ],
        [
            [
                country_name(row.country),
                row.due,
                row.met,
                row.missed,
                row.unknown,
                percent(100 * row.share) if row.share is not None else None,
                _interval(row) or None,
                _apart(row) or "–",
            ]
            for row in rows
        ],
        frozenset({1, 2, 3, 4, 5, 6}),
    )


def _numbers(rows: list[KeptRow]) -> Numbers:
    return Numbers(
        {
            "country": _("Country code"),
            "met": _("Promises kept"),
            "decided": _("Promises kept or missed"),
            "share": _("Share kept of all that came due, from 0 to 1; empty where none did"),
            "low": _("Lower end of Wilson's 95 % interval"),
            "high": _("Upper end of Wilson's 95 % interval"),
            "missed": _("Promises missed"),
            "unknown": _("Promises that came due without a report"),
            "due": _("Promises that came due: kept, missed or without a report"),
            "apart": _("What came due and is not counted, by the reason"),
        },
        [
            [
                row.country,
                row.met,
                row.decided,
                row.share,
                row.low,
                row.high,
                row.missed,
                row.unknown,
                row.due,
                "; ".join(f"{reason}: {count}" for reason, count in row.apart),
            ]
            for row in rows
        ],
    )


def _said(row: KeptRow) -> str:
    """The share with its other two parts, and what stands apart."""
    parts = [_said_of_share(row)]
    if row.missed:
        parts.append(_("%(n)s missed") % {"n": words.number(row.missed)})
    if row.unknown:
        parts.append(_("%(n)s without a report") % {"n": words.number(row.unknown)})
    return ", ".join([*parts, *filter(None, [_apart(row)])])


def _apart(row: KeptRow) -> str:
    return apart_counts(row.apart)


def _said_of_share(row: KeptRow) -> str:
    if row.share is None:
        return _("no promise has come due yet")
    return _("%(met)s of %(n)s kept, %(share)s (95 %% interval %(interval)s)") % {
        "met": words.number(row.met),
        "n": words.number(row.due),
        "share": f"{row.share:.0%}".replace("%", " %"),
        "interval": _interval(row),
    }


def _said_briefly(row: KeptRow) -> str:
    if row.share is None:
        return _("%(code)s none due yet") % {"code": row.country}
    return _("%(code)s %(met)s of %(n)s: %(share)s (%(interval)s)") % {
        "code": row.country,
        "met": words.number(row.met),
        "n": words.number(row.due),
        "share": f"{row.share:.0%}".replace("%", " %"),
        "interval": _interval(row),
    }


def _interval(row: KeptRow) -> str:
    if row.low is None or row.high is None:
        return ""
    return f"{100 * row.low:.0f}–{100 * row.high:.0f} %"


SHOWN = {"promises_kept": Shown(kept_frame)}
