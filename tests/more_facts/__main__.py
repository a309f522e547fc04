"""`make more-facts`: the tests on a ledger with more facts (ARGS="tests/pages -k lists" for a part)."""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

import django

from tests.__main__ import on_every_core, run


def enlarged(folder: Path) -> None:
    """Writes a ledger with more facts into a folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.more_facts.all import more_facts

    more = more_facts(date.today())
    more.write(folder)
    for kind, made in more.made_up().items():
        print(f"{kind}: {len(more.records[kind]) - len(made)} + {len(made)}")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="racetracker-more-facts-") as folder:
        enlarged(Path(folder))
        return run(
            "The tests on a ledger with more facts", sys.argv[1:] or on_every_core(), TEST_LEDGER_DIR=folder
        )


if __name__ == "__main__":
    sys.exit(main())
