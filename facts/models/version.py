"""The ledger's version, and what the last load saw of each curated row."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import AsOf, PartialDate, days_before, end_of_day, label

# A clock set back by less than this ran a little ahead before: moments go on from the last one. By more, it was wrong
# before, and moments of that time are refused as lying ahead until they are reached.
MOST_SET_BACK = timedelta(hours=1)


class NotRecorded(ValueError):
    """A moment at which nothing was recorded here, or not yet: a sentence that says so, and how to mend it."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(f"{sentence} {mend}")
        self.sentence, self.mend = sentence, mend


class LedgerVersion(models.Model):
    """One row: a number that grows with every change, so that cached figures know their age."""

    moves_version = False

    number = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    began_at = models.DateTimeField(default=timezone.now)  # since when entries are kept here

    class Meta:
        db_table = "projects_ledgerversion"
        verbose_name = gettext_lazy("ledger version")
        verbose_name_plural = gettext_lazy("ledger versions")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The version now, in one query."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def now(cls) -> "LedgerVersion":
        """The whole row, in one query; an empty ledger begins now."""
        now = timezone.now()
        return cls.objects.filter(pk=1).first() or cls(number=0, began_at=now, changed_at=now)

    def seen_from(self, day: date | None, recorded: datetime | None = None) -> AsOf | None:
        """A reader's day with both clocks.

        Where no moment is given: a past day since this ledger began is seen as it stood here at its
        end, so that what was quoted on it stays; an earlier day is told by all that is known now. Where no
        day is given: that of the moment; midnight ends the day before it. Raises NotRecorded.
        """
        if recorded:
            self._refuse(recorded)
        if day is None:
            return AsOf(days_before(end_of_day(recorded).date(), 1), recorded) if recorded else None
        if recorded is None and self.began_at.date() <= day < timezone.now().date():
            return AsOf.end_of(day)
        return AsOf(day, recorded)

    def _refuse(self, recorded: datetime) -> None:
        """What lies before this ledger began, or ahead."""
        if recorded < self.began_at:
            began = label(PartialDate.of(self.began_at.date()))
            raise NotRecorded(
                _("This ledger began on %(day)s: nothing stood here before.") % {"day": began},
                _("Write a later moment, or leave it out: an earlier day is told by all that is known now."),
            )
        if recorded > self._now(self.changed_at):
            raise NotRecorded(
                _("That moment lies ahead: what will stand here then is not known yet."),
                _("Write a moment up to now, or a day that is over in UTC."),
            )

    @classmethod
    def hold(cls) -> datetime:
        """Has everybody else wait who moves the version, until the transaction around it ends; the moment since.

        What a transaction enters counts on the second clock from such a moment: whatever was committed before
        has an earlier one, and nothing that is committed later has. So a cited moment keeps its answer.
        """
        if not cls.objects.filter(pk=1).update(number=F("number")):  # a write: SQLite has no other lock
            cls.objects.get_or_create(pk=1, defaults={"number": 0})
        changed_at = cls.objects.values_list("changed_at", flat=True).get(pk=1)
        return cls._now(changed_at + timedelta(microseconds=1))

    @staticmethod
    def _now(least: datetime) -> datetime:
        """This moment; the least one where the clock of this host was set back a little since (`MOST_SET_BACK`)."""
        now = timezone.now()
        return least if now < least < now + MOST_SET_BACK else now

    @classmethod
    def bump(cls, held_at: datetime | None = None) -> None:
        """Marks the ledger as changed, at the moment since which it is held where it is held already.

        The row stays locked until the transaction around it ends: until then the number is that transaction's own.
        Whoever marks it meanwhile waits, and gets a higher one.
        """
        now = held_at or cls.hold()  # a moment of waiting is not one of the change
        cls.objects.filter(pk=1).update(number=F("number") + 1, changed_at=now)


class LoadedRow(models.Model):
    """The digest of a curated record as it was last loaded: how a later load tells who changed what."""

    moves_version = False

    kind = models.CharField(max_length=32)
    slug = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "projects_loadedrow"
        verbose_name = gettext_lazy("loaded row")
        verbose_name_plural = gettext_lazy("loaded rows")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="loadedrow_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
