"""`manage.py thin_elements`: thins the history of element sets as beat does every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from launches.models.elements import KEPT_WHOLE_DAYS
from launches.services import thin_element_sets


class Command(BaseCommand):
    help = (
        "Deletes old element sets that no answer rests on (docs/feeds.md tells the rule), a thousand at a "
        "time. May be stopped and run again, also while readers read and workers store."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and delete nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        old, gone = thin_element_sets(dry_run=dry_run)
        self.stdout.write(
            f"Of {old:,} element sets older than {KEPT_WHOLE_DAYS} days {gone:,} "
            f"{'would go' if dry_run else 'went'}, {old - gone:,} stay."
        )
