"""How far the past of launches is complete here: what may be counted launch by launch."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from facts.models.append_only import AppendOnly, AppendOnlyQuerySet

# The first year of which every flown launch of the compared nations is read.
FIRST_YEAR = 2015


class PastReadQuerySet(AppendOnlyQuerySet["PastRead"]):
    def read_by(self, recorded: datetime | None = None) -> datetime | None:
        """The moment up to which the past was complete here, by then (now, where none is given); None: none of it."""
        rows = self.filter(recorded_at__lte=recorded) if recorded else self
        return rows.aggregate(read_up_to=models.Max("read_up_to"))["read_up_to"]


class PastRead(AppendOnly):
    """Every launch flown from the US or China from `FIRST_YEAR` up to a moment is held, suborbital ones left out.

    A row for each step forward, and none back: so a past day is answered as it was on it.
    """

    read_up_to = models.DateTimeField(_("complete up to"), unique=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True, db_index=True)

    objects = PastReadQuerySet.as_manager()

    class Meta:
        ordering = ["read_up_to"]
        verbose_name = _("stretch of the past")
        verbose_name_plural = _("stretches of the past")

    def __str__(self) -> str:
        return f"{self.read_up_to:%Y-%m-%d %H:%M}"
