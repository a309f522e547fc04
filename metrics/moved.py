"""Dates that moved: the statement by which each was known to have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.outcomes import movers
from metrics.question import FactRef, Question, asked_once


@dataclass(frozen=True, slots=True)
class Move:
    """A later date in place of one that was missed: the statement that gave it, and since when it was known."""

    by: FactRef
    on: date


@asked_once
def missed_moves(question: Question) -> dict[int, Move]:
    """Of each missed date that moved, by primary key: the later statement by which that became known."""
    words, moved = question.outcomes, question.moves
    return {
        key: Move(FactRef("targets", later.slug), moved[key])
        for key, later in movers(question.targets, moved).items()
        if words[key] == "missed"
    }


def moves_told(question: Question) -> dict[FactRef, tuple[FactRef, ...]]:
    """The statements that carry that a date was missed before anybody said so, by the statement of that date."""
    moved = missed_moves(question)
    return {
        FactRef("targets", target.slug): (moved[target.id].by,)
        for target in question.targets
        if target.id in moved
    }
