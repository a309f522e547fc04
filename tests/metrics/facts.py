"""Small ledgers for the tests of the metrics: each function writes one fact with sensible defaults.

Dates are written as in the ledger's files: 2026, 2026-H1, 2026-Q3, 2026-03, 2026-03-05. Unless a
test says otherwise a fact is confirmed and was known long before any day that is asked about.
"""

import itertools
import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from common.dates import AsOf, PartialDate, Precision
from facts.models import Source
from launches.models import (
    CatalogueEntry,
    ElementSet,
    Launch,
    LaunchTotal,
    Listing,
    NetRevision,
    PastRead,
    Spacecraft,
    StatusReading,
)
from metrics.question import Question
from news.models import NewsItem
from projects.models import (
    ExchangeRate,
    Filing,
    FilingStep,
    FundingEvent,
    Milestone,
    OpenQuestion,
    Organization,
    Project,
    Statement,
    StatusChange,
    Target,
)

LONG_AGO = "2000-01-01"
_number = itertools.count(1)


# --- Days and questions ---------------------------------------------------------------------------
def day(text: str) -> date:
    return date.fromisoformat(text)


def when(text: str | int) -> PartialDate:
    """The interval of a date as the ledger writes it."""
    text = str(text)
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return PartialDate.of(date(int(found[1]), int(found[2]) * 3, 1), "quarter")
    if found := re.fullmatch(r"(\d{4})-H([12])", text):
        return PartialDate.of(date(int(found[1]), int(found[2]) * 6, 1), "half")
    precisions: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
    return PartialDate.of(date.fromisoformat((text + "-01-01")[:10]), precisions[len(text)])


def on(text: str, **more: Any) -> Question:
    """Asked on a day, with everything that is known now."""
    return Question(day(text), **more)


def as_of(text: str, **more: Any) -> Question:
    """Asked as of a day: with what was known by then."""
    return Question(day(text), AsOf(day(text)), **more)


