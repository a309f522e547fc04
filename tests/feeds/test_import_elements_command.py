"""The command import_elements: what it stores, what it says of it, and how it stops."""

import gzip
import os
import signal

import pytest
from django.db import OperationalError

from feeds.formats.elements_file import read
from feeds.http.results import FeedError
from feeds.management.commands import import_elements
from launches.models import ElementSet
from tests.feeds.answers import gp_csv
from tests.feeds.elements import HEADER, JSON, LINE, NOW, ONE, ROW, TWO, command, sets
from tests.feeds.rows import spacecraft


@pytest.mark.usefixtures("empty_ledger")
def test_the_command_stores_what_is_tracked_names_what_is_refused_and_may_run_twice(tmp_path):
    spacecraft(norad_cat_id=66303, identity="catalogued")
    file = tmp_path / "sets.tle"
    other = sets(ONE.replace("66303", "A0001"), TWO.replace("66303", "A0001"))
    file.write_text(f"{sets()}{other}{sets(two=TWO[:-1])}")

    assert "would be new" in command(file, "--dry-run")[0]
    assert not ElementSet.objects.exists()
    out, err = command(file)
    assert "TLE, 3 records: 1 new, 0 known, 1 of objects not tracked, 1 refused." in out
    assert f"{file}:8: refused: line 2 has 68 signs, not 69" in err
    assert "1 record was refused" in err
    assert ElementSet.objects.get().norad_cat_id == 66303
    assert "0 new, 1 known" in command(file)[0]


@pytest.mark.usefixtures("empty_ledger")
def test_the_command_says_what_is_wrong_with_the_file(tmp_path):
    assert f"There is no such file (looked for {tmp_path}/none.csv)" in command(tmp_path / "none.csv")[1]
    assert "This is a folder: name a file in it." in command(tmp_path)[1]
    (tmp_path / "sets.json.gz").write_bytes(gzip.compress(JSON.encode()))
    assert "unpack it first: gunzip FILE. Nothing was stored." in command(tmp_path / "sets.json.gz")[1]
    (tmp_path / "cut.json").write_text(JSON[:-1])
    assert "Nothing was stored" in command(tmp_path / "cut.json")[1]


@pytest.mark.usefixtures("empty_ledger")
def test_a_long_csv_is_stored_in_shares(tmp_path):
    spacecraft(norad_cat_id=66303, identity="catalogued")
    file = tmp_path / "long.csv"
    file.write_bytes(gp_csv([ROW | {"NORAD_CAT_ID": str(65300 + n)} for n in range(1, 1501)]))

    tle_file = tmp_path / "sets.tle"
    tle_file.write_text(sets())

    said = [command(file, "--share", part)[0] for part in ("1/2", "2/2")]

    assert [text.split(" records: ")[0].split(", ")[1] for text in said] == ["998", "502"]
    assert ElementSet.objects.get().norad_cat_id == 66303
    assert "'3/2' is no share" in command(file, "--share", "3/2")[1]
    assert "Only CSV is read in shares, and this is TLE" in command(tle_file, "--share", "1/2")[1]


def test_a_share_names_lines_of_the_file_and_says_what_is_wrong_with_it():
    lines = [HEADER, *[LINE] * 1500, LINE.replace("45.4001", "181"), LINE]
    told = [read("\n".join(lines).encode(), NOW, (part, 2))[1].whole() for part in (1, 2)]
    assert [len(parsed.records) for parsed in told] == [998, 502]
    assert [(bad.position, bad.reason.split(" (")[0]) for bad in told[1].quarantined] == [
        (1502, "INCLINATION '181' is not a number from 0 to 180"),
        (1503, "has no line break at its end: the file may be cut short inside this line"),
    ]
    with pytest.raises(FeedError, match="holds no element set"):
        read(f"{HEADER}\n".encode(), NOW, (1, 2))[1].whole()
    assert read(f"{HEADER}\n{LINE}\n".encode(), NOW, (2, 2))[1].whole().seen == 0


@pytest.fixture
def long_csv(tmp_path, monkeypatch, empty_ledger):
    """A file of 3,000 rows, one of them tracked and one torn, with progress said every 1,000."""
    spacecraft(norad_cat_id=66303, identity="catalogued")
    monkeypatch.setattr("feeds.runs.progress.EVERY_ROWS", 1000)
    rows = [ROW | {"NORAD_CAT_ID": str(65300 + n)} for n in range(1, 3001)]
    rows[4]["MEAN_MOTION"] = "0"
    file = tmp_path / "long.csv"
    file.write_bytes(gp_csv(rows))
    return file


def test_a_long_import_says_how_far_it_is_where_somebody_looks(long_csv):
    assert "records read" not in command(long_csv)[1]
    told = [line for line in command(long_csv, "--verbosity", "2")[1].splitlines() if "records read" in line]
    assert told == [
        f"{long_csv}: 1,001 records read, 1 refused, nothing stored yet.",
        f"{long_csv}: 2,001 records read, 1 refused, nothing stored yet.",
    ]


def test_a_share_says_what_of_it_is_stored(long_csv, monkeypatch):
    monkeypatch.setattr(import_elements, "PART", 1000)
    err = command(long_csv, "--share", "1/1", "--verbosity", "2")[1]
    assert [line.partition(": ")[2] for line in err.splitlines() if "records read" in line] == [
        "1,001 records read, 1 refused, 0 stored, 0 known.",
        "2,001 records read, 1 refused, 1 stored, 0 known.",
    ]


def fault_at_second_part(monkeypatch, fault) -> None:
    monkeypatch.setattr(import_elements, "PART", 1200)
    store, parts = import_elements.store_element_sets, []

    def failing(records, **options):
        parts.append(1)
        if len(parts) == 2:
            fault()
        return store(records, **options)

    monkeypatch.setattr(import_elements, "store_element_sets", failing)


def locked() -> None:
    raise OperationalError("database is locked")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (locked, "The database failed (database is locked)"),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), "Stopped"),
    ],
)
def test_a_share_that_dies_says_how_far_it_got_and_may_run_again(long_csv, monkeypatch, fault, words):
    before = signal.getsignal(signal.SIGTERM)
    fault_at_second_part(monkeypatch, fault)
    err = command(long_csv, "--share", "1/1")[1]
    assert f"{words} in share 1/1 after 1,201 records: 1 stored, 0 known. These stay" in err
    assert ElementSet.objects.count() == 1
    assert signal.getsignal(signal.SIGTERM) is before
    monkeypatch.undo()
    assert "0 new, 1 known" in command(long_csv, "--share", "1/1")[0]


def test_a_whole_file_that_is_stopped_stores_nothing(long_csv, monkeypatch):
    monkeypatch.setattr(import_elements, "store_element_sets", lambda *_a, **_k: locked())
    assert (
        "The database failed (database is locked) after 3,000 records. Nothing was stored."
        in command(long_csv)[1]
    )
    assert not ElementSet.objects.exists()
