"""`manage.py import_elements FILE`: stores element sets of tracked spacecraft from a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from feeds.answers import FeedError
from feeds.client import MAX_BYTES
from feeds.elements_file import read
from launches.services import store_element_sets
from projects.models import LedgerVersion

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Reads element sets from a file (OMM as CSV, JSON, XML or KVN; TLE or 3LE, Alpha-5 too) and stores "
        "those of tracked spacecraft. Each record that is refused is named with its line and the reason; "
        "the command then ends with code 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be stored, and store nothing"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        try:
            if file.stat().st_size > MAX_BYTES:
                raise CommandError(f"{file} is larger than {MAX_BYTES // 2**20} MB. Split it.")
            form, parsed = read(file.read_bytes(), now)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except FeedError as fault:
            raise CommandError(f"{file}: {fault.sentence} Nothing was stored.") from fault
        with transaction.atomic():
            stored = store_element_sets(parsed.records, seen_at=now)
            LedgerVersion.bump()
            if dry_run:
                transaction.set_rollback(True)
        for record in parsed.quarantined[:SHOWN]:
            self.stderr.write(f"{file}:{record.position}: refused: {record.reason}")
        others = len(parsed.records) - stored.added - stored.same
        self.stdout.write(
            f"{file}: {form}, {parsed.seen:,} records: {stored.added:,} {'would be ' if dry_run else ''}new, "
            f"{stored.same:,} known, {others:,} of objects not tracked, {len(parsed.quarantined):,} refused."
        )
        if parsed.quarantined:
            raise CommandError(f"{len(parsed.quarantined):,} records were refused.")
