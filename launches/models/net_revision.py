"""Every date and state of a launch that was ever stated."""

from datetime import UTC, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import AsOf
from facts.models.append_only import AppendOnly, AppendOnlyQuerySet
from launches.models.net import Net


class NetRevisionQuerySet(AppendOnlyQuerySet["NetRevision"]):
    def known_by(self, as_of: AsOf | None = None) -> Self:
        """Revisions that the feed had stated by that day."""
        if as_of is None:
            return self
        # Compared as a moment: of a day SQLite would call Python for each row.
        end = datetime.combine(as_of.day + timedelta(days=1), time(), UTC)
        return self.stood_at(as_of.recorded).filter(stated_at__lt=end)

    def stood_at(self, moment: datetime | None) -> Self:
        """Revisions as they stood here at a moment, before later ones took their place; now without one."""
        if moment is None:
            return self.filter(replaced_at=None)
        then = Q(replaced_at=None) | Q(replaced_at__gt=moment)
        return self.filter(then, recorded_at__lte=moment)

    def replace(self, moment: datetime) -> None:
        """Has others take the place of these from the end of the act on; answers of moments before keep them."""
        from facts import history

        with history.account(by_feed=True) as changes:
            keys = list(self.values_list("pk", flat=True))
            models.QuerySet(self.model).filter(pk__in=keys).update(replaced_at=moment)
            changes.add_readings(self.model, keys, "replaced_at")

    def for_country(self, code: str | None) -> Self:
        """Revisions of launches by one country."""
        return self.filter(launch__country=code) if code else self


_Every = models.Manager.from_queryset(NetRevisionQuerySet)


class _StatementsManager(_Every["NetRevision"]):
    def get_queryset(self) -> models.QuerySet["NetRevision"]:
        return super().get_queryset().filter(replaced_at=None)


class _MovedManager(_StatementsManager):
    def get_queryset(self) -> models.QuerySet["NetRevision"]:
        return super().get_queryset().filter(moved=True)


class NetRevision(AppendOnly, Net):
    """A date or status of a launch as stated at one moment. What was stated is never changed.

    `objects` are the statements that moved something. One that only repeats the one before it is kept
    among the `statements`: a statement that comes late finds its place in the row of them. Where it makes
    another one move something, or nothing any more, and where a moment is told otherwise, a new row takes
    the place of the old one, which stays: `every` has both, for answers of moments before.
    """

    launch = models.ForeignKey("launches.Launch", models.CASCADE, related_name="revisions")
    stated_at = models.DateTimeField(_("stated at"), db_index=True)
    moved = models.BooleanField(default=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, editable=False)

    objects = _MovedManager()
    statements = _StatementsManager()
    every = _Every()

    class Meta:
        ordering = ["-stated_at", "-id"]
        verbose_name = _("NET revision")
        verbose_name_plural = _("NET revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["launch", "stated_at"], name="netrevision_once", condition=models.Q(replaced_at=None)
            ),
            models.CheckConstraint(
                name="netrevision_days_in_order", condition=models.Q(net_first__lte=models.F("net_last"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.launch}: {self.net_last} ({self.get_status_display()})"
