"""How launches are counted: one rule for the ledger's totals, for what feeds told and for a launch log.

docs/ledger.md says it for readers, under "How launches are counted". It is the same for every nation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from launches.models.net import FLOWN, LaunchStatus

# First letters of a launch code that reach for orbit or beyond; all others are suborbital flights and tests.
ORBITAL = ("O", "D")
# Second letters: E is an explosion on the pad before the launch, which is no attempt; U is not known.
PAD_EXPLOSION = "E"
_OUTCOMES = {"S": LaunchStatus.SUCCESS, "F": LaunchStatus.FAILURE}
# What counts as an attempt of those that a feed or the ledger holds one by one.
ATTEMPTED = FLOWN
# Partial failures count as failures, and are named beside them.
FAILED = (LaunchStatus.FAILURE, LaunchStatus.PARTIAL_FAILURE)


class Attempt(Protocol):
    """A launch with its outcome in our words; `marginal`: it did not quite reach for orbit."""

    @property
    def status(self) -> str: ...

    @property
    def marginal(self) -> bool: ...


@dataclass(frozen=True)
class Tally:
    """Attempts, and those of them that are marginal, failed and failed in part (part of the failed)."""

    attempts: int
    marginal: int
    failures: int
    partial: int


def is_orbital_attempt(code: str) -> bool:
    """Whether a launch code like OS, OF40 or DS is one of an orbital attempt."""
    return code[:1] in ORBITAL and code[1:2] != PAD_EXPLOSION


def outcome_of(code: str) -> str:
    """The outcome in our words; empty where the code says none. OF40 reached 40 % of its aim."""
    if code[1:2] == "F" and code[2:]:
        return LaunchStatus.PARTIAL_FAILURE
    return _OUTCOMES.get(code[1:2], "")


def tally(launches: Iterable[Attempt]) -> Tally:
    """Marginal attempts are attempts: who leaves them out counts by another rule."""
    found = list(launches)
    return Tally(
        attempts=len(found),
        marginal=sum(one.marginal for one in found),
        failures=sum(one.status in FAILED for one in found),
        partial=sum(one.status == LaunchStatus.PARTIAL_FAILURE for one in found),
    )
