"""`manage.py run_feed SLUG`: asks one feed now and says what came of it."""

import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feeds.models import FeedRun
from feeds.registry import FEEDS
from feeds.runs.runner import NotAsked, run


class Command(BaseCommand):
    help = "Asks one feed now, stores what is new, and prints the sentence and counts of the run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help=f"one of {', '.join(FEEDS)}")
        parser.add_argument(
            "--force",
            action="store_true",
            help="ask before the feed's usual interval is over, where the feed itself allows it",
        )

    def handle(self, *args: Any, slug: str, force: bool, **options: Any) -> None:
        if slug not in FEEDS:
            raise CommandError(f"There is no feed {slug!r}. The feeds are {', '.join(FEEDS)}.")
        _end_in_order()
        try:
            row = run(FEEDS[slug], force=force)
        except NotAsked as reason:
            raise CommandError(str(reason)) from reason
        if row.outcome not in {FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED}:
            raise CommandError(f"{slug}: {row.get_outcome_display()}. {row.sentence}")
        self.stdout.write(f"{slug}: {row.get_outcome_display()}. {row.sentence}")
        self.stdout.write(
            f"seen {row.seen}, new {row.added}, changed {row.changed}, same {row.same}, "
            f"quarantined {row.quarantined}; {row.calls} calls, {row.received_bytes} bytes"
        )


def _end_in_order() -> None:
    """Lets a polite kill end the run as Ctrl-C does: its row says that it was interrupted."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
