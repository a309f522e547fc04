"""`manage.py read_quarantine [SLUG …]`: reads again what was set aside, now that a parser was mended."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feeds.models import FeedRun
from feeds.registry import FEEDS
from feeds.runs.quarantine import read_again


class Command(BaseCommand):
    help = (
        "Reads records again that an older parser set aside, and stores those that can be read now. Each run "
        "of a feed does this first; here it is done without asking the feed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help=f"some of {', '.join(FEEDS)}; all where none is named")

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        if unknown := [slug for slug in slugs if slug not in FEEDS]:
            raise CommandError(f"There is no feed {unknown[0]!r}. The feeds are {', '.join(FEEDS)}.")
        failed = False
        for slug in slugs or FEEDS:
            row = read_again(FEEDS[slug])
            if row is None:
                self.stdout.write(
                    f"{slug}: nothing waits that an older parser set aside, or a run is under way."
                )
                continue
            self.stdout.write(f"{slug}: {row.get_outcome_display()}. {row.sentence}")
            failed |= row.outcome == FeedRun.Outcome.FAILED
        if failed:
            raise CommandError("Not all could be read again: see above, and the log.")
