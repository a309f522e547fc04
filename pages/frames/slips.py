"""The slip ledger, framed: every stated date against the day on which it was stated."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from charts.slips import slip_chart
from common.countries import RIVALS, country_name
from common.parameters import BadQuery
from metrics.all import METRICS
from metrics.outcomes import OUTCOMES
from metrics.question import Question
from metrics.slippage import JUDGED, SlipRow, slippage
from pages import words
from pages.frames.choice import chosen
from pages.frames.frame import Frame, Numbers, places, under_floor
from pages.frames.rows import rows_table, with_absences
from pages.frames.shown import Shown
from pages.places import metric_place
from pages.query import ReaderQuery
from projects.models import Project

# The keys of an address beside those of every page.
KEYS = ("project", "judged")


def asked_rows(query: ReaderQuery, question: Question | None = None) -> list[SlipRow]:
    """The stated dates of the two countries, of the one in the address, of one project, or the judged alone."""
    codes = (country,) if (country := query.word("country", RIVALS)) else RIVALS
    project = of.slug if (of := chosen_project(query)) else ""
    rows = [
        row
        for row in slippage(question or query.question())
        if row.country in codes and project in ("", row.project_slug)
    ]
    return list(chosen([JUDGED], query, rows))


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
    rows = slippage(query.question_of_both())
    found = {row.project_slug: row.project for row in rows if row.country in RIVALS}
    if project := chosen_project(query):
        found.setdefault(project.slug, project.name)
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def slips_frame(query: ReaderQuery, rows: list[SlipRow] | None = None) -> Frame:
    """Statement against date promised, with the diagonal."""
    rows = asked_rows(query) if rows is None else rows
    metric = METRICS["slippage"]
    outcome = {word: str(label) for word, label in OUTCOMES.items()}
    counted = {word: sum(row.outcome == word for row in rows) for word in outcome}
    project = query.raw.get("project", "")
    title = _("Dates promised, against the day each was stated")
    frame = Frame(
        id="slippage",
        title=f"{rows[0].project}: {title[0].lower()}{title[1:]}" if project and rows else title,
        subtitle=_(
            "Across: the day of the statement. Upwards: the date promised. A pale bar covers the days that "
            "either can mean. On the dotted diagonal a date is due on the day it is stated: a flat line keeps its "
            "word, one parallel to the diagonal recedes day by day. Filled is kept, a cross is missed, "
            "hollow is open or without a report. Squares are American, circles Chinese."
        ),
        sentence=_("%(n)s statements of dates, counted or not: %(parts)s.")
        % {
            "n": words.number(len(rows)),
            "parts": ", ".join(f"{words.number(count)} {outcome[word]}" for word, count in counted.items()),
        },
        empty="" if rows else _nothing(query),
        notices=_notices(rows),
        figure=slip_chart(
            rows,
            day=query.day,
            countries={code: country_name(code) for code in RIVALS},
            words=outcome,
        ),
        table=rows_table(metric, rows),
        numbers=with_absences(metric, rows, _numbers(rows)),
        unit=_("dates"),
        not_measured=str(metric.not_measured),
        versions=metric.versions,
        updated=query.day,
        cite_url=metric_place("slippage") + "#cite",
        refs=tuple(fact for row in rows for fact in row.facts),
        **places(
            "slippage",
            reverse("pages:slippage"),
            {
                "country": query.country,
                "confidence": query.confidence,
                "project": project,
                "judged": query.raw.get("judged", ""),
            },
        ),
    )
    return under_floor(frame, query.confidence)


def _nothing(query: ReaderQuery) -> str:
    project = chosen_project(query)
    if project and project.country not in RIVALS:
        return _("%(project)s is of neither country compared here: its dates stand on its own page.") % {
            "project": project.name
        }
    if project and any(row.project_slug == project.slug for row in slippage(query.question_of_both())):
        return _(
            "%(project)s has stated dates, but none that the other filters leave: take one of them away."
        ) % {"project": project.name}
    if project:
        return _("No stated date of %(project)s was known by %(day)s.") % {
            "project": project.name,
            "day": words.day(query.day),
        }
    return _("No stated date was known by %(day)s.") % {"day": words.day(query.day)}


def _notices(rows: list[SlipRow]) -> list[str]:
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


SHOWN = {"slippage": Shown(slips_frame, rows=asked_rows)}
