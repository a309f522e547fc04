"""Beat goes on with a damaged schedule file and after a clock was set back, and says so."""

from __future__ import annotations

import shelve
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.beat import PersistentScheduler, ScheduleEntry

from racetracker.beat import BEFORE_ALL, Entry, Scheduler
from racetracker.celery import app
from racetracker.schedule import SCHEDULE


def begun(path: Path, kind: Any = Scheduler) -> Any:
    """A scheduler that has read its file."""
    return kind(app=app, schedule_filename=str(path))


def files_of(path: Path) -> list[Path]:
    """The files that the module beneath makes under this name, or under names that begin so: one, or three."""
    return [one for one in sorted(path.parent.iterdir()) if one.name.startswith(path.name)]


@pytest.fixture
def schedule(tmp_path: Path) -> Path:
    """A schedule file as beat leaves it after a while."""
    path = tmp_path / "beat-schedule"
    scheduler = begun(path)
    for entry in scheduler.schedule.values():
        entry.last_run_at, entry.total_run_count = datetime.now(UTC), 7
    scheduler.close()
    return path


DAMAGE = {
    "zeros": lambda body: bytes(len(body)),
    "zeros behind the head": lambda body: body[:64] + bytes(len(body) - 64),
    "zeros in the middle": lambda body: (
        body[: len(body) // 3] + bytes(len(body) // 3) + body[2 * len(body) // 3 :]
    ),
    "cut": lambda body: body[: len(body) // 2],
    "empty": lambda body: b"",
    "other text": lambda body: b"not a schedule\n" * 500,
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_schedule_file_is_set_aside_and_every_task_is_due(schedule, kind, caplog):
    files = files_of(schedule)
    damaged = {file: DAMAGE[kind](file.read_bytes()) for file in files}
    for file, body in damaged.items():
        file.write_bytes(body)

    scheduler = begun(schedule)

    entries = scheduler.schedule
    assert entries.keys() == SCHEDULE.keys()
    assert {entry.total_run_count for entry in entries.values()} == {0}
    assert all(entry.is_due().is_due for entry in entries.values())
    if any(damaged.values()):  # an empty file is a new one to every module beneath
        assert "made anew: every task is due now" in caplog.text
        kept = {file: file.with_name(f"{file.name}.unreadable") for file in files}
        assert {file: aside.read_bytes() for file, aside in kept.items()} == damaged
    scheduler.close()
    again = begun(schedule)
    assert again.schedule.keys() == SCHEDULE.keys()
    again.close()


@pytest.mark.parametrize("what", ["a text", {"celestrak-gp": 7}, None])
def test_entries_that_are_none_are_set_aside(schedule, what):
    with shelve.open(str(schedule)) as store:
        store["entries"] = what
    scheduler = begun(schedule)
    assert scheduler.schedule.keys() == SCHEDULE.keys()
    assert all(isinstance(entry, Entry) and entry.is_due().is_due for entry in scheduler.schedule.values())
    scheduler.close()


def test_a_task_that_ran_by_a_clock_ahead_is_due_now_and_then_as_ever(schedule, caplog):
    scheduler = begun(schedule)
    entry = scheduler.schedule["celestrak-gp"]
    entry.last_run_at = datetime.now(UTC) + timedelta(days=30)

    assert entry.is_due().is_due
    assert "by a clock that was ahead" in caplog.text
    later = next(entry)
    assert not later.is_due().is_due
    assert isinstance(later, Entry)
    scheduler.close()


def test_a_task_that_ran_a_moment_ahead_waits_as_ever(schedule):
    scheduler = begun(schedule)
    entry = scheduler.schedule["celestrak-gp"]
    entry.last_run_at = datetime.now(UTC) + timedelta(minutes=2)
    assert not entry.is_due().is_due
    scheduler.close()


def test_a_file_of_an_older_version_is_read_on(tmp_path):
    path = tmp_path / "beat-schedule"
    older = begun(path, PersistentScheduler)
    for entry in older.schedule.values():
        entry.last_run_at, entry.total_run_count = datetime.now(UTC), 3
    assert {type(entry) for entry in older.schedule.values()} == {ScheduleEntry}
    older.close()

    scheduler = begun(path)

    assert {type(entry) for entry in scheduler.schedule.values()} == {Entry}
    assert not any(entry.is_due().is_due for entry in scheduler.schedule.values())
    scheduler.close()


def test_what_never_ran_is_due_at_once(tmp_path):
    scheduler = begun(tmp_path / "beat-schedule")
    assert {entry.last_run_at for entry in scheduler.schedule.values()} == {BEFORE_ALL}
    assert app.conf.beat_scheduler == "racetracker.beat:Scheduler"
    scheduler.close()
