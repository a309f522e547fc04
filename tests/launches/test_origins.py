"""Where element sets came from, and that those of Space-Track leave the site by no door."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from feeds.formats.elements_origin import origin_of
from feeds.sources.celestrak_gp import CELESTRAK_GP
from launches.models import CELESTRAK, SPACE_TRACK, CatalogueEntry, ElementSet, Spacecraft
from launches.services import store_element_sets
from launches.services.retention import thin_element_sets
from metrics.question import Question
from tests.feeds.elements import JSON, command, sets
from tests.feeds.rows import ELEMENTS, SEEN_AT, spacecraft
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")
RECENT = timezone.now() - timedelta(days=1)
NOW_SET = replace(ELEMENTS, epoch=RECENT)


@pytest.fixture(autouse=True)
def craft(empty_ledger):
    return spacecraft(norad_cat_id=66303, identity="catalogued")


def store(*records, origin=SPACE_TRACK):
    return store_element_sets(records, seen_at=SEEN_AT, origin=origin)


def answered(client) -> list[str]:
    rows = client.get("/api/v1/element-sets/").json()["results"]
    return [row["origin"] for row in rows]


def test_what_celestrak_answers_is_of_celestrak():
    CELESTRAK_GP.store([NOW_SET], seen_at=SEEN_AT)
    assert ElementSet.objects.get().origin == CELESTRAK


def test_no_door_gives_a_set_of_space_track(client):
    store(NOW_SET)
    row = ElementSet.objects.get()
    assert answered(client) == []
    assert client.get(f"/api/v1/element-sets/{row.pk}/").status_code == 404
    page = client.get("/spacecraft/lantern-71/").content.decode()
    assert "15.21860" not in page
    assert "whose terms do not let us show them" in page


def test_what_follows_from_a_set_of_space_track_may_be_said():
    store(NOW_SET)
    assert Spacecraft.objects.with_newest_epoch().get().epoch == RECENT
    assert Question(timezone.now().date()).newest_elements[66303].epoch == RECENT


@pytest.mark.parametrize("order", [(SPACE_TRACK, CELESTRAK), (CELESTRAK, SPACE_TRACK)])
def test_the_same_set_of_both_is_shown_as_that_of_celestrak(client, order):
    for origin in order:
        stored = store(NOW_SET, origin=origin)
    assert stored.added == 1
    assert not any("anew" in remark for remark in stored.remarks)
    assert answered(client) == [CELESTRAK]
    assert "15.21860" in client.get("/spacecraft/lantern-71/").content.decode()


def test_a_set_that_may_not_be_shown_thins_none_that_may():
    old = timezone.now().replace(hour=1) - timedelta(days=200)
    store(replace(ELEMENTS, epoch=old), origin=CELESTRAK)
    store(replace(ELEMENTS, epoch=old + timedelta(hours=2)))
    assert thin_element_sets().gone == 0


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ('[{"COMMENT": "GENERATED VIA SPACE-TRACK.ORG API"', SPACE_TRACK),
        ("CCSDS_OMM_VERS = 2.0\nORIGINATOR = CelesTrak\n", CELESTRAK),
        ("CCSDS_OMM_VERS,NORAD_CAT_ID,EPOCH,GP_ID,TLE_LINE1\n", SPACE_TRACK),
        ("LANTERN-1\n1 66303U", "file sets.tle"),
    ],
)
def test_a_file_says_where_it_came_from_or_has_its_name(text, origin):
    assert origin_of(text, "sets.tle") == origin


def test_the_command_takes_the_word_of_the_file_and_of_a_person_before_it(tmp_path):
    file = tmp_path / "sets.tle"
    file.write_text(sets())
    assert "Origin: file sets.tle." in command(file)[0]
    assert present(ElementSet.objects.first()).origin == "file sets.tle"
    assert "Origin: space-track." in command(file, "--origin", "space-track")[0]
    told = tmp_path / "sets.json"
    told.write_text(json.dumps([row | {"COMMENT": "Space-Track.org"} for row in json.loads(JSON)]))
    assert "Origin: space-track." in command(told)[0]
    assert "Origin: file sets.json." in command(told, "--origin", "file")[0]
    assert "invalid choice" in command(file, "--origin", "elsewhere")[1]


def test_a_row_of_the_catalogue_has_its_origin_too():
    from feeds.sources.celestrak_satcat import store as store_catalogue
    from tests.launches.test_services_designators import catalogue_record

    store_catalogue([catalogue_record(object_id="2025-248L")], seen_at=SEEN_AT)
    assert CatalogueEntry.objects.get().origin == CELESTRAK


def test_the_page_of_data_says_under_whose_terms_element_sets_are(client):
    assert "Element sets are under the terms of their origin" in client.get("/data/").content.decode()
