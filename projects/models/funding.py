"""Funding: money by instrument. A credit line is not equity, and a running total is not a round."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
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
        ORBITAL_COMPUTE = "orbital_compute", _("raised for orbital compute")
        WHOLE_COMPANY = "whole_company", _("of a whole company")
        ADJACENT = "adjacent", _("for something beside it")

    organization = models.ForeignKey("projects.Organization", models.CASCADE, related_name="funding")
    project = models.ForeignKey(
        "projects.Project", models.SET_NULL, null=True, blank=True, related_name="funding"
    )
    on = PartialDateField(_("on"))
    on_last: date  # a column of it, which figures over many rows read
    instrument = models.CharField(_("instrument"), max_length=11, choices=Instrument.choices, db_index=True)
    round = models.CharField(_("round"), max_length=18, choices=Round.choices, blank=True)
    stage = models.CharField(_("stage"), max_length=9, choices=Stage.choices, default=Stage.UNKNOWN)
    scope = models.CharField(_("scope"), max_length=15, choices=Scope.choices)
    scope_reason = models.CharField(_("why this scope"), max_length=300)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, blank=True)
    amount_usd = models.BigIntegerField(_("amount in dollars, as stated"), null=True, blank=True)
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
        ]

    @property
    def country(self) -> str:
        return self.organization.country

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_round_display() or self.get_instrument_display()} ({self.on})"


class ExchangeRateQuerySet(FactQuerySet):
    search_paths = ("currency", "note")

    def for_country(self, code: str | None) -> Self:
        """Rates belong to no country: the filter leaves them as they are."""
        return self


class ExchangeRate(Fact):
    """What a unit of a currency was worth in dollars on a day, as a source shows or implies."""

    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    usd_per_unit = models.DecimalField(_("dollars per unit"), max_digits=14, decimal_places=8)
    on = PartialDateField(_("on"))

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
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.usd_per_unit.normalize():f} USD ({self.on})"
