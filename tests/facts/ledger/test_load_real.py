"""The real ledger: loaded whole, dumped alike, and loaded again without a write."""

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facts.ledger.dump import dump
from facts.ledger.load import load
from facts.ledger.records import read_folder, rows_of
from facts.ledger.registry import in_order
from facts.models import LedgerVersion
from tests.facts.ledger.files import counts, slugs
from tests.facts.ledger.stored import everything

DATA = Path(settings.LEDGER_DIR)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def writes(queries: CaptureQueriesContext) -> list[str]:
    verbs = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    return [query["sql"] for query in queries.captured_queries if query["sql"].startswith(verbs)]


def test_every_record_of_the_files_is_read():
    records, faults = read_folder(DATA)
    assert faults == []
    assert {name: len(found) for name, found in records.items()} == counts()


def test_every_record_of_the_files_is_in_the_database(ledger):
    assert {kind.name: rows_of(kind).count() for kind in in_order()} == counts()


def test_the_database_holds_no_row_that_no_file_names(ledger):
    for kind in in_order():
        assert set(kind.model._default_manager.values_list("slug", flat=True)) == set(slugs()[kind.name])


def test_dumping_gives_the_same_files_back(ledger, tmp_path):
    assert dump(tmp_path) == counts()
    assert files(tmp_path) == {path.name: path.read_bytes() for path in DATA.glob("*.yaml")}


def test_load_dump_load_is_the_identity(ledger, request, tmp_path):
    before = everything()
    dump(tmp_path / "first")
    request.getfixturevalue("empty_ledger")
    report = load(tmp_path / "first")
    assert report.created == counts()
    assert everything() == before
    dump(tmp_path / "second")
    assert files(tmp_path / "second") == files(tmp_path / "first")


def test_loading_the_real_ledger_twice_writes_nothing(ledger):
    version = LedgerVersion.current()
    with CaptureQueriesContext(connection) as queries:
        report = load(DATA)
    assert writes(queries) == []
    assert report.same == counts()
    assert (report.wrote, report.kept) == (False, [])
    assert LedgerVersion.current() == version
