"""The state of a spacecraft by its readings, and what cannot be read."""

from types import SimpleNamespace

import pytest

from launches.models import StatusReading, state_of
from launches.models.states import Craft, Read, by_catalogue, contradictions
from tests.metrics.facts import day, when


def made(state: str, on: str, slug: str = "") -> StatusReading:
    days = when(on)
    return StatusReading(
        slug=slug or f"{state}-{on}", state=state, basis="press",
        on_first=days.first, on_last=days.last, on_precision=days.precision,
    )  # fmt: skip


def flown(on: str | None = "2025-01-01") -> SimpleNamespace:
    return SimpleNamespace(launched_on_first=day(on) if on else None)


def word(*readings: tuple[str, str], at: str = "2026-06-01", craft: SimpleNamespace | None = None) -> str:
    return state_of(craft or flown(), [made(*one) for one in readings], day(at)).word


def test_the_newest_day_counts_whatever_came_first():
    early, late = ("operational", "2025-02-01"), ("failed", "2025-03-01")
    assert word(early, late) == word(late, early) == "failed"
    assert word(early, late, at="2025-02-28") == "operational"


def test_before_its_launch_it_is_planned_and_after_it_unknown_until_somebody_reads():
    assert word(at="2024-12-31") == "planned"
    assert word() == "unknown"
    assert word(("planned", "2024-06-01")) == "unknown"
    state = state_of(flown("2027-01-01"), [made("planned", "2026-01-01")], day("2026-06-01"))
    assert (state.word, str(state.on), state.flew) == ("planned", "1 Jan 2026", False)


def test_one_without_a_launch_date_flew_if_a_reading_says_so():
    assert word(craft=flown(None)) == "planned"
    assert word(("operational", "2026-05-01"), craft=flown(None)) == "operational"
    assert word(("operational", "2026-05-01"), craft=flown(None), at="2026-04-30") == "planned"


def test_a_vague_day_counts_from_its_first_and_ranks_by_its_last():
    assert word(("operational", "2026")) == "operational"
    assert word(("operational", "2025-12"), ("failed", "2025-12-10")) == "operational"


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("tracked", "operational", "operational"),
        ("tracked", "failed", "failed"),
        ("tracked", "group", "group"),
        ("operational", "failed", "disputed"),
        ("operational", "degraded", "disputed"),
        ("deorbited", "tracked", "disputed"),
        ("deorbited", "failed", "deorbited"),
    ],
)
def test_two_of_one_day_go_together_or_disagree(one, other, state):
    found = state_of(flown(), [made(one, "2026-01-01"), made(other, "2026-01-01")], day("2026-06-01"))
    assert found.word == state
    assert {reading.state for reading in found.readings} == {one, other}


def test_tracked_and_working_are_told_apart():
    readings = [made("operational", "2025-12-10"), made("tracked", "2026-03-01"), made("group", "2026-02-01")]
    state = state_of(flown(), readings, day("2026-06-01"))
    assert (state.word, state.work_word, str(state.work_on)) == ("tracked", "operational", "10 Dec 2025")
    assert (state.tracked, state.group) == (readings[1], readings[2])
    assert state.work_earlier


# --- What cannot be read ---------------------------------------------------------------------------
LAUNCHED = Craft("Sat", when("2025-05-14"), hosted=False, flies=True)


def faults(state: str, on: str, craft: Craft = LAUNCHED, *others: tuple[str, str]) -> list[str]:
    rest = [Read(other, when(said)) for other, said in others]
    return [sentence for _field, sentence in contradictions(Read(state, when(on)), craft, rest)]


def test_what_goes_together_is_no_fault():
    assert faults("planned", "2025-05-13") == []
    assert faults("operational", "2025-05") == []
    assert faults("tracked", "2025-06-01", LAUNCHED, ("deorbited", "2026-01-01")) == []
    assert faults("operational", "2026", Craft("Box", None, hosted=True, flies=True)) == []


@pytest.mark.parametrize(
    ("state", "on", "craft", "others", "sentence"),
    [
        ("operational", "2025-05-13", LAUNCHED, (), "13 May 2025 lies before the launch of Sat on 14 May 2025"),
        ("planned", "2025-05-15", LAUNCHED, (), "planned is read of Sat on 15 May 2025, and it flew on 14 May 2025"),
        ("operational", "2026", Craft("Sat", None, False, False), (), "Sat has not flown by its identity"),
        ("tracked", "2026", Craft("Box", None, True, True), (), "Box is hosted: what is tracked is its host"),
        ("operational", "2026-02-01", LAUNCHED, (("deorbited", "2026-01-01"),),
         "Sat decayed by the reading of 1 Jan 2026, and is operational on 1 Feb 2026"),
        ("deorbited", "2026-01-01", LAUNCHED, (("tracked", "2026-02-01"),),
         "Sat decayed by the reading of 1 Jan 2026, and is tracked on 1 Feb 2026"),
    ],
)  # fmt: skip
def test_what_a_reading_cannot_say_is_a_sentence(state, on, craft, others, sentence):
    [fault] = faults(state, on, craft, *others)
    assert fault.startswith(sentence)


def test_a_catalogue_says_tracked_and_deorbited_alone():
    assert by_catalogue("tracked", "catalogue") == by_catalogue("deorbited", "catalogue") == ""
    assert by_catalogue("operational", "amateur") == ""
    assert "never more" in by_catalogue("operational", "catalogue")
