"""The ledger's version, and what the last load saw of each curated row."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class LedgerVersion(models.Model):
    """One row: a number that grows with every change, so that cached figures know their age."""

    number = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("ledger version")
        verbose_name_plural = _("ledger versions")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The version now, in one query."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def bump(cls) -> None:
        """Marks the ledger as changed."""
        from django.utils import timezone

        if not cls.objects.filter(pk=1).update(number=F("number") + 1, changed_at=timezone.now()):
            cls.objects.get_or_create(pk=1)


class LoadedRow(models.Model):
    """The digest of a curated record as it was last loaded: how a later load tells who changed what."""

    kind = models.CharField(max_length=32)
    slug = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="loadedrow_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
