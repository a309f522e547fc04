"""`manage.py replay_feed RUN`: stores the answer of a run again, or one that was held, for the first time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feeds.models import FeedRun
from feeds.registry import FEEDS
from feeds.runner import CannotReplay, replay


class Command(BaseCommand):
    help = (
        "Reads the kept answer of a run again and stores it, without asking the feed: after a parser was "
        "mended, or with --release where the answer was held because it had shrunk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the number of the run")
        parser.add_argument(
            "--release", action="store_true", help="a person looked: store the answer although it shrank"
        )

    def handle(self, *args: Any, run: int, release: bool, **options: Any) -> None:
        known = FeedRun.objects.filter(pk=run).first()
        if known is None or known.feed not in FEEDS:
            raise CommandError(f"There is no run {run} of a feed. /status/ and the admin list the latest.")
        try:
            row = replay(FEEDS[known.feed], known, release=release)
        except CannotReplay as reason:
            raise CommandError(str(reason)) from reason
        said = f"{known.feed}: {row.get_outcome_display()}. {row.sentence}"
        if row.outcome not in {FeedRun.Outcome.STORED, FeedRun.Outcome.UNCHANGED}:
            raise CommandError(said)
        self.stdout.write(said)
