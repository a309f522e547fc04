"""`manage.py check_feeds`: how the feeds are, for cron and the like."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from feeds.monitoring.freshness import freshness
from feeds.monitoring.outlook import outlook


class Command(BaseCommand):
    help = "Says how each feed is. Ends with 0 where all are fresh, 1 where one needs a person, 2 where one is stale."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        rows = freshness()
        ahead = outlook(rows)
        if not settings.FEEDS_ENABLED:
            self.stdout.write("Feeds are switched off.")
            return
        for row in rows:
            word = "stale" if row.stale else "fresh"
            reasons = [reason.sentence for reason in ahead[row.slug].attention]
            self.stdout.write(" ".join([f"{row.slug}: {word}, {row.sentence}.", *reasons]))
        if stale := [row.slug for row in rows if row.stale]:
            raise CommandError(f"Stale: {', '.join(stale)}.", returncode=2)
        if needing := [slug for slug, one in ahead.items() if one.attention]:
            raise CommandError(f"A person is needed: {', '.join(needing)}.", returncode=1)
