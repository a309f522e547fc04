"""Sums in dollars: as a source states them, else by the reference rate published for their day."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from django.utils.translation import gettext as _

from metrics.question import FactRef, Question
from metrics.wording import sum_of
from projects.models import ExchangeRate, FundingEvent


@dataclass(frozen=True)
class Sum:
    """A sum in whole dollars, with the rate by which we converted it; None where it was stated in dollars."""

    usd: int
    rate: ExchangeRate | None = None

    @property
    def converted(self) -> bool:
        return self.rate is not None


def rate_of(question: Question, event: FundingEvent) -> ExchangeRate | None:
    """The rate of the event's day, or of the last day before it that has one in the ledger.

    A sum older than every rate held takes the first of them. None where none of its currency is known.
    """
    rates = question.rates.get(event.currency, [])
    older = bisect_right(rates, event.rate_day, key=lambda rate: rate.on_first)
    return rates[max(older - 1, 0)] if rates else None


def in_dollars(question: Question, event: FundingEvent) -> Sum | None:
    """The sum in dollars, rounded down to whole ones; None where it was not disclosed or has no rate."""
    if event.stated_usd:
        return Sum(event.stated_usd)
    if event.amount and (rate := rate_of(question, event)):
        return Sum(int(event.amount * rate.usd_per_unit), rate)
    return None


def facts_of(event: FundingEvent, amount: Sum | None) -> tuple[FactRef, ...]:
    """The event, and the rate by which its sum was converted."""
    own = FactRef("funding", event.slug)
    if amount is None or amount.rate is None:
        return (own,)
    return own, FactRef("exchange_rates", amount.rate.slug)


def how(event: FundingEvent, amount: Sum) -> str:
    """What was converted, by which rate and day: ¥110 m at $0.13957366, the rate of 30 Jun 2025."""
    if amount.rate is None or event.amount is None:
        return ""
    return _("%(sum)s at $%(rate)s, the rate of %(day)s") % {
        "sum": sum_of(event.amount, event.currency),
        "rate": f"{amount.rate.usd_per_unit.normalize():f}",
        "day": amount.rate.on,
    }
