"""How far a feed that is read in pieces has been read."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Bookmark(models.Model):
    """Up to which moment of the feed's own clock everything is stored. It moves with what was stored."""

    moves_version = False

    feed = models.SlugField(_("feed"), max_length=40, unique=True)
    at = models.DateTimeField(_("read up to"))

    class Meta:
        ordering = ["feed"]
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")

    def __str__(self) -> str:
        return f"{self.feed}: {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def of(cls, feed: str) -> datetime | None:
        """Where reading goes on; None: at the beginning."""
        return cls.objects.filter(feed=feed).values_list("at", flat=True).first()

    @classmethod
    def move(cls, feed: str, at: datetime) -> None:
        """Moves the mark on, never back."""
        if (before := cls.of(feed)) is None or before < at:
            cls.objects.update_or_create(feed=feed, defaults={"at": at})
