"""Tracked in orbit: what the catalogues show, and never that a computer works."""

import pytest

from metrics.tracked import tracked, tracked_in_orbit
from tests.metrics.facts import as_of, day, decay, elements, on, project, reading, spacecraft

LATE = "2026-11-22"


def word(question) -> tuple[str, str]:
    [row] = tracked_in_orbit(question)
    return row.tracked, row.by


def test_a_satellite_is_tracked_while_its_newest_set_is_at_most_thirty_days_old(empty_ledger):
    spacecraft(norad_cat_id=1, status="")
    elements(1, "2026-10-23")
    assert word(as_of(LATE)) == ("tracked", "elements")  # 30 days
    assert word(as_of("2026-11-23")) == ("last_tracked", "elements")
    [row] = tracked_in_orbit(as_of("2026-11-23"))
    assert (row.on, row.age_days) == (day("2026-10-23"), 31)


def test_where_the_site_has_no_sets_of_that_time_the_catalogue_reading_of_the_ledger_counts(empty_ledger):
    craft = spacecraft(norad_cat_id=1, status="tracked", status_on="2026-08-22")
    assert word(as_of(LATE)) == ("tracked", "ledger")
    count = tracked(as_of(LATE), "US")
    assert (count.value, count.ledger, count.oldest) == (1, 1, day("2026-08-22"))
    assert [fact.slug for fact in count.facts] == [craft.readings.get().slug]
    # A site that follows others has sets of that time: this one is not among them any more.
    spacecraft(norad_cat_id=2, name="Other", status="")
    elements(2, "2026-11-20")
    assert [(row.name, row.tracked) for row in tracked_in_orbit(as_of(LATE))] == [
        ("Other", "tracked"), (craft.name, "last_tracked"),
    ]  # fmt: skip


def test_a_catalogue_reading_of_the_ledger_stands_in_for_sets_with_its_day_for_a_year(empty_ledger):
    spacecraft(status="tracked", status_on="2025-11-23")
    for asked, told in (("2026-11-23", "tracked"), ("2026-11-24", "last_tracked")):
        [row] = tracked_in_orbit(on(asked))
        assert (row.tracked, row.on, row.by) == (told, day("2025-11-23"), "ledger")


def test_a_past_day_is_told_by_the_readings_known_then(empty_ledger):
    spacecraft(status="tracked", status_on="2026-08-22")
    assert tracked(as_of("2026-08-21"), "US").value is None  # flown, and no catalogue was read by then
    assert tracked(as_of("2026-08-22"), "US").value == 1


@pytest.mark.parametrize("by", ["catalogue entry", "reading"])
def test_what_decayed_is_gone_from_its_day(empty_ledger, by):
    craft = spacecraft(norad_cat_id=1, status="tracked", status_on="2026-05-01")
    if by == "reading":
        reading(craft, "deorbited", "2026-06-01")
    else:
        decay(1, "2026-06-01")
    assert word(as_of("2026-05-31"))[0] == "tracked"
    assert word(as_of("2026-06-01"))[0] == "gone"
    assert tracked(as_of("2026-06-01"), "US").value == 0


def test_a_hosted_payload_is_never_tracked_itself(empty_ledger):
    spacecraft(identity="hosted", norad_cat_id=1)
    elements(1, "2026-11-20")
    assert word(on(LATE)) == ("hosted", "")
    assert tracked(on(LATE), "US").value == 0


def test_a_report_of_work_tracks_nothing_and_a_failed_satellite_is_tracked_all_the_same(empty_ledger):
    spacecraft(status="operational", status_on="2026-11-01", name="Reported")
    failed = spacecraft(status="failed", status_on="2026-10-01", name="Failed")
    reading(failed, "tracked", "2026-11-01")
    found = {row.name: row.tracked for row in tracked_in_orbit(on(LATE))}
    assert found == {"Reported": "not_found", "Failed": "tracked"}


def test_one_of_which_nobody_states_compute_stands_apart(empty_ledger):
    spacecraft(status="tracked", status_on="2026-11-01", compute="unknown")
    count = tracked(on(LATE), "US")
    assert (count.value, count.unstated, count.facts) == (0, 1, ())


def test_edge_projects_are_not_counted(empty_ledger):
    spacecraft(project("CN", scope="edge"), status="tracked", status_on="2026-11-01")
    assert tracked(on(LATE), "CN").value == 0
