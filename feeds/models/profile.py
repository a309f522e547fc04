"""What the good answers of a feed looked like: the measure for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

# An answer with so many records is a measure by itself; shorter ones are added up over about WINDOW records.
ENOUGH, WINDOW = 20, 100


class AnswerProfile(models.Model):
    """Of how many records of the last good answers each column was filled, and each name was there.

    `names` are those of the objects of an answer in JSON, at every depth; empty for tables.
    """

    moves_version = False

    feed = models.SlugField(_("feed"), max_length=40, unique=True)
    at = models.DateTimeField(_("of the answer of"))
    records = models.PositiveIntegerField(_("records"))
    filled = models.JSONField(_("filled in"), default=dict)
    names = models.JSONField(_("names"), default=dict)

    class Meta:
        ordering = ["feed"]
        verbose_name = _("profile of answers")
        verbose_name_plural = _("profiles of answers")

    def __str__(self) -> str:
        return f"{self.feed}: {self.records:,}"

    @classmethod
    def of(cls, feed: str) -> AnswerProfile | None:
        """That of a feed; None where no good answer came yet."""
        return cls.objects.filter(feed=feed).first()

    @classmethod
    def add(
        cls, feed: str, at: datetime, records: int, filled: Mapping[str, int], names: Mapping[str, int]
    ) -> None:
        """Takes a good answer for the measure; a short one beside those before it."""
        if not records:
            return
        before = cls.of(feed)
        if before and records < ENOUGH:
            keep = min(1.0, (WINDOW - records) / before.records)
            filled, names = _added(before.filled, keep, filled), _added(before.names, keep, names)
            records += round(before.records * keep)
        values = {"at": at, "records": records, "filled": dict(filled), "names": dict(names)}
        cls.objects.update_or_create(feed=feed, defaults=values)


def _added(before: Mapping[str, int], keep: float, now: Mapping[str, int]) -> dict[str, int]:
    names = before.keys() | now.keys()
    return {name: round(before.get(name, 0) * keep) + now.get(name, 0) for name in sorted(names)}
