"""What belongs together, and what only looks so."""

from datetime import date

import pytest

from launches.models import Launch, Spacecraft
from launches.services.ties import mission_key, names_spacecraft, pair_launches
from tests.feeds.rows import record


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Falcon 9 Block 5 | Transporter 18 (Dedicated SSO Rideshare)", "Transporter-18"),
        ("Falcon 9 Block 5 | Bandwagon-4 (Dedicated Mid-Inclination Rideshare)", "Bandwagon-4"),
        ("Falcon 9 Block 5 | Twilight (Dedicated SSO Rideshare)", "Twilight rideshare"),
        ("Unknown Rocket | Chenguang-1", "Chenguang-1 launch"),
        ("Falcon 9 Block 5 | Orbital Pathfinder", "Orbital Pathfinder rideshare"),
        ("Long March 2D | Space Computing Constellation 021", "Space Computing Constellation 021"),
        ("Falcon 9 | Starcloud-2", "Starcloud-2 rideshares"),
    ],
)
def test_a_mission_has_one_key_however_it_is_written(theirs, ours):
    assert mission_key(theirs) == mission_key(ours) != ()


@pytest.mark.parametrize(
    ("one", "other"), [("Transporter-1", "Transporter-18"), ("Crew-13", "Crew-3"), ("Reason-2", "Reason-20")]
)
def test_missions_of_other_numbers_have_other_keys(one, other):
    assert mission_key(one) != mission_key(other)


@pytest.mark.parametrize(
    "name", ["Kinetica 1 | Unknown Payload", "Rocket | Demo Flight", "X | IM-3", "", "|"]
)
def test_a_name_that_tells_nothing_has_no_key(name):
    assert mission_key(name) == ()


def test_a_name_that_is_only_its_vehicle_has_no_key():
    assert mission_key("Lijian-1 Y18", "Lijian-1 (Kinetica-1) Y18") == ()


def launch(**changes) -> Launch:
    values = {"pk": 1, "name": "Lantern-7", "vehicle": "Falcon 9", "provider": "SpaceX", "status": "tbd"}
    days = {"net_first": date(2026, 11, 1), "net_last": date(2026, 11, 30)}
    return Launch(**values | days | changes)


def is_paired(theirs, ours) -> bool:
    return bool(pair_launches([theirs], [ours])[0])


def test_a_planned_launch_may_have_slipped_by_a_year_and_no_more():
    assert is_paired(record(), launch(net_first=date(2025, 12, 1), net_last=date(2025, 12, 31)))
    assert not is_paired(record(), launch(net_first=date(2025, 11, 1), net_last=date(2025, 11, 30)))


def test_a_flown_launch_has_its_day():
    assert is_paired(
        record(), launch(status="success", net_first=date(2026, 12, 4), net_last=date(2026, 12, 4))
    )
    assert not is_paired(record(), launch(status="success"))


def test_another_rocket_of_another_provider_is_another_launch():
    assert not is_paired(record(), launch(vehicle="Vega C", provider="Arianespace"))


def test_providers_that_are_named_otherwise_do_not_part_one_rocket():
    ours = launch(vehicle="Jielong-3 (Smart Dragon 3)", provider="China Rocket (CASC)")
    theirs = record(vehicle="Smart Dragon 3", provider="China Aerospace Science and Technology Corporation")
    assert is_paired(theirs, ours)


def test_the_designator_decides_where_both_have_one():
    assert is_paired(record(designator="2026-300"), launch(name="Quite Another", designator="2026-300"))
    assert not is_paired(record(designator="2026-300"), launch(designator="2026-301"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Reason-2", "On board is Reason-2, a computing satellite."),
        ("Reason-2", "REASON 2 and others"),
        ("Reason-2", "the Reason\u20112 satellite"),
        ("Libra-10 (Tiancheng-10)", "Carries Tiancheng 10."),
        ("Sophia TILE demonstrator", "with the Sophia TILE Demonstrator"),
        ("Chenguang-1", "辰光一号卫星"),
    ],
)
def test_a_spacecraft_is_named_as_a_whole_word(name, text):
    craft = Spacecraft(name=name, native_name="辰光一号", aliases=[])
    assert names_spacecraft(record(description=text), craft)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Reason-2", "Reason-20 and Reason-2A"),
        ("Reason-2", "for reason 2 of the list"),
        ("ZJ-1", "Carries ZJ-1."),
        ("Haikou (Xingshidai-30)", "Built in Haikou."),
        ("Starcloud-2 (first)", "The first of its kind"),
        ("Gravitas", "It has gravitas; Gravitas even."),
        ("Pelican-4", ""),
    ],
)
def test_a_longer_a_common_or_a_short_name_is_not_taken(name, text):
    assert not names_spacecraft(record(description=text), Spacecraft(name=name, aliases=[]))


def test_a_single_word_counts_where_it_is_the_whole_mission():
    assert names_spacecraft(record(mission="Gravitas"), Spacecraft(name="Gravitas", aliases=[]))


def test_an_alias_counts_like_a_name():
    craft = Spacecraft(name="Short", aliases=["LUMEN-1"])
    assert names_spacecraft(record(description="The LUMEN-1 satellite"), craft)


def test_a_designator_on_another_date_does_not_tie_and_is_said():
    other = launch(
        name="Quite Another", designator="2026-300", net_first=date(2025, 5, 14), net_last=date(2025, 5, 14)
    )
    pairs, remarks = pair_launches([record(designator="2026-300")], [other])
    assert pairs == {}
    assert "has the designator 2026-300 of “Quite Another”, but another date: not tied." in remarks[0]
