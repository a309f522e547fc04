"""Rows of the ledger for tests that start from none, and the records of feeds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from common.dates import PartialDate
from launches.models import Launch, Spacecraft
from launches.records import ElementSetRecord, LaunchRecord
from projects.models import Project

STATED_AT = datetime(2026, 11, 1, 10, tzinfo=UTC)
SEEN_AT = datetime(2026, 11, 2, 3, tzinfo=UTC)
NET = datetime(2026, 12, 5, 12, 15, tzinfo=UTC)
RECORD = LaunchRecord(
    ll2_id=UUID("0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60"),
    updated_at=STATED_AT,
    name="Falcon 9 Block 5 | Lantern 7",
    mission="Lantern 7",
    net=NET,
    net_precision="minute",
    net_first=NET.date(),
    net_last=NET.date(),
    status="go",
    vehicle="Falcon 9 Block 5",
    provider="SpaceX",
    country="US",
    pad="Space Launch Complex 4E",
    site="Vandenberg SFB, CA, USA",
)
ELEMENTS = ElementSetRecord(
    norad_cat_id=66303, epoch=datetime(2026, 11, 1, 1, 48, 26, 987904, tzinfo=UTC), object_name="LANTERN-1",
    object_id="2025-248L", mean_motion=15.21859638, eccentricity=0.00039991, inclination=45.4001,
    ra_of_asc_node=126.4652, arg_of_pericenter=44.7093, mean_anomaly=315.4116, ephemeris_type=0,
    classification_type="U", element_set_no=999, rev_at_epoch=4457, bstar=0.20454895e-3,
    mean_motion_dot=0.4451e-4, mean_motion_ddot=0.0,
)  # fmt: skip


def record(number: int = 0, **changes) -> LaunchRecord:
    """The record, of another launch where a number is given."""
    return replace(RECORD, ll2_id=UUID(int=RECORD.ll2_id.int + number), **changes)


def ledger_launch(name: str = "Lantern-7", **changes) -> Launch:
    values = {
        "slug": "lantern-7",
        "vehicle": "Falcon 9",
        "provider": "SpaceX",
        "country": "US",
        "net_precision": "month",
        "net_first": date(2026, 11, 1),
        "net_last": date(2026, 11, 30),
        "status": "tbd",
        "summary": "The ledger's own words.",
        "confidence": "confirmed",
        "known_on": date(2026, 1, 5),
    }
    return Launch.objects.create(name=name, **values | changes)


def project() -> Project:
    found = Project.objects.filter(slug="lantern").first()
    return found or Project.objects.create(
        slug="lantern", name="Lantern", country="US", kind="constellation", scope="core", summary="Relays.",
        current_on_first=date(2026, 1, 1), current_on_last=date(2026, 1, 1), current_on_precision="day",
        confidence="confirmed", known_on=date(2026, 1, 1),
    )  # fmt: skip


def spacecraft(name: str = "Lantern-71", **changes) -> Spacecraft:
    day = PartialDate.of(date(2026, 1, 1))
    values = {
        "slug": name.lower().replace(" ", "-"),
        "project": project(),
        "country": "US",
        "identity": "none",
        "summary": "A relay.",
        "confidence": "confirmed",
        "known_on": day.first,
    }
    return Spacecraft.objects.create(name=name, **values | changes)
