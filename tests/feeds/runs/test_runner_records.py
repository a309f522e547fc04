"""Records that a run cannot read, and answers too long for memory."""

from dataclasses import replace

import pytest

from feeds.models import QuarantinedRecord
from feeds.registry import FEEDS
from feeds.runs.runner import run
from tests.feeds.answers import (
    gp_csv,
    gp_row,
    launch,
    serve,
)
from tests.feeds.runs.feeds import ELEMENTS, LAUNCHES
from tests.present import present


@pytest.mark.usefixtures("tracked")
def test_a_record_that_cannot_be_read_is_kept_for_a_person_and_the_rest_is_stored(replay):
    serve(replay, rows=[gp_row(ECCENTRICITY="7"), gp_row()])
    row = run(ELEMENTS)

    assert (row.outcome, row.seen, row.added, row.quarantined) == ("stored", 2, 1, 1)
    aside = QuarantinedRecord.objects.get(run=row)
    assert (aside.feed, aside.position) == ("celestrak-gp", 1)
    assert "ECCENTRICITY '7'" in aside.reason
    assert aside.raw.startswith("LANTERN-1,2025-248L,")
    assert "1 in quarantine: ECCENTRICITY" in row.sentence


@pytest.mark.usefixtures("empty_ledger")
def test_a_word_unknown_here_is_named_in_the_run_s_sentence(replay):
    serve(replay, [launch(status=42), launch(id="00000000-0000-0000-0000-000000000007")])
    row = run(LAUNCHES)

    assert (row.added, row.quarantined) == (1, 1)
    assert "WORDS UNKNOWN HERE: status 42 (“Status 42”)" in row.sentence


@pytest.mark.usefixtures("empty_ledger")
def test_an_answer_of_which_nothing_can_be_read_is_refused_and_kept_to_look_at(replay):
    serve(replay, [launch(net=None)])
    row = run(LAUNCHES)

    assert row.outcome == "refused"
    assert "None of 1 records could be read; the first net is missing" in row.sentence
    assert QuarantinedRecord.objects.count() == row.quarantined == 1


@pytest.mark.usefixtures("empty_ledger")
def test_one_unreadable_change_alone_is_set_aside_and_the_feed_goes_on(replay):
    changes = FEEDS["launch-library-changes"]
    serve(replay, [launch(status=42)])
    for _ in range(3):
        row = run(changes, force=True)
        assert (row.outcome, row.quarantined) == ("unchanged", 1)
    assert QuarantinedRecord.objects.get().times == 3


@pytest.mark.usefixtures("empty_ledger")
def test_changes_of_which_none_can_be_read_are_refused(replay):
    serve(replay, [launch(status=42, id=f"00000000-0000-0000-0000-{n:012d}") for n in range(5)])
    assert run(FEEDS["launch-library-changes"]).outcome == "refused"


@pytest.mark.usefixtures("tracked")
def test_a_long_answer_lies_in_a_file_and_is_read_alike(replay, monkeypatch):
    monkeypatch.setattr("feeds.http.transport.IN_MEMORY", 2_000)
    rows = [gp_row(), *(gp_row(NORAD_CAT_ID=str(n)) for n in range(5, 30))]
    serve(replay, rows=rows)
    row = run(ELEMENTS)
    row.refresh_from_db()
    assert (row.outcome, row.seen, row.added) == ("stored", 26, 1)
    assert present(row.raw).bodies == [gp_csv(rows)]


@pytest.mark.usefixtures("tracked")
def test_a_long_list_is_read_before_anybody_waits_for_its_store(replay, monkeypatch):
    monkeypatch.setattr("feeds.runs.runner.READ_AHEAD", 2)
    serve(replay, rows=[gp_row(NORAD_CAT_ID=str(n)) for n in (*range(5, 30), 66303)])
    streams, read_by_then = [], []

    def parse(bodies, received_at):
        streams.append(ELEMENTS.parse(bodies, received_at))
        return streams[-1]

    def store(records, *, seen_at):
        read_by_then.append(streams[-1].good)
        return ELEMENTS.store(records, seen_at=seen_at)

    row = run(replace(ELEMENTS, store=store, parse=parse))
    assert (read_by_then, row.seen, row.added) == ([26], 26, 1)
