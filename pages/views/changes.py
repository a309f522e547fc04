"""What changed between two days: news of the world on one side, corrections of ours on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import AsOf, days_before
from common.parameters import BadQuery
from facts.differences import differences
from facts.kept_back import kept_back, without
from facts.ledger.registry import KINDS
from facts.models import Revision
from metrics.between import TITLES, FigureChange, Known, added_late, became_known, decided, figures
from metrics.measures import MEASURES, score_note
from metrics.outcomes import OUTCOMES
from metrics.question import Question
from metrics.scores import ScoreRow, score_value
from metrics.snapshot import Ledger, kept
from pages import words
from pages.filtering import bar, countries, day
from pages.places import metric_place, place
from pages.query import ReaderQuery
from pages.reader import reader_page

_SHOWN = 60  # of each kind; the rest is counted
_USUAL_DAYS = 90


@reader_page("changes", keys=("from", "to"))
def changes(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    """`from` is the first of the two days, `to` the second: the day looked from where it is left out."""
    since, until, usual = _days(query)
    if until < query.day and query.version:
        query = replace(query, as_of=query.version.seen_from(until, query.recorded))
    now = query.question()
    corrected = _question(query, AsOf(since, query.moment))
    before = _question(query, AsOf.end_of(since))
    was_kept = query.version is not None and since >= query.version.began_at.date()
    shown = before if was_kept else None
    late = added_late(now, before) if was_kept else []
    known = became_known(now, since)
    outcomes = decided(now, corrected)
    return "changes.html", {
        "since": since,
        "until": until,
        "began": query.version.began_at.date() if query.version else None,
        "was_kept": was_kept,
        "figures": [_figure(row) for row in figures(now, corrected, shown)],
        "known": _by_kind(known),
        "known_count": len(known),
        "late": _by_kind(late),
        "late_count": len(late),
        "decided": [
            {
                "row": row,
                "url": place("targets", row.slug),
                "before": OUTCOMES[row.before],
                "after": OUTCOMES[row.after],
            }
            for row in outcomes[:_SHOWN]
        ],
        "decided_count": len(outcomes),
        "corrections": _corrections(query, before),
        **bar(
            query,
            "/changes/",
            ngettext("%(n)s fact became known", "%(n)s facts became known", len(known))
            % {"n": words.number(len(known))},
            day(query, "from", _("From"), usual.isoformat()),
            day(query, "to", _("To"), until.isoformat()),
            countries(query, ("US", "CN")),
        ),
    }


def _days(query: ReaderQuery) -> tuple[date, date, date]:
    """The two days, and the one that is the first of them where none is given."""
    until = query.past_day_of("to") or query.day
    if until > query.day:
        raise BadQuery(
            _("to=%(until)s is after %(day)s, the day looked from: write an earlier one.")
            % {"until": until, "day": query.day}
        )
    usual = days_before(until, _USUAL_DAYS)
    since = query.past_day_of("from") or usual
    if since >= until:
        raise BadQuery(
            _("from=%(since)s is not before %(day)s: the first of the two days must be the earlier one.")
            % {"since": since, "day": until}
        )
    return since, until, usual


def _question(query: ReaderQuery, as_of: AsOf) -> Question:
    moment = as_of.recorded
    ledger = kept(query.version.number, moment) if query.version else Ledger(moment)
    return Question(as_of.day, as_of, query.country, query.confidence, ledger)


def _figure(row: FigureChange) -> dict[str, Any]:
    shown, corrected, now = (_said(part) for part in (row.shown, row.corrected, row.now))
    return {
        "label": MEASURES[row.measure].label,
        "country": row.country,
        "shown": shown,
        "corrected": corrected,
        "now": now,
        "by_us": row.shown is not None and shown != corrected,
        "by_news": corrected != now,
        "by_time": MEASURES[row.measure].by_calendar,
        "url": metric_place(row.now.metric, {"country": row.country}) if row.now.facts else "",
    }


def _said(row: ScoreRow | None) -> tuple[str, str]:
    """The figure, and what is named beside it: both can change."""
    return (score_value(row), score_note(row)) if row else ("", "")


def _by_kind(rows: list[Known]) -> list[dict[str, Any]]:
    """The facts under the name of their kind, newest first; of a long list the first ones."""
    groups = []
    for kind in TITLES:
        own = [row for row in rows if row.kind == kind]
        if own:
            groups.append(
                {
                    "title": str(KINDS[kind].model._meta.verbose_name_plural),
                    "count": len(own),
                    "rows": [{"row": row, "url": place(row.kind, row.slug)} for row in own[:_SHOWN]],
                    "more": max(0, len(own) - _SHOWN),
                }
            )
    return groups


def _corrections(query: ReaderQuery, before: Question) -> list[dict[str, Any]]:
    """What we changed or took out between the ends of the two days, newest first."""
    until = query.moment or (AsOf.end_of(query.as_of.day).recorded if query.as_of else None)
    since = before.seen_from.recorded
    return corrections(list(Revision.objects.public().made(since, until)[:_SHOWN])) if since else []


# What names a record of each kind, in the words of its fields; the slug where there is none.
_NAMES = ("name", "title", "headline", "question", "text", "summary")


def corrections(changes: Sequence[Revision]) -> list[dict[str, Any]]:
    """Changes as readers see them; one that only named what they may not see is left out."""
    hidden = kept_back(changes)
    told = (_correction(change, hidden) for change in changes)
    return [one for one in told if one["gone"] or one["fields"]]


def _correction(change: Revision, hidden: set[tuple[str, str]]) -> dict[str, Any]:
    """One change: what, when, why, and each field before and after."""
    kind = KINDS[change.kind]
    before, after = (without(hidden, kind, record or {}) for record in (change.before, change.after))
    return {
        "pk": change.pk,
        "row": change.row_id,
        "title": next((change.before[key] for key in _NAMES if change.before.get(key)), change.slug),
        "kind": str(kind.model._meta.verbose_name),
        "at": change.at,
        "why": change.why,
        "gone": change.after is None,
        "url": place(change.kind, change.slug) if kind.is_fact and change.after is not None else "",
        "fields": differences(kind, before, after) if change.after is not None else [],
    }
