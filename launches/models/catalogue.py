"""Catalogue entries: what the SATCAT says of an object's state and end."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from launches.models.constants import NORAD_CAT_ID_MAX


class CatalogueEntry(models.Model):
    """The newest SATCAT row of one object. A decay date ends its time in orbit."""

    norad_cat_id = models.PositiveIntegerField(_("NORAD catalogue number"), unique=True)
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
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["norad_cat_id"]
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = [
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
