"""One organization, one spacecraft, one fact of any kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import PartialDate
from facts.ledger.fields import Children, Field, Group, Ref, Refs, When
from facts.ledger.registry import KINDS
from facts.models import Revision
from launches.models import ElementSet, Launch, NetRevision, OtherDesignator, Spacecraft, StatusReading
from metrics.registry import ORBITS
from pages import words
from pages.citing import cite
from pages.evidence import title_of
from pages.moves import moves
from pages.places import place
from pages.query import ReaderQuery
from pages.reader import Answer, missing, not_found, reader_page
from pages.views.changes import corrections
from projects.models import Filing, FundingEvent, Organization, Project, Status

_SHOWN_DAYS = 20


@reader_page("organizations")
def organization(request: HttpRequest, query: ReaderQuery, slug: str) -> Answer:
    rows = Organization.objects.known_by(query.as_of)
    found = rows.with_parent().named(slug).first()
    if found is None:
        sentence = _("No organization “%(slug)s” was known on %(day)s.") % {"slug": slug, "day": query.day}
        return missing(request, rows, slug, sentence)
    projects = list(Project.objects.known_by(query.as_of).of_organization(found).with_status(query.as_of))
    funding = list(FundingEvent.objects.known_by(query.as_of).of_organization(found).with_parties())
    filings = list(Filing.objects.known_by(query.as_of).of_organization(found).with_parties())
    spacecraft = list(
        Spacecraft.objects.known_by(query.as_of)
        .of_operator(found)
        .with_context()
        .with_state(query.day, query.as_of)
    )
    cite(organizations=[found], projects=projects, funding=funding, filings=filings, spacecraft=spacecraft)
    return "organizations/detail.html", {
        "organization": found,
        "projects": [{"project": p, "status": Status(p.status).label if p.status else ""} for p in projects],
        "funding": funding,
        "filings": filings,
        "spacecraft": spacecraft,
    }


@reader_page("spacecraft")
def craft(request: HttpRequest, query: ReaderQuery, slug: str) -> Answer:
    rows = Spacecraft.objects.known_by(query.as_of)
    found = (
        rows.with_context()
        .with_also(query.as_of)
        .with_state(query.day, query.as_of)
        .by_slug_or_number(slug)
        .first()
    )
    if found is None:
        sentence = _("No spacecraft “%(slug)s” was known on %(day)s.") % {"slug": slug, "day": query.day}
        return missing(request, rows, slug, sentence)
    statements = list(found.statements.known_by(query.as_of))
    readings = list(StatusReading.objects.made_by(query.as_of).of_spacecraft(found))
    elements = (
        ElementSet.objects.known_by(query.as_of)
        .shown()
        .of_object(found.norad_cat_id)
        .newest_of_days(_SHOWN_DAYS)
        if found.norad_cat_id
        else []
    )
    cite(spacecraft=[found], statements=statements, status_readings=readings)
    return "spacecraft/detail.html", {
        "craft": found,
        "readings": readings,
        "statements": statements,
        "elements": elements,
        "others": OtherDesignator.objects.waiting(query.moment).of_object(found.norad_cat_id),
        "rests_on": ORBITS,
    }


@reader_page("method")
def fact(request: HttpRequest, query: ReaderQuery, kind: str, slug: str) -> Answer:
    name = kind.replace("-", "_")
    record = KINDS.get(name)
    sentence = _("No fact “%(kind)s / %(slug)s” was known on %(day)s.")
    sentence %= {"kind": kind, "slug": slug, "day": query.day}
    if record is None or not record.is_fact:
        return not_found(request, sentence)
    links = [field.name for field in record.fields if isinstance(field, Ref)]
    rows = record.model.objects.known_by(query.as_of).select_related(*links)
    found = rows.prefetch_related(*record.prefetch).filter(slug=slug).first()
    if found is None:
        return missing(request, rows, slug, sentence)
    cite(**{name: [found]})
    made = Revision.objects.public().made_by(query.moment)
    return "fact.html", {
        "title": title_of(name, found),
        "fact": found,
        "kind": found._meta.verbose_name,
        "kind_slug": kind,
        "lines": [*_lines(record.fields, found, query), *_lines_of_launch(found, query)],
        "notices": _notices(found, query),
        "moves": moves(found, query) if isinstance(found, Launch) else [],
        "history": corrections(list(made.of_record(name, found.pk))),
    }


def _notices(found: Any, query: ReaderQuery) -> list[dict[str, str]]:
    """What a reader must know before quoting: nobody here read its sources, or a feed dropped it."""
    notices = _absences(found, query) if isinstance(found, Launch) else []
    if isinstance(found, Launch) and found.is_stuck_in_flight(query.day):
        text = _("Launch Library has said “in flight” for days: nobody there reported how the flight ended.")
        notices.append({"kind": "warn", "text": text})
    if found.cited and all(source.seen == "cited" for source in found.cited):
        text = ngettext(
            "We did not read the source of this entry: it is named by another text.",
            "We read none of the sources of this entry: they are named by other texts.",
            len(found.cited),
        )
        notices.append({"kind": "warn", "text": text})
    return notices


def _lines_of_launch(found: Any, query: ReaderQuery) -> list[dict[str, Any]]:
    """What Launch Library alone says of a launch: the time, the window, and where its record is."""
    if not isinstance(found, Launch):
        return []
    lines = [
        {"label": _("time (UTC)"), "value": found.time_of_day},
        {"label": _("window (UTC)"), "value": found.window},
    ]
    if found.library_page:
        rows = NetRevision.every.known_by(query.as_of).filter(launch=found).order_by("-stated_at")
        stated = rows.values_list("stated_at", flat=True).first()
        told = _("as of %(day)s") % {"day": words.day(stated.date())} if stated else str(found.ll2_id)
        lines.append({"label": _("record at Launch Library"), "value": told, "page": found.library_page})
    return [line for line in lines if line["value"]]


def _absences(launch: Launch, query: ReaderQuery) -> list[dict[str, str]]:
    """That Launch Library does not list a launch, or did not for a time."""
    return [_absence(since, until) for since, until in launch.absences(query.as_of)]


def _absence(since: datetime, until: datetime | None) -> dict[str, str]:
    days = {"since": words.day(since.date()), "until": words.day(until.date()) if until else ""}
    if until is None:
        told = _("Launch Library no longer lists this launch since %(since)s; its last word stands below.")
        return {"kind": "warn", "text": told % days}
    told = _("Launch Library did not list this launch from %(since)s to %(until)s; it lists it again.")
    return {"kind": "info", "text": told % days}


_HIDDEN = ("slug", "sources", "confidence", "note", "known_on", "found_on", "found_reason", "state", "reason")


def _lines(fields: tuple[Field, ...], row: Any, query: ReaderQuery) -> list[dict[str, Any]]:
    """The record's fields that are filled and known by the day asked, with their names and links."""
    lines: list[dict[str, Any]] = []
    for field in fields:
        if field.key in _HIDDEN:
            continue
        if isinstance(field, Group):
            lines += _lines(field.parts, row, query)
            continue
        value = field.write(row)
        if value in (None, "", []) or _is_later(field, row, query):
            continue
        shown = _shown(field, row, value, query)
        if shown.get("links") != []:
            lines.append({"label": _label(row, field), **shown})
    return lines


