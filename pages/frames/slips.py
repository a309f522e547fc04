"""The slip ledger, framed: every stated date against the day on which it was stated."""

from __future__ import annotations

from collections import Counter
from heapq import nlargest

from django.urls import reverse
from django.utils.translation import gettext as _

from charts.slips import slip_chart
from common.countries import RIVALS, country_name
from common.parameters import BadQuery
from metrics.all import METRICS
from metrics.outcomes import OUTCOMES
from metrics.question import Question
from metrics.slippage import JUDGED, SlipRow, Told, slip_row, statements
from pages import words
from pages.frames.choice import chosen
from pages.frames.frame import MOST_ROWS, Frame, Numbers, places, under_floor
from pages.frames.rows import rows_table, with_absences
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery
from projects.models import Project

# The keys of an address beside those of every page.
KEYS = ("project", "judged")


def asked(query: ReaderQuery, question: Question | None = None) -> list[Told]:
    """The stated dates of the two countries, of the one in the address, of one project, or the judged alone."""
    codes = (query.country,) if query.country else RIVALS
    project = of.pk if (of := chosen_project(query)) else None
    rows = [
        told
        for told in statements(question or query.question())
        if told.project.country in codes and project in (None, told.target.project_id)
    ]
    return list(chosen([JUDGED], query, rows))


def asked_rows(query: ReaderQuery, question: Question | None = None) -> list[SlipRow]:
    """The same as rows."""
    return [slip_row(told, query.day) for told in asked(query, question)]


def chosen_project(query: ReaderQuery) -> Project | None:
    """The project in the address; BadQuery where the ledger has none of that name."""
    slug = query.raw.get("project", "")
    if not slug:
        return None
    found = next((row for row in query.question().named.projects.values() if row.slug == slug), None)
    if found is None:
        raise BadQuery(
            _("project=%(slug)s is no project of this ledger. Choose one of the list.") % {"slug": slug}
        )
    return found


def named_projects(query: ReaderQuery) -> list[tuple[str, str]]:
    """The projects of both countries of which a date was stated, and the one chosen, by name."""
    of = {told.target.project_id: told.project for told in statements(query.question_of_both())}
    found = {project.slug: project.name for project in of.values() if project.country in RIVALS}
    if project := chosen_project(query):
        found.setdefault(project.slug, project.name)
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def slips_frame(query: ReaderQuery, every: list[Told] | None = None, *, whole: bool = False) -> Frame:
    """Statement against date promised, with the diagonal.

    Of many statements the newest are drawn and listed, and these alone have numbers and sources, except in the
    `whole`.
    """
    every = asked(query) if every is None else every
    rows = [slip_row(told, query.day) for told in _newest(every)]
    numbered = [slip_row(told, query.day) for told in every] if whole else rows
    metric = METRICS["slippage"]
    outcome = {word: str(label) for word, label in OUTCOMES.items()}
    countries = {code: country_name(code) for code in (*RIVALS, *{row.country for row in rows} - {*RIVALS})}
    counted = Counter[str](told.outcome for told in every)
    keys = {"country": query.country, "confidence": query.confidence} | {
        key: query.raw.get(key, "") for key in KEYS
    }
    title = _("Dates promised, against the day each was stated")
    frame = Frame(
        id="slippage",
        title=f"{rows[0].project}: {title[0].lower()}{title[1:]}" if keys["project"] and rows else title,
        subtitle=_(
            "Across: the day of the statement. Upwards: the date promised. A pale bar covers the days that "
            "either can mean. On the dotted diagonal a date is due on the day it is stated: a flat line keeps its "
            "word, one parallel to the diagonal recedes day by day. Filled is kept, a cross is missed, "
            "hollow is open or without a report. Squares are American, circles Chinese."
        ),
        sentence=_("%(n)s statements of dates, counted or not: %(parts)s.")
        % {
            "n": words.number(len(every)),
            "parts": ", ".join(f"{words.number(counted[word])} {label}" for word, label in outcome.items()),
        },
        empty="" if rows else _nothing(query),
        notices=[*_notices(every), *_left_out(len(rows), len(every))],
        figure=slip_chart(rows, day=query.day, countries=countries, words=outcome),
        table=rows_table(metric, rows),
        numbers=with_absences(metric, numbered, _numbers(numbered)),
        unit=_("dates"),
        not_measured=str(metric.not_measured),
        versions=metric.versions,
        updated=query.day,
        cite_url=metric_place("slippage") + "#cite",
        refs=tuple(fact for row in numbered for fact in row.facts),
        **places("slippage", reverse("pages:slippage"), keys),
    )
    return under_floor(frame, query.confidence)


