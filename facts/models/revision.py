"""What a curated record said before somebody changed it: one row for each change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facts.models.texts import PlainJSON


class RevisionQuerySet(models.QuerySet):
    def of_record(self, kind: str, row_id: int) -> Self:
        """The changes of one record, newest first."""
        return self.filter(kind=kind, row_id=row_id)

    def of_records(self, kind: str, row_ids: Iterable[int]) -> Self:
        """The changes of several records of a kind, newest first."""
        return self.filter(kind=kind, row_id__in=list(row_ids))

    def made(self, after: datetime, until: datetime | None = None) -> Self:
        """Changes made after a moment, up to another where one is given."""
        return self.filter(at__gt=after, **({"at__lte": until} if until else {}))

    def made_by(self, moment: datetime | None) -> Self:
        """Changes made up to a moment; all of them where none is given."""
        return self.filter(at__lte=moment) if moment else self

    def public(self) -> Self:
        """Changes of what readers could see, never those of drafts; what a feed says anew is no correction."""
        return self.filter(was_public=True, by_feed=False)


class Revision(models.Model):
    """One change of one record. `before` and `after` are the record as the ledger's files write it.

    `after` is empty where the record was deleted. Rows are added, never changed.
    """

    moves_version = False  # what it tells of does

    kind = models.CharField(_("kind"), max_length=32)
    slug = models.CharField(_("slug"), max_length=160)
    row_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    why = models.CharField(_("why"), max_length=300, blank=True)
    before = models.JSONField(_("before"), encoder=PlainJSON)
    after = models.JSONField(_("after"), null=True, encoder=PlainJSON)
    recorded_at = models.DateTimeField(_("first recorded at"))
    was_public = models.BooleanField(default=True)
    by_feed = models.BooleanField(_("by a feed"), default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        db_table = "projects_revision"
        ordering = ["-at", "-id"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [models.Index(fields=["kind", "row_id", "at"], name="revision_of_record")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.slug}"
