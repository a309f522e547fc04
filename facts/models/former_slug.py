"""Slugs that records had before: an old address leads to the record that has what stood there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerSlug(models.Model):
    """A slug that a record gave up: since it has another one, or was merged `into` another record.

    Rows are added, never changed; no other record of the kind takes such a slug.
    """

    moves_version = False  # the change of the record that it tells of does

    kind = models.CharField(_("kind"), max_length=32)
    slug = models.CharField(_("slug"), max_length=160)
    row_id = models.PositiveBigIntegerField()  # the record that had it
    into_id = models.PositiveBigIntegerField(null=True)  # the one kept, where that record was merged
    since = models.DateTimeField(_("since"), auto_now_add=True)
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="former_slug_once")]
        indexes = [models.Index(fields=["kind", "row_id"], name="former_slugs_of_record")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.slug}"
