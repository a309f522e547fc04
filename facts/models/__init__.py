"""What every noun stands on: sources, the account of changes, the ledger's version."""

from facts.models.append_only import AppendOnly, AppendOnlyQuerySet, RowsStay
from facts.models.fact import Fact, FactQuerySet
from facts.models.former_slug import FormerSlug
from facts.models.revision import Revision
from facts.models.source import Source
from facts.models.stamp import Stamp
from facts.models.taken_table import TakenTable
from facts.models.upload import Upload
from facts.models.version import LedgerVersion, LoadedRow, NotRecorded

__all__ = [
    "AppendOnly",
    "AppendOnlyQuerySet",
    "Fact",
    "FactQuerySet",
    "FormerSlug",
    "LedgerVersion",
    "LoadedRow",
    "NotRecorded",
    "Revision",
    "RowsStay",
    "Source",
    "Stamp",
    "TakenTable",
    "Upload",
]
