"""Happenings and moved dates as entries of a log, in the reader's words."""

from __future__ import annotations

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.changes import Happening, MovedTarget
from metrics.wording import sum_of
from pages.places import place
from projects.models import Filing, FundingEvent, Milestone


def sources_note(cited: list[Any]) -> str:
    """Who says so: the names of up to two publishers, or their number."""
    publishers = list(dict.fromkeys(source.publisher for source in cited))
    if len(publishers) <= 2:
        return " · ".join(publishers)
    return (
        " · ".join(publishers[:2])
        + " · "
        + ngettext("%(n)s more", "%(n)s more", len(publishers) - 2) % {"n": len(publishers) - 2}
    )


def happening_title(row: Happening) -> str:
    """The event in a few words."""
    if row.kind == "funding":
        kind = FundingEvent.Round(row.round) if row.round else FundingEvent.Instrument(row.word)
        money = sum_of(row.amount, row.currency) if row.amount else _("undisclosed sum")
        return f"{row.title}: {kind.label}, {money}"
    if row.kind == "filings":
        paper = Filing.Kind(row.word)
        return f"{row.title}: {paper.label}" + (f", {row.project}" if row.project else "")
    return row.title


def happening_kind(row: Happening) -> str:
    """The kind of event, in words."""
    if row.kind == "milestones":
        return str(Milestone.Kind(row.word).label)
    return {"news": _("news"), "open_questions": _("open question")}.get(row.kind, row.word)


def happening_entry(row: Happening) -> dict[str, Any]:
    return {
        "on": str(row.when),
        "datetime": row.when.first.isoformat() if row.when.precision == "day" else "",
        "country": row.country,
        "title": happening_title(row),
        "native": row.project_native,
        "native_lang": "zh",
        "url": place(row.kind, row.slug),
        "text": Truncator(row.summary).words(24) if row.kind == "filings" else "",
        "summary": row.summary,
        "confidence": row.confidence,
        "note": row.note,
        "sources_note": sources_note(getattr(row, "cited", [])),
    }


def moved_entry(row: MovedTarget) -> dict[str, Any]:
    target = row.target
    return {
        "on": str(target.stated_on),
        "datetime": target.stated_on.first.isoformat() if target.stated_on.precision == "day" else "",
        "country": target.project.country,
        "title": _("%(project)s moves from %(before)s to %(now)s")
        % {"project": target.project.name, "before": row.before.due, "now": target.due},
        "native": target.project.native_name,
        "native_lang": "zh",
        "url": place("targets", target.slug),
        "text": "",
        "summary": target.text,
        "confidence": target.confidence,
        "note": target.note,
        "sources_note": sources_note(getattr(target, "cited", [])),
    }
