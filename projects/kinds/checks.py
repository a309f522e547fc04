"""What several kinds of this app check, and how their slugs begin."""

from __future__ import annotations

from typing import Any

from facts.ledger.fields import Group, Text, When
from facts.ledger.registry import Check, Record


def together(one: str, other: str) -> Check:
    def check(record: Record) -> list[str]:
        if (one in record) != (other in record):
            return [f"{one}: goes together with {other}: write both or neither"]
        return []

    return check


def one_of(one: str, other: str) -> Check:
    def check(record: Record) -> list[str]:
        if (one in record) == (other in record):
            return [f"{one}: write exactly one of {one} and {other}"]
        return []

    return check


def not_both(one: str, other: str) -> Check:
    def check(record: Record) -> list[str]:
        return [f"{one}: cannot stand beside {other}"] if one in record and other in record else []

    return check


def subject_slug(fact: Any) -> str:
    """The slug of what a fact is about; empty where it is about nothing of the ledger."""
    for name in ("project", "spacecraft", "organization"):
        if subject := getattr(fact, name, None):
            return str(subject.slug)
    return ""


def formerly() -> Group:
    """The name before the present one, and the day from which the present one holds."""
    return Group(
        "formerly",
        parts=(
            Text("name", attr="former_name", most=200),
            Text("native_name", attr="former_native_name", most=200),
            When("until", attr="renamed_on"),
        ),
    )


def formerly_whole(record: Record) -> list[str]:
    """A former name has the day on which it was given up, and is another one."""
    told = record.get("formerly")
    if told is None:
        return []
    if "name" not in told or "until" not in told:
        return ["formerly: a former name and the day of the new one stand together: write name and until"]
    if told["name"] == record.get("name"):
        return ["formerly: is the present name: write the one before it"]
    return []
