"""A second reading of the ledger's files, by plain counting: it knows neither models nor metrics."""

import calendar
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from currency_converter import CurrencyConverter

FOLDER = Path(__file__).resolve().parents[2] / "data"
CLOSED = date(2026, 11, 22)  # the day on which the research behind these files ended

Record = dict[str, Any]


@cache
def records(name: str) -> list[Record]:
    """All records of a file."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


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


def applications(country: str) -> dict[str, int]:
    """Satellites asked for by each application of a computing project."""
    of = projects()
    return {
        filing["slug"]: filing["satellites_requested"]
        for filing in records("filings")
        if filing["country"] == country
        and filing["kind"] in ("filing", "itu_filing")
        and of.get(filing.get("project", ""), {}).get("scope") == "core"
        and filing.get("satellites_requested")
        and "contained_in" not in filing
    }


def equity(country: str) -> list[Record]:
    """Equity received for orbital compute: one value each, no running total, none disputed."""
    home = {record["slug"]: record["country"] for record in records("organizations")}
    return [
        event
        for event in records("funding")
        if home[event["organization"]] == country
        and event["instrument"] == "equity"
        and event["scope"] == "orbital_compute"
        and event["direction"] == "received"
        and event.get("stage") not in ("applied", "committed")
        and event.get("round") != "running_total"
        and "alternative_to" not in event
        and event["confidence"] != "disputed"
    ]


def known_on(target: Record) -> date:
    """The day the public could know a statement: that of its earliest dated source, never before it was made."""
    if "known_on" in target:
        return ends(target["known_on"])[0]
    dated = {record["slug"]: record.get("published_on") for record in records("sources")}
    days = [ends(dated[slug])[1] for slug in target["sources"] if dated[slug]]
    return max(min(days, default=ends(target["stated_on"])[1]), ends(target["stated_on"])[0])


def judged(country: str, day: date) -> list[Record]:
    """The promises of a country: each by the statement that was public first, if that was in time."""
    about = projects()
    carries: dict[str, set[str]] = {}
    for craft in records("spacecraft"):
        carries.setdefault(craft["project"], set()).add(craft.get("compute", "unknown"))
    first: list[tuple[Any, Record]] = []
    order = {record["slug"]: n for n, record in enumerate(records("targets"))}
    for target in sorted(
        records("targets"), key=lambda t: (known_on(t), ends(t["stated_on"])[0], order[t["slug"]])
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
        if (ends(target["due"])[1] - known_on(target)).days >= 30
        and not ("outcome_on" in target and ends(target["outcome_on"])[0] <= min(day, known_on(target)))
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
        and max(known_on(other), ends(other["stated_on"])[0]) <= day
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
