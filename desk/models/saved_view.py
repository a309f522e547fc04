"""Lists of the desk as somebody filtered them and wants to see them again."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60
LONGEST_QUERY = 2000


class SavedView(models.Model):
    """One list with its filters, search and order, under a name that its owner gave. Nobody else sees it."""

    desk_only = True

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("whose")
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("noun"))
    query = models.CharField(_("filters"), max_length=LONGEST_QUERY, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="savedview_one_name_of_a_person"),
            models.CheckConstraint(condition=~models.Q(name=""), name="savedview_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
