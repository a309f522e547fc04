"""Which version of the ledger entered, changed or deleted a record: one row for each record and act."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from facts.models.revision import Revision


class Stamp(models.Model):
    """One record that one act entered, changed or deleted, and the ledger's version that this act made.

    All rows of an act have one version, no two acts have the same, and versions come in the order in which acts
    were committed: who has read everything up to a version finds the rest above it. `slug` is the one that
    the record has since, or had last. `revision` tells what a change or a deletion changed; a record that was
    entered, or had no source yet, has none. Drafts have stamps too: `was_public` says whether readers could see
    the record before the act. Rows are added, never changed.
    """

    class What(models.TextChoices):
        ENTERED = "entered", _("entered")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")

    moves_version = False  # it is written where the version moves

    version = models.PositiveBigIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=32)
    row_id = models.PositiveBigIntegerField()
    slug = models.CharField(_("slug"), max_length=160)
    what = models.CharField(_("what"), max_length=8, choices=What)
    was_public = models.BooleanField(default=False)
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("revision")
    )

    class Meta:
        ordering = ["version", "id"]
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")
        constraints = [  # its index is read from a version on
            models.UniqueConstraint(fields=["version", "kind", "row_id"], name="stamp_once_an_act"),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.kind} · {self.slug}"
