"""The slip ledger: who keeps the dates that were promised."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.countries import RIVALS, country_name
from metrics.all import METRICS
from metrics.kept import LEAST, KeptRow, kept
from metrics.launch_slips import LaunchKeptRow, LaunchSlipRow, launch_slips, launches_kept
from metrics.moved import moves_told
from metrics.outcomes import CAME_DUE
from metrics.question import Question
from metrics.registry import facts_of_rows
from metrics.scores import apart_counts
from metrics.slippage import JUDGED, Told, slip_row, statements
from metrics.standing import SAID
from pages import words
from pages.evidence import evidence
from pages.filtering import bar, choice, compared, select
from pages.frames.credit import credited
from pages.frames.kept import kept_frame
from pages.frames.slips import KEYS, asked, named_projects, slips_frame
from pages.places import metric_place, numbers_place, place
from pages.query import ReaderQuery
from pages.reader import reader_page

_SHOWN_LAUNCHES = 20
SHOWN_PROMISES = 60


@reader_page("slippage", keys=KEYS)
def slip_ledger(request: HttpRequest, query: ReaderQuery) -> tuple[str, dict[str, Any]]:
    country = query.country
    question = query.question()
    codes = (country,) if country else RIVALS
    rows = asked(query, question)
    shares, frame = credited(query.day, kept_frame(query, question), slips_frame(query, rows))
    moved = [row for row in launch_slips(question) if row.country in codes]
    count = ngettext("%(n)s statement", "%(n)s statements", len(rows)) % {"n": words.number(len(rows))}
    return "slippage.html", {
        "kept": [_kept_line(row) for row in kept(question)],
        "kept_frame": shares,
        "frame": frame,
        **_lists(
            question, [told for told in statements(question) if told.project.country in codes], rows, query
        ),
        "due_url": metric_place("slippage", {"country": country, "judged": "decided"}),
        "launches_kept": [_launches_line(row) for row in launches_kept(question)] if moved else [],
        "launches_few": _few_launches(launches_kept(question)),
        "launches": [_launch_line(row) for row in moved[:_SHOWN_LAUNCHES]],
        "launches_count": len(moved),
        "launches_csv": numbers_place("launch_slips", country=country, format="csv"),
        "launches_json": numbers_place("launch_slips", country=country),
        "launches_url": metric_place("launch_slips", {"country": country}),
        "launches_not_measured": METRICS["launch_slips"].not_measured,
        **bar(
            query,
            reverse("pages:slippage"),
            count,
            compared(query),
            select(query, "project", _("Project"), named_projects(query)),
            choice(query, JUDGED),
        ),
    }


def _lists(question: Question, every: list[Told], chosen: list[Told], query: ReaderQuery) -> dict[str, Any]:
    """The promises that came due, whatever project was chosen, and the silent dates of those chosen.

    Of a long list the first ones are shown, and how many there are.
    """
    due = [told for told in every if told.came_due]
    apart = [told for told in every if told.stands.apart in SAID and told.outcome in CAME_DUE]
    for found in (due, apart):
        found.sort(key=lambda told: (told.project.country, told.target.due_last), reverse=True)
    silent = sorted((told for told in chosen if told.silent_months), key=lambda told: not told.stands.tells)
    shown = {
        name: [slip_row(told, query.day) for told in found[:SHOWN_PROMISES]]
        for name, found in (("due", due), ("due_apart", apart), ("silent", silent))
    }
    refs = facts_of_rows([row for rows in shown.values() for row in rows])
    facts = {
        fact.slug: fact for fact in evidence(refs, query.as_of and query.as_of.day, moves_told(question))
    }
    listed = {
        name: [{"row": row, "fact": fact} for row in rows if (fact := facts.get(row.facts[0].slug))]
        for name, rows in shown.items()
    }
    counts = {"due_count": len(due), "due_apart_count": len(apart), "silent_count": len(silent)}
    return listed | counts


def _kept_line(row: KeptRow) -> dict[str, Any]:
    """A country's record in words that can be printed."""
    return {
        "country": row.country,
        "share": f"{row.share:.0%}" if row.share is not None else "",
        "interval": f"{row.low:.0%}–{row.high:.0%}" if row.low is not None else "",
        "met": row.met,
        "missed": row.missed,
        "unknown": row.unknown,
        "due": row.due,
        "apart": apart_counts(row.apart),
        "late": words.number(row.median_late) if row.median_late is not None else "",
        "late_n": row.late_n,
        "rate": words.signed(row.median_rate) if row.median_rate is not None else "",
        "rate_low": words.signed(row.rate_low) if row.rate_low is not None else "",
        "rate_high": words.signed(row.rate_high) if row.rate_high is not None else "",
        "rate_n": row.rate_n,
        "silent": row.silent,
    }


def _launches_line(row: LaunchKeptRow) -> dict[str, Any]:
    """How a group of launches moved, in words that can be printed; too few give no median."""
    return {
        "country": row.country,
        "aboard": row.aboard,
        "n": row.n,
        "moved": _("%(later)s later, %(earlier)s earlier") % {"later": row.later, "earlier": row.earlier},
        "days": words.signed(row.median_days) if row.median_days is not None else "",
        "rate": words.signed(row.median_rate) if row.median_rate is not None else "",
        "rate_n": row.rate_n,
    }


def _few_launches(rows: list[LaunchKeptRow]) -> str:
    """Of whose launches too few were followed to say anything, in a sentence; empty where there are enough."""
    few = [row for row in rows if row.aboard and row.n < LEAST]
    if not few:
        return ""
    return _(
        "Launches with tracked spacecraft whose dates were followed: %(parts)s. Under %(least)s there is no median."
    ) % {
        "parts": ", ".join(f"{country_name(row.country)} {row.n}" for row in few),
        "least": LEAST,
    }


def _launch_line(row: LaunchSlipRow) -> dict[str, Any]:
    return {
        "row": row,
        "url": place("launches", row.launch_slug),
        "days": words.signed(row.days_slipped),
        "rate": words.signed(row.slip_rate) if row.slip_rate is not None else "",
    }
