"""Readings that cannot be true beside their spacecraft or each other are named in the files, each in a sentence."""

import pytest

from facts.ledger.load import load
from tests.facts.ledger.small_ledger import faults_of, small, write

pytestmark = pytest.mark.usefixtures("empty_ledger")
CRAFT = {
    "slug": "one", "name": "One", "project": "plan", "country": "CN", "identity": "catalogued",
    "launched_on": "2025-05-14", "summary": "One.", "confidence": "reported", "sources": ["press-1"],
}  # fmt: skip


def folder(tmp_path, readings, craft: dict | None = None, basis: str = "press"):
    rows = [
        {"slug": f"r{n}", "spacecraft": "one", "on": on, "state": state, "basis": basis, "says": "Said.",
         "confidence": "reported", "sources": ["press-1"]}
        for n, (state, on) in enumerate(readings)
    ]  # fmt: skip
    return write(tmp_path, small() | {"spacecraft": [CRAFT | (craft or {})], "status_readings": rows})


def found(tmp_path, *readings: tuple[str, str], craft: dict | None = None, basis: str = "press") -> list[str]:
    return faults_of(folder(tmp_path, readings, craft, basis))


def test_readings_in_any_order_and_two_that_disagree_are_taken(tmp_path):
    readings = [("failed", "2026-03-01"), ("operational", "2025-06-01"), ("operational", "2026-03-01")]
    assert load(folder(tmp_path, readings)).created["status_readings"] == 3


@pytest.mark.parametrize(
    ("readings", "fault"),
    [
        (
            [("operational", "2025-05-13")],
            "r0 · on: 13 May 2025 lies before the launch of One on 14 May 2025",
        ),
        (
            [("planned", "2026-01-01")],
            "r0 · state: planned is read of One on 1 Jan 2026, and it flew on 14 May 2025",
        ),
        (
            [("deorbited", "2026-01-01"), ("operational", "2026-02-01")],
            "r0 · on: One decayed by the reading of 1 Jan 2026",
        ),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, readings, fault):
    faults = found(tmp_path, *readings)
    assert faults[0].startswith(f"status_readings.yaml · {fault}"), faults


def test_a_catalogue_carries_no_work_and_no_hosted_payload(tmp_path):
    [work] = found(tmp_path, ("operational", "2026-01-01"), basis="catalogue")
    assert (
        "r0 · state: a catalogue or an element set shows that an object is tracked or decayed, never more"
        in work
    )
    [hosted] = found(tmp_path, ("tracked", "2026-01-01"), craft={"identity": "hosted"}, basis="catalogue")
    assert "r0 · state: One is hosted: what is tracked is its host" in hosted


def test_a_record_of_which_nothing_tells_when_it_was_known_must_say_it(tmp_path):
    records = small()
    for source in records["sources"]:
        source.pop("published_on", None)
    craft = {key: value for key, value in CRAFT.items() if key != "launched_on"}
    faults = faults_of(write(tmp_path, records | {"spacecraft": [craft]}))
    assert [fault for fault in faults if "spacecraft.yaml" in fault] == [
        "spacecraft.yaml · one · found_on: is missing: neither a source nor the record has a date that its day "
        "could follow from; write the day on which it was found, and found_reason"
    ]