# --- Facts ----------------------------------------------------------------------------------------
def _row(model: type, columns: dict[str, Any], **defaults: Any) -> Any:
    """One stored fact with a source. Texts for stated dates become intervals."""
    values = {"known_on": LONG_AGO, "confidence": "confirmed"} | defaults | columns
    values.setdefault("slug", f"{model.__name__.lower()}-{next(_number)}")
    for name in ("known_on", "searched_on"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    also = values.pop("projects_also", ())
    stated = {name: values.pop(name) for name in list(values) if hasattr(model, f"{name}_first")}
    row = model(**values)
    for name, text in stated.items():
        setattr(row, name, when(text) if text else None)
    row.save()
    row.sources.add(source())
    if also:
        row.projects_also.set(also)
    return row


def source() -> Source:
    """The one page on which every fact here rests."""
    found, _new = Source.objects.get_or_create(
        url="https://example.org/all", defaults={"slug": "all", "title": "All", "publisher": "Example"}
    )
    return found


def organization(country: str = "US", **columns: Any) -> Organization:
    return _row(
        Organization, columns, name="Maker", country=country, kind="company", summary="-", current_on="2026"
    )


def project(country: str = "US", **columns: Any) -> Project:
    """A constellation whose purpose is computing in orbit."""
    return _row(
        Project, columns, name=f"Plan {next(_number)}", country=country, kind="constellation", scope="core",
        summary="-", current_on="2026",
    )  # fmt: skip


def launch(net: str = "2025-01-01", **columns: Any) -> Launch:
    """A launch that succeeded."""
    days = when(net)
    return _row(
        Launch, columns, name=f"Flight {next(_number)}", status="success", country="US",
        net_first=days.first, net_last=days.last,
    )  # fmt: skip


def net(of: Launch, date: str, stated: str, status: str = "tbd") -> NetRevision:
    """A date of a launch as stated on a day at noon (UTC)."""
    days = when(date)
    return NetRevision.objects.create(
        launch=of, stated_at=datetime.fromisoformat(f"{stated}T12:00:00+00:00"), status=status,
        net_first=days.first, net_last=days.last, net_precision=days.precision,
    )  # fmt: skip


def spacecraft(
    of: Project | None = None,
    launched: str | None = "2025-01-01",
    *,
    status: str = "operational",
    status_on: str = "2026-01-01",
    **columns: Any,
) -> Spacecraft:
    """A satellite with compute aboard, launched on New Year's Day 2025 and reported working a year later.

    `status` is a reading made on `status_on`; empty: nobody made one.
    """
    of = of or project(columns.get("country", "US"))
    craft = _row(
        Spacecraft, columns, name=f"Sat {next(_number)}", project=of, country=of.country,
        launched_on=None if status == "planned" else launched, compute="yes", identity="catalogued", summary="-",
    )  # fmt: skip
    if status:
        reading(craft, status, status_on)
    return craft


def reading(of: Spacecraft, state: str, on: str, **columns: Any) -> StatusReading:
    """What an operator said of a spacecraft's state on a day; "tracked" is the word of a catalogue."""
    return _row(
        StatusReading, columns, spacecraft=of, state=state, on=on, says="Said so.",
        basis="catalogue" if state in ("tracked", "deorbited") else "operator",
    )  # fmt: skip


def decay(number: int, on: str) -> CatalogueEntry:
    """The catalogue's word that an object came down."""
    return CatalogueEntry.objects.create(norad_cat_id=number, object_name="SAT", decayed_on=day(on))


def application(of: Project | None, satellites: int, filed: str = "2026-01-10", **columns: Any) -> Filing:
    """An application with its first step, proved by itself."""
    paper = document(of, on=filed, kind="filing", satellites_requested=satellites, **columns)
    step(paper, "filed", filed, paper)
    return paper


def document(of: Project | None, **columns: Any) -> Filing:
    country = of.country if of else "US"
    return _row(
        Filing, columns, project=of, authority="FCC", country=country, kind="acceptance", on="2026-02-01",
        summary="-",
    )  # fmt: skip


def step(of: Filing, word: str, on: str, proof: Filing | None = None, **columns: Any) -> FilingStep:
    """A further step of an application, proved by a document of its own."""
    proof = proof or document(of.project, on=on, satellites_requested=of.satellites_requested, **columns)
    row = FilingStep(filing=of, document=proof, step=word)
    row.on = when(on)
    row.save()
    return row


def money(amount: int | None, country: str = "US", **columns: Any) -> FundingEvent:
    """A seed round for orbital compute in dollars, received; no amount means undisclosed."""
    columns.setdefault("organization", None)
    columns["organization"] = columns["organization"] or organization(country)
    columns.setdefault("currency", "USD" if amount else "")
    return _row(
        FundingEvent, columns, amount=amount, on="2025-06-01", instrument="equity", round="seed",
        scope="orbital_compute", scope_reason="-", summary="-",
    )  # fmt: skip


def rate(usd_per_unit: str, on: str, currency: str = "CNY", **columns: Any) -> ExchangeRate:
    """What a unit of a currency was worth, known on that day."""
    columns.setdefault("known_on", on)
    return _row(ExchangeRate, columns, currency=currency, usd_per_unit=usd_per_unit, on=on)


def status(of: Project, word: str, on: str, **columns: Any) -> StatusChange:
    """A step of a project on the ladder."""
    return _row(StatusChange, columns, project=of, status=word, on=on)


def target(of: Project, due: str, stated: str = "2024-01-01", **columns: Any) -> Target:
    """A date promised for the first launch, known on the day it was stated."""
    columns.setdefault("known_on", when(stated).first.isoformat())
    return _row(
        Target, columns, project=of, milestone="first_launch", promise="first-launch", text="First launch",
        stated_on=stated, due=due,
    )  # fmt: skip


def size(of: Project, satellites: int, stated: str = "2025-01-01", **columns: Any) -> Statement:
    """How many satellites a project was said to have."""
    return _row(
        Statement, columns, project=of, quantity="satellites", value=satellites, unit="satellites",
        qualifier="target", stated_on=stated,
    )  # fmt: skip


def stated(of: Project | Spacecraft, value: float, unit: str, **columns: Any) -> Statement:
    """A stated figure of a project or spacecraft: compute, unless another quantity is named."""
    about = {"project": of} if isinstance(of, Project) else {"spacecraft": of}
    return _row(
        Statement, columns, **about, quantity="compute", value=value, unit=unit,
        qualifier="nominal", stated_on="2025-06-01",
    )  # fmt: skip


def milestone(of: Project, kind: str = "in_orbit_demo", on: str = "2025-06-01", **columns: Any) -> Milestone:
    return _row(
        Milestone, columns, project=of, country=of.country, kind=kind, title="Shown", summary="-", on=on
    )


def open_question(*about: Project, subject: str, **columns: Any) -> OpenQuestion:
    """A question about projects, of a subject."""
    row = _row(
        OpenQuestion, columns, question="What of it?", why_it_matters="-", subject=subject, country="US",
        asked_on="2026-01-01",
    )  # fmt: skip
    row.projects.set(about)
    return row


def news(country: str = "US", **columns: Any) -> NewsItem:
    """A published article."""
    return _row(
        NewsItem, columns, headline="Told", country=country, published_on="2025-06-01", summary="-",
        state="published",
    )  # fmt: skip


def elements(number: int, on: str, hour: int = 12) -> ElementSet:
    """An element set of an object, with its epoch at an hour (UTC)."""
    return ElementSet.objects.create(
        norad_cat_id=number, object_name="SAT", epoch=datetime.fromisoformat(f"{on}T{hour:02}:00:00+00:00"),
        mean_motion=15.2, eccentricity=0.001, inclination=97.4, ra_of_asc_node=0, arg_of_pericenter=0,
        mean_anomaly=0, bstar=0, mean_motion_dot=0, mean_motion_ddot=0,
    )  # fmt: skip


def flight(net: str = "2025-01-01", **columns: Any) -> Launch:
    """A flown launch that Launch Library alone told us of, known on the day it flew."""
    columns = {"known_on": net, "confidence": "reported", "ll2_id": uuid4()} | columns
    return launch(net, slug=f"ll2-{columns['ll2_id']}", **columns)


def found(of: Launch, on: str, *, listed: bool) -> Listing:
    """That Launch Library named a launch, or knew it no longer, on a day at noon (UTC)."""
    return Listing.objects.create(launch=of, at=datetime.fromisoformat(f"{on}T12:00:00+00:00"), listed=listed)


def past_read(until: str) -> PastRead:
    """That every flown launch is held up to the noon (UTC) of a day."""
    return PastRead.objects.create(read_up_to=datetime.fromisoformat(f"{until}T12:00:00+00:00"))


def total(country: str, year: int, attempts: int, **columns: Any) -> LaunchTotal:
    """A nation's launch attempts in a year as GCAT counts them."""
    return _row(
        LaunchTotal, columns, country=country, year=year, attempts=attempts, world_attempts=attempts + 100,
        method="gcat", counted_on="2026",
    )  # fmt: skip
