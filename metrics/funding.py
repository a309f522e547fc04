"""Money for orbital compute: received equity alone, each sum once, the rest shown apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.countries import RIVALS
from metrics.dollars import Sum, facts_of, how, in_dollars
from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, register
from metrics.steps import Event, StepRow, running
from projects.models import FundingEvent


# --- One sum, whatever its records ------------------------------------------------------------------
@asked_once
def sums(question: Question) -> list[list[FundingEvent]]:
    """The records of each sum that began by the day, in the order of the question: the one that stands for it
    first.

    Records name another as the same sum (`alternative_to`), in a chain where need be; the end of the
    chain stands for the sum, or the oldest known record where the end is not known.
    """
    together: dict[int, list[FundingEvent]] = {}
    for event in question.funding:
        if event.on.first <= question.day:
            together.setdefault(_end_of_chain(question, event), []).append(event)
    return [
        sorted(records, key=lambda event: event.pk != end)  # stable: the rest stays oldest first
        for end, records in together.items()
    ]


def _end_of_chain(question: Question, event: FundingEvent) -> int:
    seen = {event.pk}
    while (other := event.alternative_to_id) is not None and other not in seen:
        seen.add(other)
        if other not in question.ledger.funding:
            return other
        event = question.ledger.funding[other]
    return event.pk


def is_counted(event: FundingEvent) -> bool:
    """Whether a sum belongs to the total: equity for orbital compute, received, no running total."""
    return (
        event.instrument == FundingEvent.Instrument.EQUITY
        and event.is_received
        and event.scope == FundingEvent.Scope.ORBITAL_COMPUTE
        and event.round != FundingEvent.Round.RUNNING_TOTAL
        and event.confidence != "disputed"
    )


def _counted(question: Question) -> Iterable[FundingEvent]:
    return (records[0] for records in sums(question) if is_counted(records[0]))


# --- The total ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class RaisedRow:
    """Equity received for orbital compute by the organizations of a country, in dollars.

    `converted` is the part not stated in dollars, and `rates` the number of daily rates behind it;
    `undisclosed` counts rounds without an amount, `unconverted` those in a currency of which no rate was known:
    neither is among the facts, since neither adds to the sum.
    """

    country: str
    usd: int
    converted: int
    rates: int
    rounds: int
    undisclosed: int
    unconverted: int
    facts: tuple[FactRef, ...]


@asked_once
def raised(question: Question, country: str) -> RaisedRow:
    """What was received by the question's day."""
    rounds = [e for e in _counted(question) if e.country == country and e.on_last <= question.day]
    amounts = [(event, in_dollars(question, event)) for event in rounds]
    known = [(event, amount) for event, amount in amounts if amount is not None]
    return RaisedRow(
        country,
        usd=sum(amount.usd for _event, amount in known),
        converted=sum(amount.usd for _event, amount in known if amount.converted),
        rates=len({amount.rate.pk for _event, amount in known if amount.rate}),
        rounds=len(known),
        undisclosed=sum(event.amount is None for event, amount in amounts if amount is None),
        unconverted=sum(event.amount is not None for event, amount in amounts if amount is None),
        facts=tuple(dict.fromkeys(fact for pair in known for fact in facts_of(*pair))),
    )


def in_total(question: Question) -> frozenset[str]:
    """The slugs of all records that the totals of the countries are made of."""
    return frozenset(
        event.slug
        for event in _counted(question)
        if event.on_last <= question.day and in_dollars(question, event) is not None
    )


# --- What stands beside it ---------------------------------------------------------------------------
@dataclass(frozen=True)
class ApartRow:
    """Money that is not in the total, in dollars where it can be said; rows are never added to each other.

    A row is of one country, instrument, scope, direction and, of money that is expected, of one `stage`
    (else empty). `running_total`: each sums up earlier rounds; of an organization the newest
    counts. `usd` and `usd_high` differ where sources give more than one value of the same sum; `disputed`
    says that they conflict over a sum, or over whether it was paid at all. `converted` is the part of `usd`
    not stated in dollars.
    """

    country: str
    instrument: str
    scope: str
    direction: str
    stage: str
    running_total: bool
    movement: str
    usd: int
    usd_high: int
    converted: int
    disputed: bool
    events: int
    undisclosed: int
    facts: tuple[FactRef, ...]


