"""Spacecraft: by number or by slug, and planned before they flew."""

import pytest

from launches.models import Reported, Spacecraft, Tracked
from tests.present import present


def test_a_spacecraft_is_found_by_number_and_by_slug(api):
    by_number, by_slug = api.json("spacecraft/66303/"), api.json("spacecraft/starcloud-1/")
    assert by_number == by_slug
    assert by_slug["norad_cat_id"] == 66303
    assert api.every("spacecraft/", norad_cat_id=66303) == [by_slug]


def test_a_number_of_nine_digits_is_a_number_like_any_other(api):
    Spacecraft.objects.filter(slug="starcloud-1").update(norad_cat_id=799_500_001)
    assert api.json("spacecraft/799500001/")["slug"] == "starcloud-1"


def test_a_number_that_a_payload_shares_leads_to_its_host(api):
    host = Spacecraft.objects.get(slug="starcloud-1")
    payload = present(Spacecraft.objects.exclude(pk=host.pk).order_by("name").first())
    Spacecraft.objects.filter(pk=payload.pk).update(
        norad_cat_id=host.norad_cat_id, identity="hosted", name="A first by name"
    )
    assert api.json(f"spacecraft/{host.norad_cat_id}/")["slug"] == host.slug


def test_before_its_launch_a_spacecraft_is_planned_and_has_no_numbers(api):
    craft = Spacecraft.objects.get(slug="chutian-001")
    assert craft.known_on < present(craft.launched_on_first)

    told = api.json("spacecraft/chutian-001/", as_of=str(craft.known_on))

    assert told["status"] == "planned"
    assert told["identity"] == "none"
    assert (told["norad_cat_id"], told["object_id"], told["launched_on"], told["status_on"]) == (
        None,
        "",
        None,
        None,
    )
    assert api.json("spacecraft/chutian-001/", as_of=str(craft.launched_on_last))["status"] == "unknown"
    planned = api.every("spacecraft/", status="planned", as_of=str(craft.known_on))
    assert craft.slug in [row["slug"] for row in planned]


def test_element_sets_are_listed_by_number_country_and_project(api, fed):
    craft = present(Spacecraft.objects.exclude(norad_cat_id=None).select_related("project").first())
    everything = api.json("element-sets/")["count"]
    for given in (
        {"norad_cat_id": craft.norad_cat_id},
        {"country": craft.country},
        {"project": craft.project.slug},
    ):
        assert api.json("element-sets/", **given)["count"] == everything
    assert api.json("element-sets/", norad_cat_id=1)["count"] == 0
    rows = api.every("element-sets/")
    assert rows[0]["epoch"] > rows[-1]["epoch"]


def test_the_state_is_that_of_the_newest_reading_and_work_is_told_apart(api):
    told = api.json("spacecraft/starcloud-1/", as_of="2026-09-01")
    readings = api.every("status-readings/", spacecraft="starcloud-1", as_of="2026-09-01")
    newest = max(readings, key=lambda row: row["on"]["last"])
    assert (told["status"], told["status_on"]) == (newest["state"], newest["on"])
    at_work = max((r for r in readings if r["state"] == "operational"), key=lambda row: row["on"]["last"])
    assert told["work"] == {"status": "operational", "on": at_work["on"]}
    assert all(row["sources"] for row in readings)


def test_the_filter_and_the_order_go_by_the_same_state_as_the_rows(api):
    for given in ({}, {"as_of": "2026-03-01"}, {"confidence": "confirmed"}):
        rows = api.every("spacecraft/", **given)
        for word in {row["status"] for row in rows}:
            found = {row["slug"] for row in api.every("spacecraft/", status=word, **given)}
            assert found == {row["slug"] for row in rows if row["status"] == word}
        words = [row["status"] for row in api.every("spacecraft/", ordering="status", **given)]
        assert words == sorted(words)


def test_no_catalogue_says_that_anything_works(api):
    by_catalogue = api.every("status-readings/", basis="catalogue")
    assert by_catalogue
    assert {row["state"] for row in by_catalogue} <= {"tracked", "deorbited"}


@pytest.mark.parametrize("day", ["2025-11-29", "2026-08-31", "2026-11-30"])
@pytest.mark.parametrize(("name", "words"), [("tracked", Tracked.values), ("reported", Reported.values)])
def test_the_filters_of_what_is_tracked_and_reported_leave_those_that_say_so(api, day, name, words):
    said: dict[str, set[str]] = {}
    for row in api.every("spacecraft/", as_of=day):
        if row[name]:
            said.setdefault(row[name]["status"], set()).add(row["slug"])
    assert len(said) > 1
    for word in words:
        left = {row["slug"] for row in api.every("spacecraft/", as_of=day, **{name: word})}
        assert left == said.get(word, set()), word


def test_a_word_of_no_list_is_refused_with_the_list(api):
    assert "working, degraded, not_heard" in api("spacecraft/", 400, reported="alive").content.decode()