# Fields that share a column with another: its name would stand twice.
_LABELS = {"liftoff_at": gettext_lazy("liftoff (UTC)")}


def _label(row: Any, field: Field) -> str:
    if field.key in _LABELS:
        return str(_LABELS[field.key])
    for name in (field.name, f"{field.name}_first"):
        try:
            column = row._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if not column.auto_created:
            return str(column.verbose_name).removesuffix(": first day")
    return field.key.replace("_", " ")


_FORETOLD = ("due", "net", "published_on")
_LATER_WORDS = ("outcome",)


def _is_later(field: Field, row: Any, query: ReaderQuery) -> bool:
    """Whether a field tells what only became known after the day asked."""
    if query.as_of is None:
        return False
    if isinstance(field, Ref):
        return getattr(getattr(row, field.name), "known_on", query.day) > query.day
    when = getattr(row, field.name, None) if isinstance(field, When) else None
    if isinstance(when, PartialDate) and field.key not in _FORETOLD:
        return when.first > query.day
    return field.key in _LATER_WORDS


def _children(field: Children, row: Any, query: ReaderQuery) -> list[str]:
    """The parts of a record; of an application, the steps whose document was known by the day asked."""
    children = getattr(row, field.name).all()
    if query.as_of and field.key == "steps":
        children = [child for child in children if child.document.known_on <= query.day]
    return [str(child) for child in children]


def _shown(field: Field, row: Any, value: Any, query: ReaderQuery) -> dict[str, Any]:
    if isinstance(field, Ref):
        other = getattr(row, field.name)
        return {"value": str(other), "url": place(field.kind, other.slug)}
    if isinstance(field, Refs):
        others = getattr(row, field.name).known_by(query.as_of)
        return {"links": [{"value": str(other), "url": place(field.kind, other.slug)} for other in others]}
    if isinstance(field, Children):
        return {"several": _children(field, row, query)}
    if isinstance(value, list):
        return {"several": value}
    display = getattr(row, f"get_{field.name}_display", None)
    if display:
        return {"value": display()}
    when = getattr(row, field.name, None)
    return {"value": str(when) if hasattr(when, "precision") and hasattr(when, "first") else value}
