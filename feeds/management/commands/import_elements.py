"""`manage.py import_elements FILE`: stores element sets of tracked spacecraft from a file."""

import re
import signal
import threading
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.utils import timezone

from facts.models import LedgerVersion
from feeds.formats.elements_file import HEAD, read
from feeds.formats.elements_origin import origin_of, origin_of_file
from feeds.formats.text_file import check_size, load, start_of, text_of
from feeds.http.client import MAX_BYTES
from feeds.http.results import FeedError, Stream
from feeds.runs.progress import Progress
from launches.models.origins import CELESTRAK, FILE, SPACE_TRACK
from launches.records import ElementSetRecord, Stored
from launches.services import launch_days, store_element_sets

SHOWN = 50
LARGEST = 256 * 1024 * 1024
# Records of a share that are read and stored before the next are taken.
PART = 20_000


def _share(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise ArgumentTypeError(f"{text!r} is no share: write 1/2 for the first of two.")
    return int(found[1]), int(found[2])


class Command(BaseCommand):
    help = (
        "Reads element sets from a file (OMM as CSV, JSON, XML or KVN; TLE or 3LE, Alpha-5 too) and stores "
        "those of tracked spacecraft. Each record that is refused is named with its line and the reason; "
        "the command then ends with code 1. A long import says on a terminal how far it is (elsewhere with "
        "--verbosity 2)."
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
        parser.add_argument(
            "--origin", choices=(CELESTRAK, SPACE_TRACK, FILE),
            help="where the sets come from, whatever the file says; file: its name is kept",
        )  # fmt: skip

    def handle(
        self, *args: Any, file: Path, dry_run: bool, share: tuple[int, int] | None, **options: Any
    ) -> None:
        now = timezone.now()
        progress = Progress(self.stderr, options["verbosity"], str(file))
        mend = "Split it." if share else "If it is CSV, read it in shares: --share 1/2."
        try:
            if share:
                check_size(file, LARGEST, mend)
            form, found = read(file if share else load(file, MAX_BYTES, mend), now, share, launch_days())
            origin = _origin(file, options["origin"])
            if share and not dry_run:
                stored = self._in_parts(found, progress, share, origin)
            else:
                stored = self._whole(found, progress, dry_run, origin)
        except FeedError as fault:
            raise CommandError(f"{file}: {fault.sentence.rstrip('.')}. Nothing was stored.") from fault
        for record in found.quarantined[:SHOWN]:
            self.stderr.write(f"{file}:{record.position}: refused: {record.reason}")
        if found.bad > SHOWN:
            self.stderr.write(f"{file}: {found.bad - SHOWN:,} more refused.")
        others = found.good - stored.added - stored.same
        self.stdout.write(
            f"{file}: {form}, {_records(found.seen)}: {stored.added:,} {'would be ' if dry_run else ''}new, "
            f"{stored.same:,} known, {others:,} of objects not tracked, {found.bad:,} refused. "
            f"Origin: {origin}."
        )
        if found.bad:
            raise CommandError(f"{_records(found.bad)} {'was' if found.bad == 1 else 'were'} refused.")

    def _whole(
        self, found: Stream[ElementSetRecord], progress: Progress, dry_run: bool, origin: str
    ) -> Stored:
        """Stores all of the file or nothing. It is read first: the database is not held meanwhile."""
        try:
            with _ended_by_a_word():
                records = list(progress.over(found, "nothing stored yet"))
                with transaction.atomic():
                    stored = store_element_sets(records, seen_at=timezone.now(), origin=origin)
                    LedgerVersion.bump()
                    transaction.set_rollback(dry_run)
        except (DatabaseError, KeyboardInterrupt) as fault:
            raise CommandError(
                f"{_why(fault)} after {_records(found.seen)}. Nothing was stored.", returncode=_code(fault)
            ) from fault
        return stored

    def _in_parts(
        self, found: Stream[ElementSetRecord], progress: Progress, share: tuple[int, int], origin: str
    ) -> Stored:
        """Stores part by part, so that nobody waits long; one that dies says how far it got."""
        added = same = done = 0
        records = progress.over(found, lambda: f"{added:,} stored, {same:,} known")
        try:
            with _ended_by_a_word():
                while part := list(islice(records, PART)):
                    stored = store_element_sets(part, seen_at=timezone.now(), in_parts=True, origin=origin)
                    added, same, done = added + stored.added, same + stored.same, found.seen
        except (DatabaseError, KeyboardInterrupt) as fault:
            raise CommandError(
                f"{_why(fault)} in share {share[0]}/{share[1]} after {_records(done)}: {added:,} stored, "
                f"{same:,} known. These stay: run the same share again, it passes over what is stored.",
                returncode=_code(fault),
            ) from fault
        finally:
            if added:
                LedgerVersion.bump()
        return Stored(added=added, same=same)


def _origin(file: Path, stated: str | None) -> str:
    """What a person says of it, else what the file says."""
    if stated == FILE:
        return origin_of_file(file.name)
    return stated or origin_of(text_of(start_of(file, HEAD)), file.name)


def _records(count: int) -> str:
    return f"{count:,} {'record' if count == 1 else 'records'}"


def _why(fault: BaseException) -> str:
    return "Stopped" if isinstance(fault, KeyboardInterrupt) else f"The database failed ({fault})"


def _code(fault: BaseException) -> int:
    return 130 if isinstance(fault, KeyboardInterrupt) else 1


@contextmanager
def _ended_by_a_word() -> Iterator[None]:
    """SIGTERM ends the import like Ctrl-C: with a sentence."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
