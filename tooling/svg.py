"""Parts of the drawn pictures: SVG that is read in light and in dark, and described for those who cannot see it."""

from __future__ import annotations

import textwrap
from xml.sax.saxutils import escape

# Name: (light, dark). Text on any of the fills has a contrast of 4.5 or more: tests/tooling/test_architecture.py.
COLOURS = {
    "back": ("#ffffff", "#12161d"),
    "fill": ("#eef2f7", "#1f2733"),
    "shade": ("#dbe7fb", "#22324f"),
    "inner": ("#b9d0f7", "#2c4369"),
    "line": ("#5b6b80", "#8b9bb0"),
    "text": ("#1a1f29", "#e8ecf2"),
    "muted": ("#4b5563", "#b4bdca"),
    "accent": ("#1d4ed8", "#8ab4ff"),
}
WIDTH = 960
SIGN_WIDTH = 0.56  # of a letter, in its font size: an average of the usual sans-serif faces, rounded up


class NotDrawn(Exception):
    """Why a picture cannot be drawn, and what to do."""


def style() -> str:
    """Rules for both colour schemes. The background is drawn too: so it is read wherever the picture stands."""

    def rules(scheme: int) -> str:
        of = {name: pair[scheme] for name, pair in COLOURS.items()}
        return (
            f".back{{fill:{of['back']}}}.box{{fill:{of['fill']};stroke:{of['line']}}}"
            f".shade{{fill:{of['shade']};stroke:{of['accent']}}}.inner{{fill:{of['inner']}}}"
            f".line{{stroke:{of['line']};fill:none}}"
            f".arrow{{stroke:{of['accent']};fill:none;stroke-width:2}}.head,.dot{{fill:{of['accent']}}}"
            f".text{{fill:{of['text']}}}.muted{{fill:{of['muted']}}}.accent{{fill:{of['accent']}}}"
        )

    font = "text{font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:13px}.b{font-weight:600}"
    return f"<style>{font}{rules(0)}@media(prefers-color-scheme:dark){{{rules(1)}}}</style>"


def picture(height: int, title: str, description: str, parts: list[str]) -> str:
    """A whole SVG file: named and described for those who cannot see it."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title desc">'
    )
    words = [f'<title id="title">{escape(title)}</title>', f'<desc id="desc">{escape(description)}</desc>']
    back = f'<rect class="back" width="{WIDTH}" height="{height}" rx="8"/>'
    return "\n".join([head, *words, style(), back, *parts, "</svg>", ""])


def text(x: float, y: float, words: str, kind: str = "text", anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def arrow(x: float, first: float, last: float) -> list[str]:
    """A vertical arrow from one height to another."""
    way = 1 if last > first else -1
    head = f"{x - 6:g},{last - 10 * way:g} {x + 6:g},{last - 10 * way:g} {x:g},{last:g}"
    return [
        f'<path class="arrow" d="M{x:g} {first:g}V{last - 8 * way:g}"/>',
        f'<polygon class="head" points="{head}"/>',
    ]


def fitted(words: str, width: float, most: int) -> list[str]:
    """The words in lines of a width (px, at 13 px a letter), `most` at the most."""
    lines = textwrap.wrap(words, int(width / (13 * SIGN_WIDTH)))
    if len(lines) > most:
        raise NotDrawn(f"{words!r} does not fit into {most} lines of the picture: say it shorter.")
    return lines
