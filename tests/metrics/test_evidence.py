"""Orbit evidence: age and height of what the catalogues show."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from common.dates import AsOf
from launches.models import ElementSet
from metrics.evidence import orbit_evidence
from metrics.question import Question
from metrics.snapshot import Ledger
from physics.orbits import mean_altitude_km
from tests.metrics.facts import on, project, spacecraft


def elements(number: int, epoch: str, mean_motion: float = 15.21859638) -> ElementSet:
    return ElementSet.objects.create(
        norad_cat_id=number,
        object_name="THING",
        epoch=datetime.fromisoformat(epoch).replace(tzinfo=UTC),
        mean_motion=mean_motion,
        eccentricity=0.0004,
        inclination=45.4,
        ra_of_asc_node=1,
        arg_of_pericenter=1,
        mean_anomaly=1,
        bstar=0,
        mean_motion_dot=0,
        mean_motion_ddot=0,
    )


def test_height_follows_from_mean_motion_as_others_computed_it():
    # The catalogue's Starcloud-1 at 15.21859638 rev/day stands at 497 x 503 km, so about 500 km.
    assert mean_altitude_km(15.21859638) == pytest.approx(500.2, abs=0.3)


def test_the_newest_epoch_counts_whatever_arrived_last(empty_ledger):
    spacecraft(project(), norad_cat_id=66303)
    elements(66303, "2026-08-22T01:00")
    elements(66303, "2026-08-20T01:00")
    [row] = orbit_evidence(on("2026-09-01"))
    assert (str(row.epoch), row.age_days) == ("2026-08-22", 10)


def test_where_no_element_set_came_the_ledgers_own_reading_stands_and_else_nothing(empty_ledger):
    spacecraft(project(), name="A", reading_epoch=date(2026, 8, 22), reading_mean_altitude_km=500.2)
    spacecraft(project(), name="B")
    rows = {row.name: row for row in orbit_evidence(on("2026-09-01"))}
    assert (rows["A"].age_days, rows["A"].mean_altitude_km) == (10, 500.2)
    assert (rows["B"].age_days, rows["B"].mean_altitude_km) == (None, None)


def test_a_reading_of_a_later_day_is_no_evidence_before_it(empty_ledger):
    spacecraft(project(), reading_epoch=date(2026, 8, 22), reading_mean_altitude_km=500.2)
    [row] = orbit_evidence(on("2026-08-01"))
    assert row.age_days is None


def test_a_number_corrected_since_still_tells_what_stood_here_before(empty_ledger):
    craft = spacecraft(project(), norad_cat_id=66303)
    elements(66303, "2026-08-22T01:00")
    elements(66304, "2026-08-24T01:00")
    moment = timezone.now()
    craft.norad_cat_id = 66304
    craft.save()

    now = orbit_evidence(on("2026-09-01"))
    then = orbit_evidence(Question(date(2026, 9, 1), AsOf(date(2026, 9, 1), moment), ledger=Ledger(moment)))

    assert [(row.norad_cat_id, str(row.epoch)) for row in now] == [(66304, "2026-08-24")]
    assert [(row.norad_cat_id, str(row.epoch)) for row in then] == [(66303, "2026-08-22")]
