"""Strict readers: a value that cannot be meant stops the start with a sentence naming the setting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from racetracker import environment as read

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("value", "meant"), [("yes", True), (" ON ", True), ("0", False), ("false", False)])
def test_a_flag_is_yes_or_no(monkeypatch, value, meant):
    monkeypatch.setenv("DEBUG", value)
    assert read.flag("DEBUG", default=not meant) is meant


@pytest.mark.parametrize("default", [True, False])
def test_an_empty_flag_is_not_set(monkeypatch, default):
    monkeypatch.setenv("DEBUG", "  ")
    assert read.flag("DEBUG", default=default) is default


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (lambda: read.flag("X", default=False), "perhaps"),
        (lambda: read.whole_number("X", 5, 1, 10), "11"),
        (lambda: read.whole_number("X", 5, 1, 10), "5.0"),
        (lambda: read.whole_number("X", 5, 1, 10), "five"),
        (lambda: read.web_address("X", "https://example.org"), "ftp://example.org"),
        (lambda: read.web_address("X", "https://example.org"), "example.org"),
        (lambda: read.folder("X", Path("data")), "/no/such/folder"),
        (lambda: read.origins("X"), "example.org"),
        (lambda: read.origins("X"), "https://example.org/path"),
        (lambda: read.redis_address("X"), "http://localhost:6379"),
        (lambda: read.redis_address("X"), "localhost"),
        (lambda: read.database("X", Path("x.sqlite3")), "oracle://user@host/name"),
        (lambda: read.database("X", Path("x.sqlite3")), "postgres://user@host"),
        (lambda: read.database("X", Path("x.sqlite3")), "nonsense"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(monkeypatch, reader, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match=r"^X="):
        reader()


def test_sqlite_takes_its_write_lock_at_once_and_keeps_a_write_ahead_log(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    options = read.database("DATABASE_URL", Path("/tmp/x.sqlite3"))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


@pytest.mark.parametrize("address", ["sqlite:////tmp/x.sqlite3", "postgres://user@host/name"])
def test_a_connection_is_kept_between_requests_for_a_minute(monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)
    settings = read.database("DATABASE_URL", Path("/tmp/x.sqlite3"))
    assert (settings["CONN_MAX_AGE"], settings["CONN_HEALTH_CHECKS"]) == (60, True)


START = """
DEBUG        | DEBUG=perhaps
DEBUG        | DEBUG=yes PRODUCTION=yes SECRET_KEY=x
SECRET_KEY   | PRODUCTION=yes
DATABASE_URL | DATABASE_URL=mongodb://localhost/racetracker
REDIS_URL    | REDIS_URL=localhost:6379
PORT         | PORT=eighty
WEB_THREADS  | WEB_THREADS=0
HTTPS        | HTTPS=maybe
LEDGER_DIR   | LEDGER_DIR=/no/such/folder
"""


@pytest.mark.slow
@pytest.mark.parametrize("line", START.strip().splitlines())
def test_the_start_stops_with_a_sentence(line, tmp_path):
    name, _, settings = (part.strip() for part in line.partition("|"))
    given = dict(pair.split("=", 1) for pair in settings.split())
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("Racetracker cannot start: ")
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
