"""National launch attempts: counted launch by launch once the past is read, and as GCAT totals them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.confidence import at_least
from common.countries import RIVALS, country_name
from common.dates import PartialDate, days_before, label
from facts.past import as_it_stands
from launches.attempts import ATTEMPTED
from launches.models import FIRST_YEAR, SOURCE_SLUG, Launch, LaunchTotal
from metrics.deleted_launches import unlisted
from metrics.question import FactList, FactRef, Question, asked_once
from metrics.registry import FLIGHTS, Metric, facts_of_rows, register
from metrics.steps import StepRow

# The list of launches is a compilation of the press: what is counted from it is reported, not confirmed.
COUNTED, COUNTED_CONFIDENCE = "launch_library", "reported"
SOURCE = FactRef("sources", SOURCE_SLUG)
# The first flight of a year is read some days after New Year: the line does not change its convention for that.
GRACE_DAYS = 31
_ORDER = {country: place for place, country in enumerate(RIVALS)}


@dataclass(frozen=True)
class CadenceRow(StepRow):
    """A nation's attempts in a finished year.

    `method` is the convention that counted `value`: one for all rows of an answer. `gcat` is the total of
    GCAT, None where the ledger has none, and `beside` the fact that says so; `difference` is the count less
    that total. `launches` lists what was counted.
    """

    method: str = LaunchTotal.Method.GCAT
    gcat: int | None = None
    difference: int | None = None
    launches: FactList | None = None
    beside: tuple[FactRef, ...] = ()


@dataclass(frozen=True)
class SoFarRow:
    """A nation's attempts in the year that still runs, counted up to the end of `until`."""

    country: str
    year: int
    until: date
    value: int
    launches: FactList


@dataclass(frozen=True)
class NationYearRow:
    """A nation's year by every convention, each in a column of its own. None: not read, or not in the ledger.

    `difference` is the count less the total of GCAT. A year with `until` still runs, and is counted up to
    the end of that day. The totals of GCAT and of the press each name their fact.
    """

    country: str
    year: int
    until: date | None
    counted: int | None
    gcat: int | None
    difference: int | None
    press: int | None
    world: int | None
    launches: FactList | None
    gcat_fact: FactRef | None
    press_fact: FactRef | None

    @property
    def totals(self) -> list[FactRef]:
        """The facts behind the columns that are not counted here."""
        return [fact for fact in (self.gcat_fact, self.press_fact) if fact]


@asked_once
def is_counted(question: Question) -> bool:
    """Whether the past was read through the last finished year, so that launches can be counted one by one."""
    read_on = question.past_read_on
    passes = COUNTED_CONFIDENCE in at_least(question.confidence)
    return passes and read_on is not None and read_on.year >= days_before(question.day, GRACE_DAYS).year


@asked_once
def launch_cadence(question: Question) -> list[CadenceRow]:
    """Orbital launch attempts of each nation in each finished year, by one convention."""
    return list(_counted(question) if is_counted(question) else _totals(question))


def _totals(question: Question) -> Iterator[CadenceRow]:
    for total in question.launch_totals:
        if date(total.year, 12, 31) <= question.day and question.country in ("", total.country):
            fact = FactRef("launch_totals", total.slug)
            yield _row(total.country, total.year, total.attempts, (fact,), gcat=total.attempts)


def _counted(question: Question) -> Iterator[CadenceRow]:
    attempts = _attempts(question)
    totals = {(total.country, total.year): total for total in question.launch_totals}
    assert question.past_read_on is not None
    for year in range(FIRST_YEAR, question.past_read_on.year):
        for country in RIVALS:
            if question.country not in ("", country):
                continue
            value, total = attempts.get((country, year), 0), totals.get((country, year))
            yield _row(
                country,
                year,
                value,
                (SOURCE,),
                method=COUNTED,
                gcat=total.attempts if total else None,
                difference=value - total.attempts if total else None,
                launches=_list_of(question, country, year),
                beside=(FactRef("launch_totals", total.slug),) if total else (),
            )


def cadence_so_far(question: Question) -> list[SoFarRow]:
    """The count of the year that still runs, and the day up to which it goes; nothing where none can be made.

    It is kept out of the yearly figures: half a year would look like a fall.
    """
    until = question.past_read_on
    if until is None or not is_counted(question) or until.year < question.day.year:
        return []
    attempts = _attempts(question)
    return [
        SoFarRow(
            country,
            until.year,
            until,
            attempts.get((country, until.year), 0),
            _list_of(question, country, until.year),
        )
        for country in RIVALS
        if question.country in ("", country)
    ]


@asked_once
@as_it_stands()
def _attempts(question: Question) -> dict[tuple[str, int], int]:
    """Flown launches that Launch Library told us of, by country and year, up to where the past is read."""
    as_of, read_on = question.seen_from, question.past_read_on
    assert read_on is not None
    changed = question.ledger.undone(Launch)
    rows = (
        Launch.objects.known_by(question.as_of)
        .exclude(pk__in=list(changed))
        .with_confidence(question.confidence)
        .of_library("listed", as_of)
        .flown_by(as_of)
        .until(read_on)
    )
    counts = Counter({(country, year): count for country, year, count in rows.per_year()})
    for row in changed.values():
        listed = row.ll2_id is not None and row.pk not in unlisted(question)
        flown = row.status in ATTEMPTED and row.net_first <= as_of.day and row.net_last <= read_on
        if listed and flown and question.knows(row):
            counts[row.country, row.net_last.year] += 1
    return counts


