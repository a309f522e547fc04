"""What several kinds of this app check, and how their slugs begin."""

from __future__ import annotations

from typing import Any

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
