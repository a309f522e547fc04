"""However a run ends, its row says so and the ledger counts as changed."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from facts.models import LedgerVersion
from feeds.models import FeedRun
from feeds.runs.runner import run
from launches.models import Launch
from tests.feeds.answers import (
    launch,
    serve,
)
from tests.feeds.runs.feeds import LAUNCHES


@pytest.mark.usefixtures("empty_ledger")
def test_a_fault_of_our_own_is_written_down_and_stores_nothing(replay):
    serve(replay, [launch()])

    def broken(records, *, seen_at):
        LAUNCHES.store(records, seen_at=seen_at)
        raise KeyError("nobody thought of this")

    row = run(replace(LAUNCHES, store=broken))

    assert row.outcome == "failed"
    assert "KeyError" in row.sentence
    assert (row.added, Launch.objects.count()) == (0, 0)


@pytest.mark.usefixtures("empty_ledger")
def test_an_interrupted_run_does_not_stay_running(replay):
    def interrupted(client):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(replace(LAUNCHES, fetch=interrupted))
    assert FeedRun.objects.get().outcome == "failed"


@pytest.mark.usefixtures("empty_ledger")
def test_every_run_that_ends_marks_the_ledger_as_changed(replay):
    serve(replay, [launch()])
    before = LedgerVersion.current()
    run(LAUNCHES)
    assert LedgerVersion.current() > before


@pytest.mark.usefixtures("empty_ledger")
def test_the_end_of_a_run_is_written_when_the_database_is_free_again(replay, monkeypatch):
    serve(replay, [launch()])
    monkeypatch.setattr("feeds.runs.lifecycle.END_WAITS_S", (0.0, 0.0))
    calls = []

    def locked():
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("database is locked")

    def broken(records, *, seen_at):
        raise KeyError("nobody thought of this")

    monkeypatch.setattr("feeds.runs.lifecycle.LedgerVersion.bump", locked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("feeds.runs.lifecycle.connection", SimpleNamespace(in_atomic_block=False))
        row = run(replace(LAUNCHES, store=broken))
    row.refresh_from_db()
    assert (row.outcome, len(calls)) == ("failed", 3)