def _list_of(question: Question, country: str, year: int) -> FactList:
    floor = (("confidence", question.confidence),) if question.confidence else ()
    keys = (("flown", "true"), ("country", country), ("year", str(year)), ("launch_library", "listed"))
    return FactList("launches", (*keys, *floor))


def _row(country: str, year: int, value: int, facts: tuple[FactRef, ...], **further: Any) -> CadenceRow:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return CadenceRow(country, first, last, value, value, str(year), facts, **further)


@asked_once
def nation_years(question: Question, newest: int | None = None) -> list[NationYearRow]:
    """Each nation's years by every convention, newest first; the year that still runs where it is counted."""
    found: dict[tuple[int, str], list[LaunchTotal]] = {}
    for total in question.all_launch_totals:
        if question.country in ("", total.country) and date(total.year, 12, 31) <= question.day:
            found.setdefault((total.year, total.country), []).append(total)
    running: dict[tuple[int, str], SoFarRow] = {
        (row.year, row.country): row for row in cadence_so_far(question)
    }
    finished = {(row.on.year, row.country): row for row in launch_cadence(question) if row.method == COUNTED}
    years = sorted({year for year, _country in found.keys() | finished.keys()}, reverse=True)[:newest]
    wanted = [key for key in found.keys() | finished.keys() if key[0] in years] + list(running)
    return [
        _nation_year(*key, running.get(key), finished.get(key), found.get(key, []))
        for key in sorted(wanted, key=lambda key: (-key[0], _ORDER.get(key[1], len(_ORDER)), key[1]))
    ]


def _nation_year(
    year: int, country: str, so_far: SoFarRow | None, row: CadenceRow | None, totals: list[LaunchTotal]
) -> NationYearRow:
    by = {total.method: total for total in totals}
    gcat, press = by.get(LaunchTotal.Method.GCAT), by.get(LaunchTotal.Method.SPACENEWS)
    counted = so_far or row
    return NationYearRow(
        country=country,
        year=year,
        until=so_far.until if so_far else None,
        counted=int(counted.value) if counted else None,
        gcat=gcat.attempts if gcat else None,
        difference=row.difference if row else None,
        press=press.attempts if press else None,
        world=gcat.world_attempts if gcat else None,
        launches=counted.launches if counted else None,
        gcat_fact=_total(gcat),
        press_fact=_total(press),
    )


def _total(total: LaunchTotal | None) -> FactRef | None:
    return FactRef("launch_totals", total.slug) if total else None


def said_beside(question: Question) -> list[str]:
    """Which convention made the line, and how the year that still runs stands."""
    read_on = question.past_read_on
    if not is_counted(question) or read_on is None:
        return [_("These are the totals of GCAT, by nation of the vehicle.")]
    said = [
        _("Counted launch by launch from Launch Library 2, by country of the launch site, up to %(day)s.")
        % {"day": label(PartialDate.of(read_on))}
    ]
    if rows := cadence_so_far(question):
        said.append(
            _("The year that still runs is not in the line. Until %(day)s: %(parts)s.")
            % {
                "day": label(PartialDate.of(rows[0].until)),
                "parts": "; ".join(f"{country_name(row.country)} {row.value}" for row in rows),
            }
        )
    return said


def by_every_convention(question: Question, rows: Sequence[CadenceRow]) -> list[FactRef]:
    """The facts of the line, and the totals of the other conventions beside it."""
    return [*facts_of_rows(rows), *(fact for year in nation_years(question) for fact in year.totals)]


register(
    Metric(
        "launch_cadence",
        gettext_lazy("National launch attempts per year"),
        gettext_lazy(
            "Orbital launch attempts in each finished calendar year, failures included. As soon as every flown "
            "launch of the two nations since 2015 is read from Launch Library, they are counted launch by "
            "launch, by country of the launch site; until then the totals of GCAT are shown, by nation of the "
            "vehicle. A year that still runs is left out: half of it would look like a fall."
        ),
        gettext_lazy("launches per year"),
        gettext_lazy(
            "Not launches for computing: this is the lift that any plan must share. The two conventions are "
            "never mixed in one line, and can differ by a few launches a year. Suborbital flights, and those "
            "from the sea or from abroad that Launch Library gives to another country, are left out of the "
            "count; a third convention counts Electron flights from New Zealand as American."
        ),
        launch_cadence,
        over_time=True,
        shape="yearly",
        rests_on=FLIGHTS,
        is_fed=is_counted,
        said_beside=said_beside,
        evidence=by_every_convention,
        absent=lambda row, name: (
            "not_applicable" if name == "launches" else ""
        ),  # none make up a total of GCAT
    ),
    (
        "2026-11-27",
        gettext_lazy(
            "Counted launch by launch once the past is read from Launch Library, by country of the launch site; "
            "before, the totals of GCAT alone."
        ),
    ),
)
