"""What Launch Library's editors wrote of a launch, and for which time their updates are read here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from common.dates import AsOf, start_of
from facts.models.append_only import AppendOnly, AppendOnlyQuerySet


class LaunchUpdateQuerySet(AppendOnlyQuerySet["LaunchUpdate"]):
    def known_by(self, as_of: AsOf | None = None) -> Self:
        """Updates written by the end of that day, each in the words that stood here then."""
        rows = self.recorded_by(as_of.recorded if as_of else None)
        return rows.filter(created_on__lt=start_of(as_of.day + timedelta(days=1))) if as_of else rows

    def recorded_by(self, recorded: datetime | None = None) -> Self:
        """The newest row of each update that stood here at a moment; now where none is given."""
        until = {"recorded_at__lte": recorded} if recorded else {}
        later = LaunchUpdate.objects.filter(update_id=OuterRef("update_id"), pk__gt=OuterRef("pk"), **until)
        return self.filter(~Exists(later), **until)


class LaunchUpdate(AppendOnly):
    """An update of Launch Library on a launch. One that is reworded there is another row; the newest counts.

    It names its launch by Launch Library's id: so it is held, too, where the launch is learned of later.
    """

    update_id = models.BigIntegerField(_("number at Launch Library"))
    ll2_id = models.UUIDField(_("launch at Launch Library"), db_index=True)
    comment = models.TextField(_("comment"))
    author = models.CharField(_("author"), max_length=200, blank=True)
    link = models.CharField(_("link"), max_length=2000, blank=True)
    created_on = models.DateTimeField(_("written at"), db_index=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True, db_index=True)

    objects = LaunchUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-created_on", "-pk"]
        verbose_name = _("update by Launch Library")
        verbose_name_plural = _("updates by Launch Library")
        indexes = [models.Index(fields=["update_id"], name="launchupdate_by_number")]
        constraints = [
            models.CheckConstraint(name="launchupdate_says_something", condition=~models.Q(comment="")),
        ]

    @property
    def known_on(self) -> date:
        """The day from which the public could know it."""
        return self.created_on.date()

    def __str__(self) -> str:
        return f"{self.known_on}: {self.comment[:80]}"


class UpdatesReadQuerySet(AppendOnlyQuerySet["UpdatesRead"]):
    def stretches(self, recorded: datetime | None = None) -> list[tuple[datetime, datetime]]:
        """The times of which every update was read by then (now, where none is given), joined where they meet."""
        rows = self.filter(recorded_at__lte=recorded) if recorded else self
        joined: list[tuple[datetime, datetime]] = []
        for first, last in rows.order_by("read_from", "read_up_to").values_list("read_from", "read_up_to"):
            if joined and first <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return joined


class UpdatesRead(AppendOnly):
    """Every update of Launch Library that was written in this time was read. A row for each step forward.

    So that no update held is not taken for none written.
    """

    read_from = models.DateTimeField(_("complete from"))
    read_up_to = models.DateTimeField(_("complete up to"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True, db_index=True)

    objects = UpdatesReadQuerySet.as_manager()

    class Meta:
        ordering = ["read_from", "read_up_to"]
        verbose_name = _("stretch of updates read")
        verbose_name_plural = _("stretches of updates read")
        constraints = [
            models.CheckConstraint(
                name="updatesread_in_order", condition=models.Q(read_from__lte=models.F("read_up_to"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.read_from:%Y-%m-%d %H:%M} to {self.read_up_to:%Y-%m-%d %H:%M}"
