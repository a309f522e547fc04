"""What the files of the ledger hold, read without the ledger's own reader: no test states their counts."""

from functools import cache
from pathlib import Path

import yaml
from django.conf import settings


@cache
def slugs() -> dict[str, list[str]]:
    """The slugs of every record, by kind."""
    return {
        path.stem: [record["slug"] for record in yaml.load(path.read_bytes(), yaml.CSafeLoader)]
        for path in Path(settings.LEDGER_DIR).glob("*.yaml")
    }


@cache
def cited() -> set[str]:
    """The sources that a record rests on; readers see no others."""
    return {
        slug
        for path in Path(settings.LEDGER_DIR).glob("*.yaml")
        for record in yaml.load(path.read_bytes(), yaml.CSafeLoader)
        for slug in record.get("sources", ())
    }


def counts() -> dict[str, int]:
    return {kind: len(found) for kind, found in slugs().items()}
