"""`manage.py dump_ledger DIR`: gives the curated ledger back as YAML."""

from pathlib import Path

from django.core.management.base import BaseCommand

from projects.ledger.dump import dump


class Command(BaseCommand):
    help = "Writes the curated ledger as YAML files that load to the same database."

    def add_arguments(self, parser):
        parser.add_argument("folder")

    def handle(self, *args, folder: str, **options) -> None:
        for name, count in dump(Path(folder)).items():
            self.stdout.write(f"{name}.yaml: {count} records")
