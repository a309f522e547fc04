"""Launch totals: orbital attempts of a nation in a year, for context, by the convention that counted them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRIES
from facts.models.fact import Fact, FactQuerySet
from facts.models.partial_date import PartialDateField, interval_is_sound


class LaunchTotalQuerySet(FactQuerySet):
    search_paths = ("slug", "note")

    def newest_years(self, count: int) -> Self:
        """Totals of the newest years, newest first."""
        newest = self.order_by("-year").values_list("year", flat=True).first() or 0
        return self.filter(year__gt=newest - count).order_by("-year", "country", "method")

    def counted_by(self, method: str) -> Self:
        """Totals of one convention; two conventions are never mixed in one line."""
        return self.filter(method=method)


class LaunchTotal(Fact):
    class Method(models.TextChoices):
        GCAT = "gcat", _("GCAT: by nation of the vehicle")
        SPACENEWS = "spacenews", _("press: Electron from New Zealand counts as US")

    country = models.CharField(_("country"), max_length=2, choices=list(COUNTRIES.items()), db_index=True)
    year = models.PositiveSmallIntegerField(_("year"))
    attempts = models.PositiveSmallIntegerField(_("attempts"))
    failures = models.PositiveSmallIntegerField(_("failures"), null=True, blank=True)
    world_attempts = models.PositiveSmallIntegerField(_("attempts in the world"))
    method = models.CharField(_("method"), max_length=9, choices=Method.choices)
    counted_on = PartialDateField(_("counted"))

    objects = LaunchTotalQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["year", "country", "method"]
        verbose_name = _("launch total")
        verbose_name_plural = _("launch totals")
        constraints = [
            *Fact.Meta.constraints,
            interval_is_sound("launchtotal", "counted_on"),
            models.UniqueConstraint(
                fields=["country", "year", "method"],
                name="launchtotal_once",
                violation_error_message=_(
                    "This country's total of this year by this method is there already."
                ),
            ),
            models.CheckConstraint(
                name="launchtotal_adds_up",
                condition=models.Q(attempts__lte=models.F("world_attempts"))
                & (models.Q(failures__isnull=True) | models.Q(failures__lte=models.F("attempts"))),
                violation_error_message=_("Failures are part of the attempts, and those of the world's."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.year}: {self.attempts}"