def _newest(every: list[Told]) -> list[Told]:
    """The statements made last, as many as a page shows, in the order of all."""
    if len(every) <= MOST_ROWS:
        return every
    newest = nlargest(MOST_ROWS, range(len(every)), key=lambda n: (every[n].target.stated_on_first, n))
    return [every[n] for n in sorted(newest)]


def _left_out(shown: int, every: int) -> list[str]:
    if shown == every:
        return []
    return [
        _("The newest %(n)s of %(all)s statements are drawn and listed; the numbers to download have all.")
        % {"n": words.number(shown), "all": words.number(every)}
    ]


def _nothing(query: ReaderQuery) -> str:
    project = chosen_project(query)
    if project and project.country not in (*RIVALS, query.country):
        return _("%(project)s is of neither country compared here: its dates stand on its own page.") % {
            "project": project.name
        }
    if project and any(told.target.project_id == project.pk for told in statements(query.question_of_both())):
        return _(
            "%(project)s has stated dates, but none that the other filters leave: take one of them away."
        ) % {"project": project.name}
    if project:
        return _("No stated date of %(project)s was known by %(day)s.") % {
            "project": project.name,
            "day": words.day(query.day),
        }
    return _("No stated date was known by %(day)s.") % {"day": words.day(query.day)}


def _notices(rows: list[Told]) -> list[str]:
    """What so few statements cannot show."""
    if len(rows) == 1:
        return [_("One statement of one date: a slip shows only when a date is stated again.")]
    if rows and all(row.slip_rate is None for row in rows):
        return [_("No promise here was stated twice: a slip shows only when a date is stated again.")]
    return []


def _numbers(rows: list[SlipRow]) -> Numbers:
    return Numbers(
        {
            "country": _("Country code"),
            "project": _("Project"),
            "promise": _("What is promised"),
            "stated_first": _("First day on which it can have been stated"),
            "stated_last": _("Last day on which it can have been stated"),
            "due_first": _("First day that the date can mean"),
            "due_last": _("Last day that the date can mean"),
            "bound": _("by: it can be missed; not_earlier: it cannot"),
            "confidence": _("How sure the statement is"),
            "outcome": _("What became of it by the day of the answer"),
            "judged": _(
                "Whether it counts in the shares, as the one statement by which its promise is counted"
            ),
            "days_late": _("Least days from the last day promised to the outcome; empty where not known"),
            "slip_rate": _(
                "Days slipped per day elapsed since the newest statement at least 30 days older; empty where none is"
            ),
            "facts": _("Facts behind it, as kind/slug"),
            "apart": _("Why it does not count; empty where it does"),
        },
        [
            [
                row.country,
                row.project,
                row.text,
                row.stated_first.isoformat(),
                row.stated_last.isoformat(),
                row.due_first.isoformat(),
                row.due_last.isoformat(),
                row.bound,
                row.confidence,
                row.outcome,
                "true" if row.judged else "false",
                row.days_late,
                row.slip_rate,
                "; ".join(f"{fact.kind}/{fact.slug}" for fact in row.facts),
                row.apart,
            ]
            for row in rows
        ],
    )


def _whole(query: ReaderQuery) -> Frame:
    return slips_frame(query, whole=True)


SHOWN = {"slippage": Shown(slips_frame, whole=_whole, rows=asked_rows)}
