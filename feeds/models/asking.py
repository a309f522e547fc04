"""What was asked of which host, and when: manners that hold across processes and restarts."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Host(models.Model):
    """An outside host. Claims on it wait for its row, so that two workers never count past each other."""

    moves_version = False

    name = models.CharField(_("host"), max_length=200, unique=True)
    closed_until = models.DateTimeField(_("not asked before"), null=True, blank=True)
    why = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        return self.name


class AskingQuerySet(models.QuerySet):
    def since(self, at: datetime) -> "AskingQuerySet":
        """Requests made after a moment."""
        return self.filter(at__gt=at)

    def given(self) -> "AskingQuerySet":
        """Requests that were answered with data, or whose end nobody knows: a worker may have died."""
        return self.filter(Q(status=None) | Q(status__in=[200, 304]))


class Asking(models.Model):
    """One request, written down before it is made. `status` is 0 where no answer came.

    `etag` and `last_modified` name the answer for a later conditional request; only those of a `kept`
    answer are used, for one that was refused must come again in full.
    """

    moves_version = False

    host = models.ForeignKey(Host, models.CASCADE, related_name="askings")
    url = models.URLField(_("asked"), max_length=500)
    at = models.DateTimeField(_("at"), db_index=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    kept = models.BooleanField(default=False)

    objects = AskingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [models.Index(fields=["url", "-at"], name="asking_newest")]

    def __str__(self) -> str:
        return f"{self.url} at {self.at:%Y-%m-%d %H:%M}"
