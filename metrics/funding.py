"""Money raised for orbital compute: equity alone, each sum once, the rest shown apart."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.countries import RIVALS
from metrics.question import FactRef, Question, asked_once
from metrics.registry import Metric, register
from metrics.steps import Event, StepRow, running
from projects.models import FundingEvent


@dataclass(frozen=True)
class Sum:
    """A sum in dollars. `converted` says that it was stated in another currency and converted by us."""

    usd: int
    converted: bool


def in_dollars(question: Question, event: FundingEvent) -> Sum | None:
    """The sum in dollars as stated, else at the newest rate known; None where neither can be said."""
    if event.amount_usd:
        return Sum(event.amount_usd, converted=False)
    rate = question.rates.get(event.currency)
    if event.amount and rate:
        return Sum(int(event.amount * rate.usd_per_unit), converted=True)
    return None


def is_counted(event: FundingEvent) -> bool:
    """Whether a sum belongs to the total: equity for orbital compute, one value, not a running total."""
    return (
        event.instrument == FundingEvent.Instrument.EQUITY
        and event.scope == FundingEvent.Scope.ORBITAL_COMPUTE
        and event.round != FundingEvent.Round.RUNNING_TOTAL
        and event.alternative_to_id is None
        and event.confidence != "disputed"
    )


@dataclass(frozen=True)
class RaisedRow:
    """Equity raised for orbital compute by the organizations of a country, in dollars.

    `converted` is the part not stated in dollars; `undisclosed` counts rounds without an amount, and
    `unconverted` those in a currency whose rate was not known by then.
    """

    country: str
    usd: int
    converted: int
    rounds: int
    undisclosed: int
    unconverted: int
    facts: tuple[FactRef, ...]


@asked_once
def raised(question: Question, country: str) -> RaisedRow:
    """What was raised by the question's day."""
    usd = converted = rounds = undisclosed = unconverted = 0
    facts: list[FactRef] = []
    for event in question.funding:
        if event.country != country or event.on_last > question.day or not is_counted(event):
            continue
        facts.append(FactRef("funding", event.slug))
        amount = in_dollars(question, event)
        if amount is None:
            undisclosed += event.amount is None
            unconverted += event.amount is not None
            continue
        rounds += 1
        usd += amount.usd
        if amount.converted:
            converted += amount.usd
            facts.append(FactRef("exchange_rates", question.rates[event.currency].slug))
    return RaisedRow(country, usd, converted, rounds, undisclosed, unconverted, tuple(dict.fromkeys(facts)))


@dataclass(frozen=True)
class ApartRow:
    """Money that is not in the total, by country, instrument and scope, in dollars where it can be said.

    `usd` and `usd_high` differ where sources give more than one value of the same sum; `disputed`
    says that they conflict over a sum, or over whether it was paid at all.
    """

    country: str
    instrument: str
    scope: str
    usd: int
    usd_high: int
    disputed: bool
    events: int
    undisclosed: int
    facts: tuple[FactRef, ...]


def apart(question: Question) -> list[ApartRow]:
    """What the total leaves out: credit lines, contracts, whole companies, money beside the subject.

    A sum dated by its year alone stands here as soon as that year began.
    """
    groups: dict[tuple[str, str, str], list[FundingEvent]] = {}
    for event in question.funding:
        if event.on.first > question.day or question.country not in ("", event.country):
            continue
        if not is_counted(event) and event.alternative_to_id is None:
            groups.setdefault((event.country, event.instrument, event.scope), []).append(event)
    others: dict[int, list[FundingEvent]] = {}
    for event in question.funding:
        if event.alternative_to_id is not None:
            others.setdefault(event.alternative_to_id, []).append(event)
    return [_apart(question, key, events, others) for key, events in sorted(groups.items())]


def _apart(
    question: Question,
    key: tuple[str, str, str],
    events: list[FundingEvent],
    others: dict[int, list[FundingEvent]],
) -> ApartRow:
    told = [[event, *others.get(event.pk, [])] for event in events]
    sums = [[sum_.usd for event in values if (sum_ := in_dollars(question, event))] for values in told]
    return ApartRow(
        *key,
        usd=sum(min(values) for values in sums if values),
        usd_high=sum(max(values) for values in sums if values),
        disputed=any(event.confidence == "disputed" for values in told for event in values),
        events=len(events),
        undisclosed=sum(not values for values in sums),
        facts=tuple(FactRef("funding", event.slug) for values in told for event in values),
    )


def _facts(question: Question, event: FundingEvent, amount: Sum) -> tuple[FactRef, ...]:
    """The event, and the rate by which its sum was converted."""
    own = FactRef("funding", event.slug)
    if not amount.converted:
        return (own,)
    return own, FactRef("exchange_rates", question.rates[event.currency].slug)


def funding(question: Question) -> list[StepRow]:
    """Equity for orbital compute in dollars, by country, after each round."""
    return running(
        (
            Event(
                event.country,
                event.on.first,
                event.on.last,
                amount.usd,
                f"{event.organization.name}, {event.get_round_display()}",
                _facts(question, event, amount),
            )
            for event in question.funding
            if is_counted(event) and (amount := in_dollars(question, event))
        ),
        question,
    )


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
            "Equity rounds of organizations, or for projects, whose purpose is computing in orbit, "
            "in dollars as stated; other currencies at the newest rate that a source of the ledger implies."
        ),
        _("US dollars"),
        _(
            "Not credit lines, grants, contracts or own money, not rounds without an amount, and not money "
            "of whole companies such as the SpaceX listing or ADA Space: those are listed apart. "
            "Disputed sums and running totals are never added."
        ),
        funding,
        over_time=True,
        no_share=_no_share,
        kind="money",
    )
)
