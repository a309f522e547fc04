"""Funding: money by instrument and direction. A credit line is not equity, and a running total is not a round."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound
from facts.models.texts import text_list

CURRENCIES = [("USD", "USD"), ("CNY", "CNY"), ("EUR", "EUR"), ("JPY", "JPY"), ("HKD", "HKD")]


class FundingEventQuerySet(FactQuerySet):
    country_path = "organization__country"
    search_paths = ("organization__name", "organization__native_name", "summary", "project__name")

    def of_instrument(self, instrument: str | None) -> Self:
        """Events of one instrument; all of them where none is given."""
        return self.filter(instrument=instrument) if instrument else self

    def of_scope(self, scope: str | None) -> Self:
        """Events of one scope; all of them where none is given."""
        return self.filter(scope=scope) if scope else self

    def of_direction(self, direction: str | None) -> Self:
        """Events of one direction (see `FundingEvent.way`); all of them where none is given."""
        said = FundingEvent.Direction
        not_yet = Q(direction=said.RECEIVED, stage__in=FundingEvent.NOT_YET)
        if direction == said.RECEIVED:
            return self.filter(Q(direction=direction) & ~not_yet)
        if direction == said.EXPECTED:
            return self.filter(Q(direction=direction) | not_yet)
        return self.filter(direction=direction) if direction else self

    def in_other_currencies(self) -> Self:
        """Sums that must be converted: no source states them in dollars."""
        return self.filter(amount__isnull=False, amount_usd=None).exclude(currency="USD")

    def with_dollars(self) -> Self:
        """Each event with `dollars`, what `stated_usd` gives, to be put in order by it."""
        return self.annotate(dollars=Case(When(currency="USD", then=F("amount")), default=F("amount_usd")))

    def with_parties(self) -> Self:
        """Events with organization and project, in one query."""
        return self.select_related("organization", "project")


class FundingEvent(Fact):
    """One sum, as stated. No amount means that it was not disclosed, never zero."""

    class Instrument(models.TextChoices):
        EQUITY = "equity", _("equity")
        DEBT = "debt", _("debt")
        CREDIT_LINE = "credit_line", _("credit line")
        GRANT = "grant", _("grant")
        CONTRACT = "contract", _("contract")
        STATE_FUND = "state_fund", _("state fund")
        ACQUISITION = "acquisition", _("acquisition")
        IPO = "ipo", _("public listing")
        INTERNAL = "internal", _("own money")

    class Round(models.TextChoices):
        PRE_SEED = "pre_seed", _("pre-seed")
        SEED = "seed", _("seed")
        PRE_SERIES_A = "pre_series_a", _("pre-series A")
        SERIES_A = "series_a", _("series A")
        SERIES_A_EXTENSION = "series_a_extension", _("series A extension")
        SERIES_B = "series_b", _("series B")
        SERIES_C = "series_c", _("series C")
        STRATEGIC = "strategic", _("strategic stake")
        RUNNING_TOTAL = "running_total", _("running total")

    class Stage(models.TextChoices):
        APPLIED = "applied", _("applied for")
        COMMITTED = "committed", _("committed, not drawn")
        DRAWN = "drawn", _("drawn or paid")
        UNKNOWN = "unknown", _("not stated")

    class Scope(models.TextChoices):
        ORBITAL_COMPUTE = "orbital_compute", _("for orbital compute")
        WHOLE_COMPANY = "whole_company", _("of a whole company")
        ADJACENT = "adjacent", _("for something beside it")

    class Direction(models.TextChoices):
        """Which way the money goes, seen from the organization of the record."""

        RECEIVED = "received", _("received")
        EXPECTED = "expected", _("expected, not received")
        TO_BE_PAID = "to_be_paid", _("to be paid, or paid")
        ALLOCATED = "allocated", _("allocated")

    # Money that comes in at these stages is promised or asked for, not received.
    NOT_YET = (Stage.APPLIED, Stage.COMMITTED)

    organization = models.ForeignKey("projects.Organization", models.CASCADE, related_name="funding")
    project = models.ForeignKey(
        "projects.Project", models.SET_NULL, null=True, blank=True, related_name="funding"
    )
    on = PartialDateField(_("on"))
    on_first: date  # columns of it, which figures over many rows read
    on_last: date
    instrument = models.CharField(_("instrument"), max_length=11, choices=Instrument.choices, db_index=True)
    round = models.CharField(_("round"), max_length=18, choices=Round.choices, blank=True)
    stage = models.CharField(_("stage"), max_length=9, choices=Stage.choices, default=Stage.UNKNOWN)
    scope = models.CharField(_("scope"), max_length=15, choices=Scope.choices)
    scope_reason = models.CharField(_("why this scope"), max_length=300)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.RECEIVED,
        help_text=_("Received: it came to the organization. Expected: it is to come. Else it pays or allocates it."),
    )  # fmt: skip
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, blank=True)
    amount_usd = models.BigIntegerField(
        _("amount in dollars, as stated"), null=True, blank=True,
        help_text=_("Only beside an amount in another currency, where a source states dollars too."),
    )  # fmt: skip
    valuation = models.BigIntegerField(_("valuation"), null=True, blank=True)
    valuation_currency = models.CharField(
        _("currency of the valuation"), max_length=3, choices=CURRENCIES, blank=True
    )
    investors = text_list(_("investors"))
    alternative_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alternatives",
        verbose_name=_("other value of the same sum"),
    )
    summary = models.TextField(_("summary"))

    objects = FundingEventQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["-on_first", "id"]
        verbose_name = _("funding event")
        verbose_name_plural = _("funding events")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("fundingevent", "on"),
            models.CheckConstraint(
                name="fundingevent_amount_with_currency",
                condition=Q(amount__isnull=True, currency="")
                | (Q(amount__isnull=False, amount__gt=0) & ~Q(currency="")),
                violation_error_message=_("An amount goes together with its currency: give both or neither."),
            ),
            models.CheckConstraint(
                name="fundingevent_valuation_with_currency",
                condition=Q(valuation__isnull=True, valuation_currency="")
                | (Q(valuation__isnull=False, valuation__gt=0) & ~Q(valuation_currency="")),
                violation_error_message=_(
                    "A valuation goes together with its currency: give both or neither."
                ),
            ),
            models.CheckConstraint(
                name="fundingevent_dollars_positive",
                condition=Q(amount_usd__isnull=True) | Q(amount_usd__gt=0),
                violation_error_message=_("A sum is more than zero; leave it empty where none is known."),
            ),
            models.CheckConstraint(
                name="fundingevent_dollars_once",
                condition=Q(amount_usd__isnull=True) | (Q(amount__isnull=False) & ~Q(currency="USD")),
                violation_error_message=_(
                    "Dollars as stated go beside an amount in another currency: an amount in USD is its own."
                ),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Records of before may say the dollars of an amount in dollars again; they are brought back once."""
        if self.currency == "USD" and self.amount_usd == self.amount:
            self.amount_usd = None
        super().save(*args, **kwargs)

    @property
    def country(self) -> str:
        return self.organization.country

    @property
    def stated_usd(self) -> int | None:
        """The sum in dollars where a source states dollars; None where it would have to be converted."""
        return self.amount if self.currency == "USD" else self.amount_usd

    @property
    def rate_day(self) -> date:
        """The day whose rate converts the sum: the last that its date can mean, or the day on which it
        became known where that is earlier. So the rate is known as soon as the sum is, and stays the same.
        """
        return min(self.on_last, max(self.on_first, self.known_on))

    @property
    def way(self) -> str:
        """The direction; what an entry of before calls received and was applied for or committed is expected."""
        is_to_come = self.direction == self.Direction.RECEIVED and self.stage in self.NOT_YET
        return self.Direction.EXPECTED.value if is_to_come else self.direction

    @property
    def is_received(self) -> bool:
        """Whether the sum came in, as far as the record says."""
        return self.way == self.Direction.RECEIVED

    @property
    def movement(self) -> str:
        """The direction in words; of money that is expected, how far it came where that is known."""
        if self.way == self.Direction.EXPECTED and self.stage in self.NOT_YET:
            return str(self.get_stage_display())
        return str(self.Direction(self.way).label)

    def get_direction_display(self) -> str:
        """Never "received" of a sum that was only applied for, committed or planned."""
        if self.way == self.Direction.EXPECTED and self.stage in self.NOT_YET:
            return str(_("not received: %(stage)s") % {"stage": self.get_stage_display()})
        return str(self.Direction(self.way).label)

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_round_display() or self.get_instrument_display()} ({self.on})"


class ExchangeRateQuerySet(FactQuerySet):
    search_paths = ("currency", "note")

    def for_country(self, code: str | None) -> Self:
        """Rates belong to no country: the filter leaves them as they are."""
        return self

    def of_day(self, currency: str, day: date) -> "ExchangeRate | None":
        """The rate of a currency on a day, if there is one."""
        found: ExchangeRate | None = self.filter(currency=currency, on_first=day).first()
        return found


class ExchangeRate(Fact):
    """What a unit of a currency was worth in dollars by the reference rates published on a day."""

    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    usd_per_unit = models.DecimalField(_("dollars per unit"), max_digits=14, decimal_places=8)
    on = PartialDateField(_("on"))
    on_first: date
    on_last: date

    objects = ExchangeRateQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["currency", "-on_first", "id"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("exchangerate", "on"),
            models.CheckConstraint(
                name="exchangerate_positive",
                condition=Q(usd_per_unit__gt=0),
                violation_error_message=_("A rate is more than zero."),
            ),
            models.UniqueConstraint(
                fields=["currency", "on_first"],
                name="exchangerate_once_a_day",
                violation_error_message=_("There is a rate of this currency and day: change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.usd_per_unit.normalize():f} USD ({self.on})"
