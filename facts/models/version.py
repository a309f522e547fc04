"""The ledger's version, and what the last load saw of each curated row."""

from datetime import date, datetime

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import AsOf


class LedgerVersion(models.Model):
    """One row: a number that grows with every change, so that cached figures know their age."""

    moves_version = False

    number = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    began_at = models.DateTimeField(default=timezone.now)  # since when entries are kept here

    class Meta:
        db_table = "projects_ledgerversion"
        verbose_name = _("ledger version")
        verbose_name_plural = _("ledger versions")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The version now, in one query."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def now(cls) -> "LedgerVersion":
        """The whole row, in one query; an empty ledger begins now."""
        now = timezone.now()
        return cls.objects.filter(pk=1).first() or cls(number=0, began_at=now, changed_at=now)

    def seen_from(self, day: date | None, recorded: datetime | None = None) -> AsOf | None:
        """A reader's day with both clocks.

        Where no moment is given: a past day since this ledger began is seen as it stood here at its
        end, so that what was quoted on it stays; an earlier day is told by all that is known now.
        """
        if day is None:
            return AsOf.of(recorded.date(), recorded) if recorded else None
        if recorded is None and self.began_at.date() <= day < timezone.now().date():
            return AsOf.end_of(day)
        return AsOf.of(day, recorded)

    @classmethod
    def bump(cls) -> None:
        """Marks the ledger as changed."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1, changed_at=timezone.now()):
            cls.objects.get_or_create(pk=1)


class LoadedRow(models.Model):
    """The digest of a curated record as it was last loaded: how a later load tells who changed what."""

    moves_version = False

    kind = models.CharField(max_length=32)
    slug = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "projects_loadedrow"
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="loadedrow_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
