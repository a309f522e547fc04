"""Rows of the nouns, made around the forms: sound unless a test says otherwise."""

from datetime import date
from typing import Any

from facts.models import Source
from projects import models

DAY = date(2026, 1, 1)


def dated(
    name: str, first: date | str = DAY, last: date | str = DAY, precision: str = "day"
) -> dict[str, Any]:
    """The three columns of a stated date; days may be written as texts."""
    days = [date.fromisoformat(day) if isinstance(day, str) else day for day in (first, last)]
    return {f"{name}_first": days[0], f"{name}_last": days[1], f"{name}_precision": precision}


def fact(slug: str, **fields: Any) -> dict[str, Any]:
    return {"slug": slug, "confidence": "reported", "known_on": DAY} | fields


def organization(**fields: Any) -> models.Organization:
    values = fact("own-maker", name="Maker", country="CN", kind="company", summary="x", **dated("current_on"))
    return models.Organization(**values | fields)


def project(**fields: Any) -> models.Project:
    values = fact(
        "own-plan",
        name="Plan",
        country="CN",
        kind="concept",
        scope="core",
        summary="x",
        **dated("current_on"),
    )
    return models.Project(**values | fields)


def source(**fields: Any) -> Source:
    values = {"slug": "own-source", "url": "https://example.org/own", "title": "Own", "publisher": "Example"}
    return Source(**values | fields)


def saved(row: Any) -> Any:
    row.save()
    return row
