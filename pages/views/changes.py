"""What changed between two days: news of the world on one side, corrections of ours on the other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import AsOf, days_before, recorded_by
from metrics.between import TITLES, FigureChange, Known, added_late, became_known, figures
from metrics.ledger import Ledger, kept
from metrics.question import Question
from metrics.scoreboard import ScoreRow
from pages import words
from pages.filtering import bar, countries, day
from pages.places import metric_place, place
from pages.query import BadQuery, ReaderQuery
from pages.reader import reader_page
from projects.ledger.kinds import KINDS
from projects.models import Revision
from projects.revisions import differences

_SHOWN = 60  # of each kind; the rest is counted
_USUAL_DAYS = 90


@reader_page("changes")
def changes(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    """`from` is the first of the two days, the day looked from (`as_of`, or today) the second."""
    usual = days_before(query.day, _USUAL_DAYS)
    since = query.day_of("from") or usual
    if since >= query.day:
        raise BadQuery(
            _("from=%(since)s is not before %(day)s: the first of the two days must be the earlier one.")
            % {"since": since, "day": query.day}
        )
    now = query.question()
    corrected = _question(query, AsOf.of(since, recorded_by(query.as_of)))
    before = _question(query, AsOf.end_of(since))
    was_kept = query.version is not None and since >= query.version.began_at.date()
    shown = before if was_kept else None
    late = added_late(now, before) if was_kept else []
    known = became_known(now, since)
    return "changes.html", {
        "since": since,
        "began": query.version.began_at.date() if query.version else None,
        "was_kept": was_kept,
        "figures": [_figure(row) for row in figures(now, corrected, shown)],
        "known": _by_kind(known),
        "known_count": len(known),
        "late": _by_kind(late),
        "late_count": len(late),
        "corrections": _corrections(query, before),
        **bar(
            query,
            "/changes/",
            ngettext("%(n)s fact became known", "%(n)s facts became known", len(known))
            % {"n": words.number(len(known))},
            day(query, "from", _("From"), usual.isoformat()),
            countries(query, ("US", "CN")),
        ),
    }


def _question(query: ReaderQuery, as_of: AsOf) -> Question:
    moment = recorded_by(as_of)
    ledger = kept(query.version.number, moment) if query.version else Ledger(moment)
    return Question(as_of, as_of, query.country, query.confidence, ledger)


def _figure(row: FigureChange) -> dict[str, Any]:
    shown, corrected, now = (_said(part) for part in (row.shown, row.corrected, row.now))
    return {
        "label": words.measure_label(row.measure),
        "country": row.country,
        "shown": shown,
        "corrected": corrected,
        "now": now,
        "by_us": row.shown is not None and shown != corrected,
        "by_news": corrected != now,
        "url": metric_place(row.now.metric, {"country": row.country}) if row.now.facts else "",
    }


def _said(row: ScoreRow | None) -> str:
    return words.score_value(row) if row else ""


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
    until = recorded_by(query.as_of) or (AsOf.end_of(query.as_of).recorded if query.as_of else None)
    made = [
        change
        for change in reversed(before.ledger.revisions)
        if change.was_public and (until is None or change.at <= until)
    ]
    return [correction(change) for change in made[:_SHOWN]]


def correction(change: Revision) -> dict[str, Any]:
    """One change as readers see it: what, when, why, and each field before and after."""
    kind = KINDS[change.kind]
    return {
        "title": change.before.get("name")
        or change.before.get("title")
        or change.before.get("headline")
        or change.before.get("text")
        or change.slug,
        "kind": str(kind.model._meta.verbose_name),
        "at": change.at,
        "why": change.why,
        "gone": change.after is None,
        "url": place(change.kind, change.slug) if kind.is_fact and change.after is not None else "",
        "fields": differences(kind, change.before, change.after) if change.after is not None else [],
    }
