"""The day since when a fact was known must be shown by a source; else it says when it was found."""

from datetime import date
from typing import Any

import pytest

from common.dates import AsOf
from facts.ledger.load import load
from projects.models import StatusChange
from tests.facts.ledger.small_ledger import change, faults_of, small, write

pytestmark = pytest.mark.usefixtures("empty_ledger")

UNDATED: dict[str, Any] = {"sources": ["undated-1"]}
FOUND: dict[str, Any] = {"found_on": "2026-11-22", "found_reason": "The page shows no date."}
LATER = "2026-11-22 is later than its newest dated source (2026-03-30): leave it out"
NONE = (
    "none of its sources has a date, and no event of that day rests on one of them: "
    "write found_on, the day on which it was found, and found_reason"
)


@pytest.mark.parametrize(
    ("fields", "key", "sentence"),
    [
        ({"known_on": "2026-11-22"}, "known_on", LATER),
        (UNDATED | {"known_on": "2026-11-22"}, "known_on", NONE),
        (FOUND, "found_on", "has a dated source: leave found_on and found_reason out, its day is known"),
        (UNDATED | {"found_on": "2026-11-22"}, "found_reason", "is missing: write why the day is unknown"),
        (
            UNDATED | {"found_reason": "None."}, "found_on",
            "is missing: a reason stands beside the day on which it was found",
        ),
        (
            UNDATED | FOUND | {"known_on": "2026-11-22"}, "found_on",
            "stands beside known_on: a day is either known or the day of finding",
        ),
    ],
)  # fmt: skip
def test_a_day_that_nothing_shows_is_refused_with_a_sentence(tmp_path, fields, key, sentence):
    faults = faults_of(write(tmp_path, change("status_changes", **fields)))
    assert faults == [f"status_changes.yaml · plan-announced · {key}: {sentence}"]


def test_a_fact_of_unknown_day_appears_when_it_was_found(tmp_path):
    load(write(tmp_path, change("status_changes", **UNDATED, **FOUND)))
    step = StatusChange.objects.get()
    assert (step.known_on, step.found_on) == (date(2026, 11, 22), date(2026, 11, 22))
    assert not StatusChange.objects.known_by(AsOf(date(2026, 11, 21))).exists()
    assert StatusChange.objects.known_by(AsOf(date(2026, 11, 22))).exists()


PROMISE = {
    "slug": "plan-flies", "project": "plan", "milestone": "first_launch", "promise": "first-launch",
    "text": "It flies.", "stated_on": "2026-03-30", "due": "2026-06", "confidence": "reported",
    "sources": ["press-1"],
}  # fmt: skip


@pytest.mark.parametrize("key", ["outcome_on", "not_met_on"])
def test_an_outcome_needs_a_source_that_can_tell_it(tmp_path, key):
    told = small() | {"targets": [PROMISE | {key: "2026-05-02"}]}
    assert faults_of(write(tmp_path, told)) == [
        f"targets.yaml · plan-flies · {key}: 2026-05-02: its newest source is of 2026-03-30: "
        "add the source that says so"
    ]
    for sources in (["press-1", "undated-1"], ["press-1", "later"]):
        told["targets"][0]["sources"] = sources
        later = small()["sources"][0] | {
            "slug": "later",
            "url": "https://example.org/x",
            "published_on": "2026-05",
        }
        load(write(tmp_path, told | {"sources": [*small()["sources"], later]}))


@pytest.mark.parametrize("day", ["2026-03-15", "2026-03-30"])
def test_an_undated_page_is_dated_by_an_event_that_rests_on_it(tmp_path, day):
    records = small()
    records["organizations"][0] |= UNDATED | {"known_on": day, "current_on": "2026"}
    records["statements"][0] |= {"sources": ["press-1", "undated-1"], "stated_on": "2026-03-15"}
    folder = write(tmp_path, records)
    if day == "2026-03-15":
        load(folder)
    else:
        assert faults_of(folder) == [f"organizations.yaml · maker · known_on: {NONE}"]


def test_the_date_of_a_flight_or_an_announcement_is_no_proof_that_it_was_known(tmp_path):
    records = small()
    records["projects"][0] |= UNDATED | {"announced_on": "2026-03-15", "confidence": "reported"}
    refused = f"projects.yaml · plan · found_on: {NONE}"
    assert faults_of(write(tmp_path, records)) == [refused]
    records["projects"][0]["known_on"] = "2026-03-15"
    assert faults_of(write(tmp_path, records)) == [refused.replace("found_on:", "known_on:", 1)]
    records["statements"][0] |= {"sources": ["press-1", "undated-1"], "stated_on": "2026-03-15"}
    load(write(tmp_path, records))
