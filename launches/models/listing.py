"""Whether Launch Library names a launch: it gives no tombstones, what it removed just stops being there."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from common.dates import AsOf, start_of
from facts.models.append_only import AppendOnly, AppendOnlyQuerySet


class ListingQuerySet(AppendOnlyQuerySet["Listing"]):
    def known_by(self, as_of: AsOf | None = None) -> Self:
        """What had been found by the end of that day."""
        if as_of is None:
            return self
        entered = {"recorded_at__lte": as_of.recorded} if as_of.recorded else {}
        return self.filter(at__lt=start_of(as_of.day + timedelta(days=1)), **entered)

    def absent(self, as_of: AsOf | None = None) -> Self:
        """The findings by which a launch was not known there on a day: one for each such launch."""
        known = Listing.objects.known_by(as_of)
        later = known.filter(launch=OuterRef("launch"), at__gt=OuterRef("at"))
        return self.known_by(as_of).filter(~Exists(later), listed=False)


class Listing(AppendOnly):
    """That Launch Library no longer knew a launch at a moment, or named it again. Rows are added, never changed.

    A launch without a row was there whenever it was looked for.
    """

    launch = models.ForeignKey("launches.Launch", models.CASCADE, related_name="listings")
    at = models.DateTimeField(_("found at"))
    listed = models.BooleanField(_("listed"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["launch", "at"]
        verbose_name = _("listing by Launch Library")
        verbose_name_plural = _("listings by Launch Library")
        constraints = [models.UniqueConstraint(fields=["launch", "at"], name="listing_once")]

    def __str__(self) -> str:
        return f"{self.launch}: {self.at:%Y-%m-%d} {'listed' if self.listed else 'not known'}"
