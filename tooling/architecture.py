"""Draws the two pictures of docs/architecture.md: the packages and who may import whom, and the two clocks.

    python -m tooling.architecture            # writes docs/architecture.svg and docs/clocks.svg
    python -m tooling.architecture --check    # exit status 1 where a committed picture is another one

The layers, and what else is forbidden, are read from the import contracts in pyproject.toml, which `make lint` checks
against the code. So the picture shows what holds. A new package needs a line in `DOES`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tooling.clocks import clocks
from tooling.svg import WIDTH, NotDrawn, arrow, fitted, picture, text

ROOT = Path(__file__).resolve().parent.parent
# What a package does, in at most two lines of the picture.
DOES = {
    "racetracker": "settings, addresses, schedule of tasks, process tree; nobody imports it",
    "api": "the REST API: serializers, filters, OpenAPI",
    "pages": "the readers' pages: views, tables and downloads around charts",
    "links": "reads a web page whose address an editor pasted",
    "charts": "rows to Plotly figures",
    "feeds": "fetches, parses and stores outside sources; monitors them",
    "metrics": "figures computed from the records",
    "news": "news items, suggestions, editorial steps",
    "launches": "launches, spacecraft, element sets, catalogue entries",
    "projects": "projects, organizations, targets, funding, filings, milestones",
    "desk": "the editing site (Django admin): forms, import, export, previews",
    "facts": "what every record has: sources, dates, history, both clocks, YAML files",
    "accounts": "roles, sessions, second factor",
    "common": "dates, countries, units, text, addresses",
    "physics": "orbital arithmetic",
}


@dataclass(frozen=True)
class Contracts:
    """The layers of packages from top to bottom, those of them that speak HTTP, and all contracts by name."""

    layers: list[list[str]]
    speak_http: set[str]
    names: list[str]

    @classmethod
    def read(cls, pyproject: str) -> Contracts:
        found: list[dict[str, Any]] = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
        by_id = {one["id"]: one for one in found}
        layers = [[name.strip() for name in layer.split("|")] for layer in by_id["layers"]["layers"]]
        http = by_id["http-goes-out-in-two-places"]["ignore_imports"]
        allowed = {line.partition(" ->")[0] for line in http if line.endswith("-> *")}
        return cls(layers, {name.split(".")[0] for name in allowed}, [one["name"] for one in found])


ROW, LEFT, GAP = 70, 130, 14


def packages(contracts: Contracts) -> str:
    """The picture of the packages, a layer a row."""
    if missing := sorted({name for layer in contracts.layers for name in layer} - DOES.keys()):
        raise NotDrawn(
            f"No words for {', '.join(missing)}: say in DOES of tooling/architecture.py what it does."
        )
    top = 96
    bottom = top + ROW * len(contracts.layers)
    parts = [
        text(24, 36, "Packages of Racetracker, and who may import whom", "text b"),
        text(24, 58, "A package imports only from rows below its own, never from its neighbours.", "muted"),
        text(24, 78, "“HTTP” marks the two that speak to the outside.", "muted"),
        text(46, top + 14, "imports", "accent", "middle"),
        *arrow(46, top + 26, bottom - 10),
        text(98, top + 14, "data", "accent", "middle"),
        *arrow(98, bottom - 10, top + 26),
    ]
    for number, layer in enumerate(contracts.layers):
        parts += _row(layer, top + number * ROW, contracts.speak_http)
    y = bottom + 26
    parts.append(text(24, y, "Import contracts that make lint checks", "text b"))
    for name in contracts.names:
        for line in fitted(f"• {name}", WIDTH - 48, 2):
            y += 20
            parts.append(text(24, y, line, "muted"))
    rows = "; ".join(f"{n}: {', '.join(layer)}" for n, layer in enumerate(contracts.layers, 1))
    described = (
        f"Rows from top to bottom. {rows}. A package imports only from rows below its own. Data goes the other way: "
        f"from outside sources and files up to readers. {' and '.join(sorted(contracts.speak_http))} speak HTTP."
    )
    return picture(y + 24, "The packages of Racetracker and the direction of imports", described, parts)


def _row(layer: list[str], y: float, speak_http: set[str]) -> Iterator[str]:
    width = (WIDTH - LEFT - 24 - GAP * (len(layer) - 1)) / len(layer)
    for place, name in enumerate(layer):
        x = LEFT + place * (width + GAP)
        yield f'<rect class="box" x="{x:g}" y="{y:g}" width="{width:g}" height="{ROW - 10}" rx="6"/>'
        yield text(x + 12, y + 20, name, "text b")
        if name in speak_http:
            yield text(x + width - 12, y + 20, "HTTP", "accent b", "end")
        for line, words in enumerate(fitted(DOES[name], width - 24, 2)):
            yield text(x + 12, y + 36 + 14 * line, words, "muted")


def drawn() -> dict[str, str]:
    """Each picture by the file that holds it."""
    contracts = Contracts.read((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {"docs/architecture.svg": packages(contracts), "docs/clocks.svg": clocks()}


def main(arguments: list[str]) -> int:
    try:
        pictures = drawn()
    except NotDrawn as fault:
        print(fault, file=sys.stderr)
        return 1
    old = [
        name
        for name, svg in pictures.items()
        if not (path := ROOT / name).exists() or path.read_text("utf-8") != svg
    ]
    if arguments == ["--check"]:
        for name in old:
            print(f"{name} is not what the contracts say now: run `make map`.", file=sys.stderr)
        return bool(old)
    for name in old:
        (ROOT / name).write_text(pictures[name], encoding="utf-8")
        print(f"{name} written.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