def apart(question: Question) -> list[ApartRow]:
    """What the total leaves out: credit lines, contracts, whole companies, money that goes the other way.

    A sum dated by its year alone stands here as soon as that year began.
    """
    groups: dict[tuple[str, str, str, str, str, bool], list[list[FundingEvent]]] = {}
    for records in sums(question):
        event = records[0]
        if is_counted(event) or question.country not in ("", event.country):
            continue
        stage = event.stage if event.way == FundingEvent.Direction.EXPECTED else ""
        is_total = event.round == FundingEvent.Round.RUNNING_TOTAL
        key = (event.country, event.instrument, event.scope, event.way, stage, is_total)
        groups.setdefault(key, []).append(records)
    return [_apart(question, key, records) for key, records in sorted(groups.items())]


def _apart(
    question: Question, key: tuple[str, str, str, str, str, bool], told: list[list[FundingEvent]]
) -> ApartRow:
    dollars = {event.pk: in_dollars(question, event) for records in told for event in records}
    summed = _newest_of_each(told) if key[-1] else told
    amounts = [[sum_ for event in records if (sum_ := dollars[event.pk])] for records in summed]
    lowest = [min(values, key=lambda value: value.usd) for values in amounts if values]
    return ApartRow(
        *key,
        movement=told[0][0].movement,
        usd=sum(value.usd for value in lowest),
        usd_high=sum(max(value.usd for value in values) for values in amounts if values),
        converted=sum(value.usd for value in lowest if value.converted),
        disputed=any(event.confidence == "disputed" for records in told for event in records),
        events=len(told),
        undisclosed=sum(not values for values in amounts),
        facts=tuple(
            dict.fromkeys(
                fact for records in told for event in records for fact in facts_of(event, dollars[event.pk])
            )
        ),
    )


def _newest_of_each(totals: list[list[FundingEvent]]) -> list[list[FundingEvent]]:
    """The newest running total of each organization: an older one is part of it. They come oldest first."""
    return list({records[0].organization_id: records for records in totals}.values())


# --- Over time ---------------------------------------------------------------------------------------
def funding(question: Question) -> list[StepRow]:
    """Equity received for orbital compute in dollars, by country, after each round."""
    # Read once: Django looks a choice's words up anew for each row, which takes longest of all.
    words = {value: str(label) for value, label in FundingEvent.Round.choices}
    words[""] = str(FundingEvent.Instrument.EQUITY.label)
    return running(
        (
            Event(
                event.country,
                event.on.first,
                event.on.last,
                amount.usd,
                _label(event, amount, words[event.round]),
                facts_of(event, amount),
            )
            for event in _counted(question)
            if (amount := in_dollars(question, event))
        ),
        question,
    )


def _label(event: FundingEvent, amount: Sum, what: str) -> str:
    name = f"{event.organization.name}, {what}"
    said = how(event, amount)
    return _now("%(name)s (%(how)s)") % {"name": name, "how": said} if said else name


def _no_share(question: Question) -> str:
    """Rounds without an amount, or in money that cannot be converted, leave both totals incomplete."""
    missing = sum(row.undisclosed + row.unconverted for row in (raised(question, c) for c in RIVALS))
    if not missing:
        return ""
    return ngettext(
        "%(n)s round is in neither total, since its amount in dollars is not known: a share of what "
        "was disclosed would not be a share of what was raised.",
        "%(n)s rounds are in neither total, since their amounts in dollars are not known: a share of what "
        "was disclosed would not be a share of what was raised.",
        missing,
    ) % {"n": missing}


register(
    Metric(
        "funding",
        _("Equity raised for orbital compute"),
        _(
            "Equity received by organizations, or for projects, whose purpose is computing in orbit, in "
            "dollars as stated; other currencies at the European Central Bank's reference rates of the day."
        ),
        _("US dollars"),
        _(
            "Not credit lines, grants, contracts or own money, not sums that are to be paid, applied for or "
            "only allocated, not rounds without an amount, and not money of whole companies such as the "
            "SpaceX listing or ADA Space: those are listed apart. Disputed sums and running totals are "
            "never added, and of several records of one sum one counts."
        ),
        funding,
        over_time=True,
        no_share=_no_share,
        kind="money",
    ),
    (
        "2026-11-29",
        _(
            "Only equity that was received counts, and other currencies are converted by the "
            "reference rate of their day."
        ),
    ),
    (
        "2026-11-30",
        _("A planned stake is expected, like what was applied for or committed, and no longer counts."),
    ),
)
