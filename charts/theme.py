"""What the countries look like on every chart: a colour token, a hatch, a marker and a word.

Colours are names of tokens (static/css/tokens.css); the browser puts in those of the theme.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.text import cut

Figure = dict[str, Any]
_OWN = re.compile("(<br>)")
_OWN_OF_HOVER = re.compile("(<br>|</?b>|<extra></extra>)")

# What a letter and a line of a label take at most, in pixels, where its font is of LABEL_SIZE.
LABEL_SIZE, LETTER, LINE = 13, 8.2, 17.0


@dataclass(frozen=True)
class Look:
    """How one country is told apart, by more than colour."""

    colour: str
    hatch: str
    marker: str


LOOKS = {"US": Look("var(--us)", "/", "square"), "CN": Look("var(--cn)", "\\", "circle")}
OTHER = Look("var(--other)", "x", "diamond")


def look(country: str) -> Look:
    """The look of a country; one for all others."""
    return LOOKS.get(country, OTHER)


def compact(value: float) -> str:
    """A number short enough for a label: 6, 2,800, 753 m, 1.36 m, 8.4 bn."""
    for size, unit in ((1e12, " tn"), (1e9, " bn"), (1e6, " m")):
        if abs(value) >= size:
            scaled = value / size
            return (f"{scaled:.3g}" if scaled < 100 else f"{scaled:,.0f}") + unit
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.4g}"


def money(value: float) -> str:
    """A sum in dollars for a label: $753 m."""
    return f"${compact(value)}"


def percent(value: float) -> str:
    """A share for a label; never rounded up to all or down to nothing: 63 %, 0.2 %, > 99.9 %."""
    if 0 < value < 0.1:
        return "< 0.1 %"
    if 99.9 < value < 100:
        return "> 99.9 %"
    return f"{value:.1f}".removesuffix(".0") + " %"


def short(name: str, longest: int) -> str:
    """A name without what stands in brackets, cut where it is too long: between words if much is kept."""
    name = name.split(" (")[0]
    if (beginning := cut(name, longest)) == name:
        return name
    head = beginning.removesuffix("…")
    words = head.rsplit(" ", 1)[0]
    return (words if len(words) > 0.55 * longest else head) + "…"


def as_text(figure: Any, key: str = "") -> Any:
    """A figure whose words are read as words: Plotly takes `<` and `&` for markup, and we write a few tags alone."""
    match figure:
        case str():
            own = _OWN_OF_HOVER if key == "hovertemplate" else _OWN
            parts = own.split(figure)
            return "".join(
                part if own.fullmatch(part) else part.replace("&", "&amp;").replace("<", "&lt;")
                for part in parts
            )
        case dict():
            return {name: as_text(value, name) for name, value in figure.items()}
        case list() | tuple():
            return [as_text(value, key) for value in figure]
    return figure


def unlike(names: Sequence[str]) -> list[str]:
    """Names told apart by blanks, since a category drawn twice would fall on one line."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name + "\u2009" * (seen[name] - 1))
    return result


def text_width(text: str, size: float = LABEL_SIZE) -> float:
    """The pixels that the longest line of a label takes at most."""
    return max(map(len, text.split("<br>"))) * LETTER * size / LABEL_SIZE


def iso(day: date) -> str:
    return day.isoformat()


def apart(
    positions: list[float], least: float, low: float = -math.inf, high: float = math.inf
) -> list[float]:
    """The positions moved as little as needed to stand `least` apart, in their own order.

    Crowded ones become a block around their mean; a block that touches the next one joins it.
    None leaves the room from `low` to `high`, if that holds them all.
    """
    order = sorted(range(len(positions)), key=lambda n: positions[n])
    blocks: list[tuple[float, int]] = []  # (sum of the places where each block would start, its members)
    for rank, n in enumerate(order):
        total, count = positions[n] - rank * least, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            joined = blocks.pop()
            total, count = total + joined[0], count + joined[1]
        blocks.append((total, count))
    starts = [total / count for total, count in blocks for _ in range(count)]
    moved = list(positions)
    for rank, n in enumerate(order):
        moved[n] = min(
            max(starts[rank] + rank * least, low + rank * least), high - (len(order) - 1 - rank) * least
        )
    return moved
