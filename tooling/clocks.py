"""The picture of the two clocks: what the public could know, and what stood here.

An example of three facts. What each address answers is computed from their dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tooling.svg import WIDTH, arrow, fitted, picture, text


@dataclass(frozen=True)
class Entry:
    """A fact of the example: since when the public could know it, when it was entered, and corrected or not."""

    name: str
    known_on: date
    entered: date
    corrected: date | None = None

    def told(self, as_of: date, recorded: date) -> str:
        """What an address with both keys answers of it."""
        if self.known_on > as_of or self.entered > recorded:
            return "absent"
        return "corrected" if self.corrected and self.corrected <= recorded else "as first entered"


BEGAN = date(2026, 3, 1)
ENTRIES = (
    Entry("A", date(2026, 3, 3), date(2026, 3, 4), corrected=date(2026, 3, 26)),
    Entry("B", date(2026, 2, 10), date(2026, 3, 22)),
    Entry("C", date(2026, 3, 20), date(2026, 3, 21)),
)
AS_OF, LATER = date(2026, 3, 15), date(2026, 3, 30)
FIRST, LAST = date(2026, 2, 1), date(2026, 4, 1)
X, Y, ACROSS, UP = 150, 470, 440, 350


def _x(day: date) -> float:
    return X + ACROSS * (day - FIRST).days / (LAST - FIRST).days


def _y(day: date) -> float:
    return Y - UP * (day - BEGAN).days / (LAST - BEGAN).days


def answers(recorded: date) -> str:
    """What is told of each fact of the example as of AS_OF, by the entries up to a day."""
    return ", ".join(f"{one.name} {one.told(AS_OF, recorded)}" for one in ENTRIES)


def clocks() -> str:
    """The picture of the two clocks: each fact is a point, each cited address a rectangle."""
    addresses = (
        (
            LATER,
            f"?as_of={AS_OF}&recorded={LATER}",
            ("the same day, with what was entered", "and corrected up to 30 March"),
        ),
        (
            AS_OF,
            f"?as_of={AS_OF}",
            ("as the ledger stood at the end of that", "day: what was quoted then stays"),
        ),
    )
    parts = [
        text(24, 36, "Two clocks: what the public could know, and what stood here", "text b"),
        text(24, 58, "Each fact is a point. An address answers with the points of its rectangle.", "muted"),
        text(24, 78, "This example’s ledger began on 1 March 2026.", "muted"),
    ]
    for recorded, address, says in addresses:
        x, y = _x(AS_OF), _y(recorded)
        kind = "shade" if recorded == LATER else "shade inner"
        parts.append(f'<rect class="{kind}" x="{X}" y="{y:g}" width="{x - X:g}" height="{Y - y:g}"/>')
        parts.append(f'<path class="line" d="M{x:g} {y:g}H{X + ACROSS + 10}" stroke-dasharray="4 4"/>')
        parts.append(text(X + ACROSS + 18, y + 4, address, "accent b"))
        lines = [*says, *fitted(f"Answer: {answers(recorded)}.", WIDTH - X - ACROSS - 34, 3)]
        parts += [text(X + ACROSS + 18, y + 22 + 17 * n, words, "text") for n, words in enumerate(lines)]
    parts += [*_axes(), *(part for entry in ENTRIES for part in _point(entry))]
    described = (
        "A plane. To the right: since when the public could know a fact (known_on; the key as_of). Upwards: when "
        f"it was entered here (recorded_at; the key recorded). As of {AS_OF} alone: {answers(AS_OF)}. "
        f"With recorded={LATER}: {answers(LATER)}."
    )
    return picture(560, "The two clocks of the ledger", described, parts)


def _axes() -> Iterator[str]:
    yield f'<path class="line" d="M{X} {Y - UP - 10}V{Y}H{X + ACROSS + 10}"/>'
    for day, label in ((FIRST, "1 Feb"), (BEGAN, "1 Mar"), (AS_OF, "15 Mar"), (LAST, "1 Apr")):
        yield text(_x(day), Y + 20, label, "muted", "middle")
    for day, label in ((BEGAN, "1 Mar"), (AS_OF, "15 Mar"), (LATER, "30 Mar")):
        yield text(X - 10, _y(day) + 4, label, "muted", "end")
    yield text(
        X + ACROSS / 2, Y + 48, "known_on: since when the public could know it → as_of", "text b", "middle"
    )
    yield f'<g transform="rotate(-90 40 {Y - UP / 2:g})">'
    yield text(40, Y - UP / 2, "recorded_at: when it was entered here → recorded", "text b", "middle")
    yield "</g>"


def _point(entry: Entry) -> Iterator[str]:
    x, y = _x(entry.known_on), _y(entry.entered)
    if entry.corrected:
        yield from arrow(x, y, _y(entry.corrected) + 6)
        yield text(x - 12, _y(entry.corrected) + 4, f"{entry.name} corrected", "text b", "end")
        yield f'<circle class="dot" cx="{x:g}" cy="{_y(entry.corrected):g}" r="5"/>'
    yield f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="5"/>'
    yield text(x + 12, y + 4, entry.name, "text b")
