"""`manage.py import_elements FILE`: stores element sets of tracked spacecraft from a file."""

import re
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from feeds.answers import FeedError, Parsed, Stream
from feeds.celestrak_gp import EPOCH_AHEAD
from feeds.celestrak_gp import read as read_csv
from feeds.client import MAX_BYTES
from feeds.elements_file import FIRST_EPOCH, read
from launches.records import ElementSetRecord
from launches.services import store_element_sets
from projects.models import LedgerVersion

SHOWN = 50
LARGEST = 256 * 1024 * 1024


def _share(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise ArgumentTypeError(f"{text!r} is no share: write 1/2 for the first of two.")
    return int(found[1]), int(found[2])


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

        parser.add_argument(
            "--share", type=_share, metavar="1/2",
            help="of a long CSV read one share: run the command once for each, at the same time",
        )  # fmt: skip

    def handle(
        self, *args: Any, file: Path, dry_run: bool, share: tuple[int, int] | None, **options: Any
    ) -> None:
        now = timezone.now()
        limit = LARGEST if share else MAX_BYTES
        parsed: Parsed[ElementSetRecord] | Stream[ElementSetRecord]
        try:
            if file.stat().st_size > limit:
                mend = "Split it." if share else "If it is CSV, read it in shares: --share 1/2."
                raise CommandError(f"{file} is larger than {limit // 2**20} MB. {mend}")
            if share:
                form, parsed = "CSV", read_csv([file.read_bytes()], FIRST_EPOCH, now + EPOCH_AHEAD, share)
            else:
                form, parsed = read(file.read_bytes(), now)
            if share and not dry_run:
                stored = store_element_sets(parsed.records, seen_at=now, in_parts=True)
                LedgerVersion.bump()
            else:
                with transaction.atomic():
                    stored = store_element_sets(parsed.records, seen_at=now)
                    LedgerVersion.bump()
                    transaction.set_rollback(dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except FeedError as fault:
            raise CommandError(f"{file}: {fault.sentence} Nothing was stored.") from fault
        for record in parsed.quarantined[:SHOWN]:
            self.stderr.write(f"{file}:{record.position}: refused: {record.reason}")
        others = parsed.good - stored.added - stored.same
        self.stdout.write(
            f"{file}: {form}, {parsed.seen:,} records: {stored.added:,} {'would be ' if dry_run else ''}new, "
            f"{stored.same:,} known, {others:,} of objects not tracked, {parsed.bad:,} refused."
        )
        if parsed.bad:
            raise CommandError(f"{parsed.bad:,} records were refused.")
