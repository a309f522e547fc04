"""Feed runs: each asking of a feed is a row that a person can read."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import AsOf

# Clocks differ: a row dated farther ahead than this was written by one that was wrong.
CLOCK_SKEW = timedelta(minutes=5)


class FeedRunQuerySet(models.QuerySet):
    def succeeded(self) -> "FeedRunQuerySet":
        """Runs that reached the feed and kept what it said, changed or not."""
        return self.asked().filter(outcome__in=[FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED])

    def asked(self) -> "FeedRunQuerySet":
        """Runs that asked the feed; one that stores a kept answer again asks nobody."""
        return self.filter(replay_of=None)

    def missed(self) -> "FeedRunQuerySet":
        """Runs that ended without data: not reachable, refused, held or failed."""
        missed = [FeedRun.Outcome.UNREACHABLE, FeedRun.Outcome.REFUSED, FeedRun.Outcome.HELD]
        return self.asked().filter(outcome__in=[*missed, FeedRun.Outcome.FAILED])

    def answered(self) -> "FeedRunQuerySet":
        """Runs in which the feed gave its data (200), or said that we have them: it counts these."""
        good = models.Q(outcome__in=[FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED])
        return self.asked().filter(models.Q(http_status=200) | good)

    def known_by(self, as_of: AsOf | None = None) -> "FeedRunQuerySet":
        """Runs started by that day."""
        return self if as_of is None else self.filter(started_at__date__lte=as_of.day)


class FeedRun(models.Model):
    is_by_wrong_clock: bool  # where the freshness of feeds reads it

    moves_version = False  # a run moves it, once, where it stored something

    class Outcome(models.TextChoices):
        RUNNING = "running", _("running")
        STORED = "stored", _("stored")
        UNCHANGED = "unchanged", _("nothing new")
        REFUSED = "refused", _("answer refused")
        HELD = "held", _("held for a person")
        UNREACHABLE = "unreachable", _("not reachable")
        FAILED = "failed", _("failed")

    feed = models.SlugField(_("feed"), max_length=40)
    started_at = models.DateTimeField(_("started"), db_index=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=11, choices=Outcome.choices, default=Outcome.RUNNING)
    url = models.URLField(_("asked"), max_length=500, blank=True)
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    calls = models.PositiveSmallIntegerField(_("requests made"), default=0)
    received_bytes = models.PositiveBigIntegerField(_("bytes received"), default=0)
    seen = models.PositiveIntegerField(_("records seen"), default=0)
    added = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    quarantined = models.PositiveIntegerField(_("in quarantine"), default=0)
    sentence = models.TextField(_("what happened"), blank=True)
    # By the feed's own clock: the newest epoch, change or story that the answer gave.
    told_at = models.DateTimeField(_("newest told"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    # The answer came to its end: what is kept of one that broke off is for a person.
    whole = models.BooleanField(_("whole answer"), default=True)
    raw = models.ForeignKey("feeds.RawAnswer", models.SET_NULL, null=True, blank=True, related_name="runs")
    replay_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replays")

    objects = FeedRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("feed run")
        verbose_name_plural = _("feed runs")
        indexes = [models.Index(fields=["feed", "-started_at"], name="feedrun_newest")]
        constraints = [
            # Two workers asked at once make one request: the second cannot write its row.
            models.UniqueConstraint(
                fields=["feed"], condition=models.Q(outcome="running"), name="feedrun_one_at_a_time"
            ),
            models.CheckConstraint(
                name="feedrun_ended_unless_running",
                condition=models.Q(outcome="running", ended_at__isnull=True)
                | (~models.Q(outcome="running") & models.Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed}: {self.get_outcome_display()}"


# After so long nobody reads a record again: what the feed says today counts.
QUARANTINE_FOR = timedelta(days=90)
# Signs kept of a record; one that is longer is kept for a person alone.
MAX_RAW = 100_000


class QuarantinedRecordQuerySet(models.QuerySet):
    def waiting(self) -> "QuarantinedRecordQuerySet":
        """Records that the feed still says so, as far as we know."""
        return self.filter(settled_at=None)


class QuarantinedRecord(models.Model):
    """A record that could not be understood: its raw text and the reason, kept for a person and a better parser.

    One that comes again is the same row: `run` is the last that set it aside, `first_at` when the first one
    did, `times` how many did. `parser` is the version of the code that could not read it, and `context` what
    that code needs beside the record, such as the header of a table. One that was `cut` cannot be read again.
    """

    moves_version = False

    run = models.ForeignKey(
        FeedRun, models.CASCADE, related_name="quarantine", verbose_name=_("last set aside by")
    )
    feed = models.SlugField(_("feed"), max_length=40)
    position = models.PositiveIntegerField(_("place in the answer"))
    raw = models.TextField(_("raw text"))
    context = models.TextField(_("header"), blank=True)
    cut = models.BooleanField(_("cut"), default=False)
    digest = models.CharField(_("SHA-256"), max_length=64)
    reason = models.TextField(_("reason"))
    parser = models.CharField(_("parser"), max_length=16, blank=True)
    first_at = models.DateTimeField(_("first set aside"))
    times = models.PositiveIntegerField(_("times"), default=1)
    key = models.CharField(_("its name there"), max_length=64, blank=True)
    # Since when it waits for nobody: a later answer said it well, or a whole list said it no longer.
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = QuarantinedRecordQuerySet.as_manager()

    class Meta:
        ordering = ["run", "position"]
        verbose_name = _("quarantined record")
        verbose_name_plural = _("quarantined records")
        constraints = [models.UniqueConstraint(fields=["feed", "digest"], name="quarantinedrecord_once")]

    def __str__(self) -> str:
        return f"{self.feed} #{self.position}: {self.reason}"

    @classmethod
    def forget_old(cls) -> int:
        """Deletes records set aside long ago; how many went. The counts of their runs stay."""
        return cls.objects.filter(run__started_at__lt=timezone.now() - QUARANTINE_FOR).delete()[0]
