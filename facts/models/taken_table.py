"""Tables that were taken at the desk: which version of the ledger each made, so that it can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TakenTable(models.Model):
    """One table that changed something. What it entered and changed are the stamps of its version."""

    desk_only = True

    kind = models.CharField(_("kind"), max_length=32)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    why = models.CharField(_("why"), max_length=300, blank=True)
    version = models.PositiveBigIntegerField(_("version"), unique=True)
    new = models.PositiveIntegerField(_("new"))
    changed = models.PositiveIntegerField(_("changed"))
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("taken table")
        verbose_name_plural = _("taken tables")

    def __str__(self) -> str:
        return f"{self.kind} · {self.at:%Y-%m-%d %H:%M}"
