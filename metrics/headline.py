"""The headline figures, where the desk can show what a change does to them."""

from __future__ import annotations

from django.utils import timezone

from desk.figures import Figure
from metrics.measures import MEASURES
from metrics.question import Question
from metrics.scoreboard import scoreboard


def headline() -> list[Figure]:
    """The scoreboard as of today, from the ledger as it is in this transaction: nothing kept is used."""
    return [
        Figure(
            row.measure,
            row.country,
            row.kind,
            row.value,
            row.of,
            row.text,
            counted=frozenset((ref.kind, ref.slug) for ref in row.facts),
            title=str(MEASURES[row.measure].label),
        )
        for row in scoreboard(Question(timezone.now().date()))
    ]
