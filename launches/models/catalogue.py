"""Catalogue entries: what the SATCAT said of an object's state and end, whenever it said something else."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from facts.models.append_only import AppendOnly, AppendOnlyQuerySet
from launches.models.constants import NORAD_CAT_ID_MAX
from launches.models.origins import MOST_SIGNS
from launches.models.other_designator import counts


class CatalogueEntryQuerySet(AppendOnlyQuerySet["CatalogueEntry"]):
    def recorded_by(self, recorded: datetime | None = None) -> Self:
        """What stood here at a moment and counts for its number; all of that where none is given."""
        rows = self.filter(counts(recorded))
        return rows.filter(recorded_at__lte=recorded) if recorded else rows

    def newest(self, recorded: datetime | None = None) -> Self:
        """One entry for each number: its newest, of those that stood here at a moment where one is given."""
        later = CatalogueEntry.objects.recorded_by(recorded).filter(
            norad_cat_id=OuterRef("norad_cat_id"), recorded_at__gt=OuterRef("recorded_at")
        )
        return self.recorded_by(recorded).filter(~Exists(later))

    def newest_stated(self) -> Self:
        """The newest entry of each number, whether it counts or came under another designator."""
        later = CatalogueEntry.objects.filter(
            norad_cat_id=OuterRef("norad_cat_id"), recorded_at__gt=OuterRef("recorded_at")
        )
        return self.filter(~Exists(later))

    def of_object(self, norad_cat_id: int | OuterRef) -> Self:
        """Entries of one number, newest first."""
        return self.filter(norad_cat_id=norad_cat_id).order_by("-recorded_at")


class CatalogueEntry(AppendOnly):
    """One SATCAT row of an object, kept when it says something new. A decay date ends its time in orbit.

    Rows are added, never changed: the newest counts, and at a past moment the newest that stood here then.
    """

    norad_cat_id = models.PositiveIntegerField(_("NORAD catalogue number"))
    object_name = models.CharField(_("object name"), max_length=60)
    object_id = models.CharField(_("COSPAR designator"), max_length=15, blank=True)
    object_type = models.CharField(_("type"), max_length=3, blank=True)
    ops_status_code = models.CharField(_("operational status"), max_length=1, blank=True)
    owner = models.CharField(_("owner"), max_length=5, blank=True)
    launched_on = models.DateField(_("launched"), null=True, blank=True)
    decayed_on = models.DateField(_("decayed"), null=True, blank=True)
    period_min = models.FloatField(_("period (min)"), null=True, blank=True)
    inclination_deg = models.FloatField(_("inclination (°)"), null=True, blank=True)
    apogee_km = models.FloatField(_("apogee (km)"), null=True, blank=True)
    perigee_km = models.FloatField(_("perigee (km)"), null=True, blank=True)
    origin = models.CharField(_("origin"), max_length=MOST_SIGNS, blank=True, default="", db_default="")
    apart = models.BooleanField(_("came under another designator"), default=False, db_default=False)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = CatalogueEntryQuerySet.as_manager()

    class Meta:
        ordering = ["norad_cat_id", "-recorded_at"]
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = [
            models.UniqueConstraint(fields=["norad_cat_id", "recorded_at"], name="catalogueentry_once"),
            models.CheckConstraint(
                name="catalogueentry_norad_in_range",
                condition=Q(norad_cat_id__gte=1, norad_cat_id__lte=NORAD_CAT_ID_MAX),
            ),
            models.CheckConstraint(
                name="catalogueentry_decay_after_launch",
                condition=Q(decayed_on__isnull=True)
                | Q(launched_on__isnull=True)
                | Q(decayed_on__gte=models.F("launched_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_name} ({self.norad_cat_id})"
