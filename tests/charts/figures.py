"""Rows and figures for the tests of the charts: no database, no models."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from math import log10
from typing import Any

import plotly.graph_objects as go

from charts.board import BoardLine, board_chart
from charts.feeds import FeedRuns, feeds_chart
from charts.intervals import interval_chart
from charts.kept import kept_chart
from charts.ladder import ladder_chart
from charts.parts import Part, Parts, parts_chart
from charts.ranges import Range, range_chart
from charts.slips import slip_chart
from charts.steps import step_chart
from charts.theme import Figure
from charts.timeline import timeline_chart
from common.dates import PartialDate, Precision

COUNTRIES = {"US": "United States", "CN": "China"}
STEPS = {"announced": "announced", "filed": "filed", "accepted": "accepted", "granted": "granted"}
STEPS |= {"launched": "launched", "in_orbit": "in orbit", "working": "known to work"}
ABSENT = {"unknown": "unknown", "none": "none", "not_applicable": "not applicable"}
FIRST, LAST = date(2025, 1, 1), date(2026, 11, 22)
FIRST_DAY = PartialDate.of(FIRST)


@dataclass(frozen=True)
class Step:
    """A row as step_chart reads it."""

    country: str
    on: date
    value: float
    label: str = "Event"
    since: date | None = None
    disputed: float = 0

    @property
    def first(self) -> date:
        return self.since or self.on


@dataclass(frozen=True)
class Rung:
    """A row as ladder_chart reads it."""

    country: str
    step: str
    value: int | None
    why: str = ""
    promised: bool = False
    disputed: int = 0


@dataclass(frozen=True)
class Promise:
    """A row as interval_chart reads it."""

    country: str = "US"
    project: str = "Plan"
    text: str = "First launch"
    first: date = date(2027, 1, 1)
    last: date = date(2027, 3, 31)
    label: str = "Q1 2027"
    bound: str = "by"


@dataclass(frozen=True)
class Happened:
    """An event as timeline_chart reads it."""

    country: str = "US"
    kind: str = "test"
    on: PartialDate = FIRST_DAY
    title: str = "Tried"


@dataclass(frozen=True)
class Slip:
    """A row as slip_chart reads it."""

    country: str = "US"
    project: str = "Plan"
    project_slug: str = "plan"
    promise: str = "first-launch"
    text: str = "First launch"
    stated_first: date = date(2026, 1, 1)
    stated_last: date = date(2026, 1, 1)
    due_first: date = date(2027, 1, 1)
    due_last: date = date(2027, 3, 31)
    stated: str = "1 Jan 2026"
    due: str = "Q1 2027"
    outcome: str = "pending"
    confidence: str = "reported"
    facts: tuple[str, ...] = ()


PARTS = {"met": "kept", "missed": "missed", "unknown": "no report"}


@dataclass(frozen=True)
class Kept:
    """A row as kept_chart reads it."""

    country: str
    share: float | None
    low: float | None
    high: float | None
    met: int = 3
    missed: int = 4
    unknown: int = 1

    @property
    def due(self) -> int:
        return self.met + self.missed + self.unknown


def slips(*rows: Slip) -> Figure:
    words = {word: word for word in ("met", "missed", "pending", "unknown", "superseded")}
    return slip_chart(rows, day=LAST, countries=COUNTRIES, words=words)


def steps(*rows: Step, first: date = FIRST, last: date = LAST, **options: Any) -> Figure:
    return step_chart(rows, countries=COUNTRIES, first=first, last=last, **options)


def feeds(*rows: FeedRuns) -> Figure:
    return feeds_chart(rows, words={"good": "answered well", "missed": "without data"}, none="not asked")


def ladder(*rows: Rung) -> Figure:
    return ladder_chart(rows, steps=STEPS, countries=COUNTRIES, absent=ABSENT, disputed="disputed")


def intervals(*rows: Promise) -> Figure:
    return interval_chart(rows, day=LAST, not_earlier="not before")


def ranges(*rows: Range) -> Figure:
    return range_chart(rows, tick=lambda value: f"10^{round(log10(value))}")


def timeline(*rows: Happened, first: date = FIRST, last: date = LAST) -> Figure:
    kinds = {"announcement": "announcement", "test": "test", "failure": "failure"}
    return timeline_chart(rows, kinds=kinds, countries=COUNTRIES, others="others", first=first, last=last)


def examples() -> dict[str, Figure]:
    """Figures of every kind, with much, little and nothing in them."""
    return {
        **step_examples(),
        **ladder_examples(),
        **slip_examples(),
        **word_examples(),
        "feeds": feeds(FeedRuns("Launch Library 2", 700, 20), FeedRuns("CelesTrak GP", 0, 0)),
        "feeds-of-nothing": feeds(),
        "intervals": intervals(Promise(), Promise("CN"), Promise("JP", bound="not_earlier")),
        "intervals-of-nothing": intervals(),
        "ranges": ranges(
            Range("US", "Flown", 1, 1, True, "1 kW"),
            Range("CN", "Planned", 5e5, 1.6e7, False, "500 MW – 16 GW", "Of the whole system."),
            Range("CA", "Told in modules", None, None, True, "40 modules"),
        ),
        "ranges-of-nothing": ranges(),
        **timeline_examples(),
    }


def step_examples() -> dict[str, Figure]:
    many = [
        Step(country, FIRST + timedelta(days=40 * n), 10.0**n, f"Event {n}")
        for n in range(7)
        for country in COUNTRIES
    ]
    return {
        "steps": steps(*many),
        "steps-log": steps(*many, scale="log"),
        "steps-promised": steps(*many, promised=True),
        "steps-yearly": steps(*many, shape="yearly"),
        "steps-shares": steps(Step("US", FIRST, 40), Step("CN", FIRST, 60), shares=True),
        "steps-vague": steps(Step("US", LAST, 4, since=FIRST), Step("CN", LAST, 6, since=FIRST, disputed=6)),
        "steps-of-one": steps(Step("CN", FIRST, 3)),
        "steps-of-nothing": steps(),
        "steps-of-nothing-log": steps(Step("CN", FIRST, 0), scale="log"),
    }


def ladder_examples() -> dict[str, Figure]:
    rungs = [
        Rung(country, step, 10**n or None, "", n < 4, 5 if n == 1 else 0)
        for country in COUNTRIES
        for n, step in enumerate(STEPS)
    ]
    absent = [
        Rung(country, step, None, "unknown", True) if n < 2 else Rung(country, step, 0)
        for country in COUNTRIES
        for n, step in enumerate(STEPS)
    ]
    return {"ladder": ladder(*rungs), "ladder-absent": ladder(*absent)}


def slip_examples() -> dict[str, Figure]:
    """Dates that slipped, and shares of dates that were kept."""
    return {
        "slips": slips(
            *(Slip(c, f"{c} plan {n}", f"{c}-{n}", due_last=LAST) for n in range(9) for c in COUNTRIES)
        ),
        "slips-of-nothing": slips(),
        "kept": kept_chart(
            [Kept("US", 0.375, 0.137, 0.694), Kept("CN", None, None, None)],
            labels=COUNTRIES,
            narrow_labels={"US": "US", "CN": "CN"},
            words=PARTS,
        ),
    }


def word_examples() -> dict[str, Figure]:
    """Counts in their parts, and figures that have no scale."""
    return {
        "parts": parts_chart(
            [
                Parts("US", "United States: 1 and 2", [Part("tracked", 1, counts=True), Part("hosted", 2)]),
                Parts("CN", "China: 15 tracked, 1 last tracked, 3 not found",
                      [Part("tracked", 15, counts=True), Part("last tracked", 1), Part("not found", 3)]),
                Parts("CA", "Canada: none", []),
            ]
        ),
        "parts-of-nothing": parts_chart([]),
        "board": board_chart(
            [
                BoardLine("Tracked in orbit", {"US": "1", "CN": "15"}),
                BoardLine("Money", {"US": "$753 m", "CN": "none"}),
            ],
            countries=COUNTRIES,
        ),
        "board-of-one": board_chart([BoardLine("Tracked in orbit", {"CN": "15"})], countries={"CN": "China"}),
    }  # fmt: skip


def timeline_examples() -> dict[str, Figure]:
    precisions: tuple[Precision, ...] = ("day", "month", "year")
    return {
        "timeline": timeline(
            *(
                Happened(country, kind, PartialDate.of(FIRST + timedelta(days=40 * n), precision))
                for country in ("US", "CN", "CA")
                for kind in ("announcement", "failure")
                for n, precision in enumerate(precisions)
            )
        ),
        "timeline-of-one": timeline(Happened("CN")),
    }


def drawn(figure: Figure) -> go.Figure:
    """The figure as Plotly reads it: an unknown key or value is an error."""
    return go.Figure(deepcopy(figure))  # Plotly moves keys about in what it is given
