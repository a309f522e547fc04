"""What stands beside a record and is not said by it: a person's own note, and who is to see to it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 2000
LONGEST_TASK = 300


class Beside(models.Model):
    """Beside one record of any noun. It stays where the record is deleted, and is there when it comes back."""

    desk_only = True

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("noun"))
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True


class PrivateNote(Beside):
    """What one person wrote down of a record. Nobody else sees it, an administrator neither."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("whose")
    )
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "content_type", "object_id"], name="privatenote_one_of_a_person"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="privatenote_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} · {self.content_type_id}/{self.object_id}"


class Assignment(Beside):
    """Who is to see to a record, and what is to be done; one person at a time."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("to"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    task = models.CharField(_("what is to be done"), max_length=LONGEST_TASK, blank=True)
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="assignment_one_of_a_record")
        ]

    def __str__(self) -> str:
        return f"{self.to} · {self.content_type_id}/{self.object_id}"
