"""What the operators were told by mail, so that each cause is told once a day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """A cause that needs an operator: a feed that is out of date or held, a closed host, a failed task, a full disk.

    The row goes when the cause has been away for a day.
    """

    moves_version = False

    cause = models.CharField(_("cause"), max_length=120, unique=True)
    sentence = models.TextField(_("what is wrong"))
    first_at = models.DateTimeField(_("first seen"))
    last_at = models.DateTimeField(_("last seen"))
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    class Meta:
        ordering = ["-last_at"]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")

    def __str__(self) -> str:
        return self.cause
