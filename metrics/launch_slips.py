"""Launch dates in the slip ledger: the NET that was stated first against the one that stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from common.confidence import at_least
from common.countries import RIVALS
from facts.past import as_it_stands
from launches.models import FLOWN, Launch, NetRevision, net_days
from metrics.deleted_launches import Stated, statements_of_deleted, withdrawn
from metrics.kept import LEAST
from metrics.question import FactRef, Question, asked_once
from metrics.registry import LAUNCHES, Metric, register
from metrics.slippage import days_moved
from projects.models import Project


class _Of(NamedTuple):
    """A launch, as far as its row names it."""

    name: str
    slug: str
    country: str
    confidence: str


@dataclass(frozen=True)
class LaunchSlipRow:
    """One launch that was followed from before its flight.

    `days_slipped` is the least by which the present NET lies after the first one: 0 while the two
    overlap, below 0 where it was brought forward. `revisions` counts the times that the days given
    changed. `elapsed_days` runs from the first statement to the day asked, or to the flight;
    `slip_rate` is None on the first day. `aboard` says that a tracked spacecraft is on it, `disputed` that sources
    conflict over the launch.
    """

    country: str
    launch: str
    launch_slug: str
    aboard: bool
    flown: bool
    stated_on: date
    first_net: str
    present_net: str
    days_slipped: int
    revisions: int
    elapsed_days: int
    slip_rate: float | None
    disputed: bool
    facts: tuple[FactRef, ...]


@asked_once
@as_it_stands()
def launch_slips(question: Question) -> list[LaunchSlipRow]:
    """Launches of each country, those with tracked spacecraft first, the farthest moved first.

    A launch that was heard of only after its flight says nothing of how its date was kept. One that Launch
    Library alone knew and no longer lists is left out: nobody states a date of it any more.
    """
    tracked = {
        craft.launch_id for craft in question.spacecraft if craft.project.scope != Project.Scope.ADJACENT
    }
    rows = [
        _row(told, of, told[0].launch_id in tracked, question.day)
        for of, told in _told(question)
        if told[0].status not in FLOWN
    ]
    return sorted(rows, key=_place)


def _place(row: LaunchSlipRow) -> tuple[Any, ...]:
    return not row.aboard, -abs(row.days_slipped), row.country, row.launch, row.launch_slug


def _days(one: Stated) -> str:
    return str(net_days(one.net_first, one.net_last, one.net_precision))


def _told(question: Question) -> Iterator[tuple[_Of, list[Stated]]]:
    """Each launch, and its NETs stated by the day, oldest first."""
    if question.ledger.recorded:
        yield from _told_then(question)
        return
    stated = NetRevision.objects.known_by(question.as_of or question.day)
    rows: Any = (
        stated
        # Thousands were heard of only after their flight: they are left in the database.
        .filter(launch__in=stated.exclude(status__in=FLOWN).values("launch"))
        .filter(launch__confidence__in=at_least(question.confidence))
        .for_country(question.country)
    )
    withdrawn = Launch.objects.all().is_withdrawn(question.as_of or question.day)
    rows = rows.exclude(launch__in=Launch.objects.filter(withdrawn))
    if question.as_of:
        rows = rows.filter(launch__known_on__lte=question.as_of)
    launches: dict[_Of, list[Stated]] = defaultdict(list)
    columns = rows.order_by("stated_at", "pk").values_list(
        *(f"launch__{name}" for name in _Of._fields), *Stated._fields
    )
    for name, slug, country, confidence, *said in columns:
        launches[_Of(name, slug, country, confidence)].append(Stated(*said))
    yield from launches.items()


def _told_then(question: Question) -> Iterator[tuple[_Of, list[Stated]]]:
    """The same as it stood at a moment: whether a statement moved something is worked out from those of then."""
    stated = NetRevision.every.known_by(question.as_of or question.day)
    rows = stated.filter(launch__in=stated.exclude(status__in=FLOWN).values("launch"))
    found: dict[int, list[Stated]] = defaultdict(list)
    for said in rows.order_by("stated_at", "pk").values_list(*Stated._fields):
        found[said[0]].append(Stated(*said))
    for one in statements_of_deleted(question):
        found[one.launch_id].append(one)
    left_out = withdrawn(question)
    for launch in question.launches:
        if launch.pk in found and launch.pk not in left_out and question.country in ("", launch.country):
            yield (
                _Of(launch.name, launch.slug, launch.country, launch.confidence),
                found[launch.pk],
            )


def _row(told: list[Stated], of: _Of, aboard: bool, day: date) -> LaunchSlipRow:
    name, slug, country, confidence = of
    first, now = told[0], told[-1]
    flown = now.status in FLOWN and now.net_first <= day
    slipped = days_moved(first.net_first, first.net_last, now.net_first, now.net_last)
    elapsed = ((min(now.net_last, day) if flown else day) - first.stated_at.date()).days
    return LaunchSlipRow(
        country=country,
        launch=name,
        launch_slug=slug,
        aboard=aboard,
        flown=flown,
        stated_on=first.stated_at.date(),
        first_net=_days(first),
        present_net=_days(now),
        days_slipped=slipped,
        revisions=sum(
            (before.net_first, before.net_last) != (after.net_first, after.net_last)
            for before, after in pairwise(told)
        ),
        elapsed_days=max(0, elapsed),
        slip_rate=round(slipped / elapsed, 2) if elapsed > 0 else None,
        disputed=confidence == "disputed",
        facts=(FactRef("launches", slug),),
    )


@dataclass(frozen=True)
class LaunchKeptRow:
    """How the launch dates of a country moved: those with tracked spacecraft apart from all others.

    `later` and `earlier` of `n` launches moved; the medians are over all `n` and None under five.
    `rate_n` is the number of launches that have a rate.
    """

    country: str
    aboard: bool
    n: int
    later: int
    earlier: int
    revisions: int
    median_days: float | None
    median_rate: float | None
    rate_n: int


def launches_kept(question: Question) -> list[LaunchKeptRow]:
    """Both groups of launches of each of the two countries, also where none was followed."""
    rows = launch_slips(question)
    return [
        _kept(country, aboard, [row for row in rows if (row.country, row.aboard) == (country, aboard)])
        for aboard in (True, False)
        for country in RIVALS
        if question.country in ("", country)
    ]


def _kept(country: str, aboard: bool, rows: Iterable[LaunchSlipRow]) -> LaunchKeptRow:
    rows = list(rows)
    rates = [row.slip_rate for row in rows if row.slip_rate is not None]
    return LaunchKeptRow(
        country,
        aboard,
        n=len(rows),
        later=sum(row.days_slipped > 0 for row in rows),
        earlier=sum(row.days_slipped < 0 for row in rows),
        revisions=sum(row.revisions for row in rows),
        median_days=median(row.days_slipped for row in rows) if len(rows) >= LEAST else None,
        median_rate=round(median(rates), 2) if len(rates) >= LEAST else None,
        rate_n=len(rates),
    )


register(
    Metric(
        "launch_slips",
        _("Launch dates moved"),
        _(
            "For each launch followed from before its flight: the no-earlier-than date stated first, the "
            "one that stands now, the least days between them, how often the days given changed, and the "
            "days slipped for each day since the first statement, up to the flight."
        ),
        _("days slipped per day elapsed"),
        _(
            "Not a promise kept or broken: a no-earlier-than date cannot be missed, so these figures are "
            "never added to those of promised dates. Not what was stated before the feed first told us of "
            "a launch, and not why a date moved."
        ),
        launch_slips,
        columns=(
            ("country", _("Country")),
            ("launch", _("Launch")),
            ("aboard", _("Tracked spacecraft aboard")),
            ("stated_on", _("Followed since")),
            ("first_net", _("First date")),
            ("present_net", _("Date now")),
            ("days_slipped", _("Days slipped")),
            ("revisions", _("Changes")),
            ("slip_rate", _("Slip per day")),
        ),
        absent=lambda row, name: "not_applicable",  # no day has passed
        disputes="launch",
        rests_on=LAUNCHES,
    ),
    ("2026-11-27", _("A launch that Launch Library alone knew and no longer lists is left out.")),
)
