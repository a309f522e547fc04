"""`manage.py load_ledger [DIR]`: loads the curated ledger, or only checks its files."""

from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from facts.ledger.load import BrokenLedger, load
from facts.ledger.records import read_folder
from facts.ledger.withdrawn import read_withdrawn


class Command(BaseCommand):
    requires_system_checks: list = []
    help = "Loads the curated ledger. Everything is checked first; a row changed here is never overwritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(settings.LEDGER_DIR))
        parser.add_argument("--check", action="store_true", help="read and check the files, write nothing")

    def handle(self, *args: Any, folder: str, check: bool, verbosity: int, **options: Any) -> None:
        path = Path(folder)
        if not path.is_dir():
            raise CommandError(f"{folder} is no folder: name the one that holds the ledger's YAML files.")
        if check:
            records, faults = read_folder(path)
            faults = [*faults, *read_withdrawn(path, records)[1]]
            if faults:
                self._refuse(BrokenLedger(faults))
            self.stdout.write(f"No faults in {sum(map(len, records.values()))} records.")
            return
        try:
            report = load(path, self.stdout.write if verbosity > 1 else lambda sentence: None)
        except BrokenLedger as error:
            self._refuse(error)
        for kept in report.kept:
            self.stdout.write(self.style.WARNING(str(kept)))
        if verbosity:
            created, updated = sum(report.created.values()), sum(report.updated.values())
            same = sum(report.same.values())
            self.stdout.write(
                f"Ledger loaded: {created} new, {updated} changed, {same} the same, {len(report.kept)} kept."
            )
        if verbosity and report.withdrawn:
            self.stdout.write(
                f"{report.withdrawn} withdrawn, each with its reason in the account of changes."
            )

    def _refuse(self, error: BrokenLedger) -> NoReturn:
        for fault in error.faults:
            self.stderr.write(str(fault))
        raise CommandError(str(error)) from error
