"""`manage.py dump_ledger DIR`: gives the curated ledger back as YAML, or tells how it differs from the files."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from facts.ledger.dump import dump
from facts.ledger.load import BrokenLedger
from facts.ledger.reconcile import compare


class Command(BaseCommand):
    help = "Writes the curated ledger as YAML files that load to the same database; --diff only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default="")
        parser.add_argument(
            "--diff",
            action="store_true",
            help="write nothing: tell what the database says otherwise than the files (default: LEDGER_DIR)",
        )
        parser.add_argument(
            "--exit-code", action="store_true", help="with --diff: end with 1 where anything differs"
        )

    def handle(self, *args: Any, folder: str, diff: bool, exit_code: bool, **options: Any) -> None:
        if diff:
            self._compare(Path(folder or settings.LEDGER_DIR), exit_code)
            return
        if not folder:
            raise CommandError("Name the folder that the files are written to, or ask for --diff.")
        for name, count in dump(Path(folder)).items():
            self.stdout.write(f"{name}.yaml: {count} records")

    def _compare(self, folder: Path, exit_code: bool) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder: name the one that holds the ledger's YAML files.")
        paint = {"+": self.style.SUCCESS, "-": self.style.ERROR, "~": self.style.WARNING}
        counts: Counter[str] = Counter()
        try:
            for line in compare(folder):
                counts[line.sign] += 1
                self.stdout.write(paint[line.sign](str(line)))
        except BrokenLedger as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(
                f"{len(error.faults)} faults in the files: they cannot be compared."
            ) from error
        if not counts:
            self.stdout.write("The database and the files say the same.")
            return
        self.stdout.write(
            f"{counts['+']} only in the database (+), {counts['-']} only in the files (-), "
            f"{counts['~']} say something else (~: file → database)."
        )
        if exit_code:
            raise SystemExit(1)
