"""A field that disappears inside the records of an answer wipes nothing: it is noticed, and said."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command

from feeds.http.columns import MOST_NAMES, names_of
from feeds.models import AnswerProfile, Bookmark, QuarantinedRecord
from feeds.models.profile import WINDOW
from feeds.registry import FEEDS
from feeds.runs.runner import run
from feeds.sources.launch_library_fields import ALWAYS_THERE
from feeds.sources.launch_library_log import LAUNCH_LIBRARY_CHANGES, LAUNCH_LIBRARY_PREVIOUS
from launches.models import CatalogueEntry, ElementSet, Launch, PastRead
from tests.feeds.answers import (
    GP_PATH,
    SATCAT_PATH,
    STORIES_PATH,
    gp_csv,
    gp_row,
    launch,
    page,
    satcat_row,
    story,
)
from tests.feeds.replay import Reply
from tests.feeds.rows import spacecraft
from tests.feeds.sources.launch_library_lists import UPCOMING, Archive, flown, listed, pause, uuid
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")
PATHS = [f"{path}.{name}" if path else name for path, names in ALWAYS_THERE.items() for name in names]
# What falls empty of a launch where a part of it is null, and what the record calls it.
NULLED = {
    "pad.country": "country", "net_precision": "net_precision", "mission.orbit": "orbit", "rocket": "vehicle",
    "mission": "mission", "launch_service_provider": "provider", "pad": "pad", "window_start": "window_start",
}  # fmt: skip


def without(item: dict[str, Any], path: str, *null: None) -> dict[str, Any]:
    """A launch that has not a field, or has null there."""
    item = deepcopy(item)
    *parts, last = path.split(".")
    of = item
    for part in parts:
        of = of[part]
    of.pop(last)
    return item | {last: None} if null and not parts else _null(item, parts, last) if null else item


def _null(item: dict[str, Any], parts: list[str], last: str) -> dict[str, Any]:
    of = item
    for part in parts:
        of = of[part]
    of[last] = None
    return item


def launches(count: int = 24, **changes: Any) -> list[dict[str, Any]]:
    return [launch(id=uuid(n), name=f"Falcon 9 | Relay {n}", **changes) for n in range(count)]


def later(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item | {"last_updated": "2026-11-02T10:00:00Z"} for item in items]


def known() -> list[tuple[Any, ...]]:
    return list(
        Launch.objects.order_by("slug").values_list(
            "country",
            "net_precision",
            "net_first",
            "net_last",
            "orbit",
            "vehicle",
            "provider",
            "pad",
            "summary",
        )
    )


@pytest.mark.parametrize("path", PATHS)
def test_a_list_without_a_field_stores_nothing_and_says_which(replay, path):
    listed(replay, *launches(precision=7))
    run(UPCOMING)
    before = known()
    pause()
    listed(replay, *(without(item, path) for item in later(launches(precision=7))))

    row = run(UPCOMING)

    assert row.outcome == "refused"
    assert f"the field {path} is gone" in row.sentence
    assert known() == before


@pytest.mark.parametrize("path", NULLED)
def test_a_list_in_which_a_column_is_empty_all_at_once_is_held(replay, path):
    listed(replay, *launches(precision=7))
    run(UPCOMING)
    before = known()
    pause()
    listed(replay, *(without(item, path, None) for item in later(launches(precision=7))))

    row = run(UPCOMING)

    assert row.outcome == "held"
    assert f"{NULLED[path]} in 0 of 24 records (before in 24 of 24)" in row.sentence
    assert "--release" in row.sentence
    assert known() == before


def test_a_person_may_release_it_and_then_it_is_the_measure(replay):
    listed(replay, *launches())
    run(UPCOMING)
    pause()
    listed(replay, *(without(item, "mission.orbit", None) for item in later(launches())))
    row = run(UPCOMING)
    call_command("replay_feed", str(row.pk), "--release")
    assert set(Launch.objects.values_list("orbit", flat=True)) == {""}

    pause()
    assert run(UPCOMING).outcome == "unchanged"


def test_one_record_without_a_field_is_set_aside_alone(replay):
    items = launches()
    listed(replay, *items[:-1], without(items[-1], "pad.country"))
    row = run(UPCOMING)
    assert (row.outcome, row.added, row.quarantined) == ("stored", 23, 1)
    assert "pad.country" in QuarantinedRecord.objects.get().reason


def test_a_column_that_is_empty_in_some_more_records_holds_nothing(replay):
    listed(replay, *launches())
    run(UPCOMING)
    pause()
    items = later(launches())
    listed(replay, *(without(item, "mission.orbit", None) for item in items[:20]), *items[20:])
    assert run(UPCOMING).outcome == "stored"


# --- Lists that are read in pieces ------------------------------------------------------------------
def test_the_bookmark_of_the_past_stays_before_a_launch_that_lacks_a_field(replay):
    items = [flown(number) for number in range(9)]
    whole = items[4]
    items[4] = without(whole, "pad.country")
    archive = Archive(replay, items, size=9)

    row = run(LAUNCH_LIBRARY_PREVIOUS)

    assert (row.outcome, row.quarantined) == ("stored", 1)
    assert "Reading stays before the first launch that lacks pad.country" in row.sentence
    assert (
        Bookmark.of("launch-library-previous")
        == datetime(2015, 3, 4, tzinfo=UTC)
        == PastRead.objects.read_by()
    )
    assert Launch.objects.count() == 4

    archive.items[4] = whole
    pause()
    run(LAUNCH_LIBRARY_PREVIOUS)
    assert Launch.objects.count() == 9
    assert not QuarantinedRecord.objects.waiting().exists()


def test_where_the_first_one_lacks_it_nothing_moves(replay):
    Archive(replay, [without(flown(0), "net_precision"), flown(1)], size=9)
    row = run(LAUNCH_LIBRARY_PREVIOUS)
    assert (row.added, row.quarantined, Bookmark.of("launch-library-previous")) == (0, 1, None)
    assert PastRead.objects.read_by() is None


def test_a_short_list_of_changes_is_measured_by_those_before_it(replay):
    archive = Archive(replay, launches(12, last_updated="2026-11-29T10:00:00Z"), size=99)
    Bookmark.move("launch-library-changes", datetime(2026, 11, 28, tzinfo=UTC))
    run(LAUNCH_LIBRARY_CHANGES)
    pause()
    changed = launches(6, last_updated="2026-11-29T11:00:00Z")
    archive.items = [without(item, "pad.country", None) for item in changed]

    row = run(LAUNCH_LIBRARY_CHANGES)

    assert row.outcome == "held"
    assert "country in 0 of 6 records (before in 12 of 12)" in row.sentence
    assert set(Launch.objects.values_list("country", flat=True)) == {"US"}
    assert Bookmark.of("launch-library-changes") == datetime(2026, 11, 29, 10, tzinfo=UTC)


# --- Other feeds ------------------------------------------------------------------------------------
def test_a_catalogue_without_names_or_states_is_held(replay):
    spacecraft(norad_cat_id=70_000)
    numbers = [str(70_000 + n) for n in range(24)]
    replay.answers[SATCAT_PATH] = Reply(_catalogue(satcat_row(NORAD_CAT_ID=number) for number in numbers))
    run(FEEDS["celestrak-satcat"])
    pause(48)
    rows = (satcat_row(NORAD_CAT_ID=number, OPS_STATUS_CODE="", APOGEE="") for number in numbers)
    replay.answers[SATCAT_PATH] = Reply(_catalogue(rows))

    row = run(FEEDS["celestrak-satcat"])

    assert row.outcome == "held"
    assert "ops_status_code in 0 of 24 records" in row.sentence
    assert "apogee_km in 0 of 24 records" in row.sentence
    assert CatalogueEntry.objects.count() == 1


def _catalogue(rows: Any) -> bytes:
    found = list(rows)
    return gp_csv(found, tuple(found[0]))


def test_element_sets_that_lost_their_designators_are_taken_back(replay):
    spacecraft(norad_cat_id=66_303)
    replay.answers[GP_PATH] = Reply(gp_csv([gp_row(NORAD_CAT_ID=str(66_303 + n)) for n in range(24)]))
    run(FEEDS["celestrak-gp"])
    pause(48)
    rows = [gp_row(NORAD_CAT_ID=str(66_303 + n), OBJECT_ID="", MEAN_ANOMALY="12.5") for n in range(24)]
    replay.answers[GP_PATH] = Reply(gp_csv(rows))

    row = run(FEEDS["celestrak-gp"])

    assert (row.outcome, ElementSet.objects.count()) == ("held", 1)
    assert "object_id in 0 of 24 records" in row.sentence


@pytest.mark.parametrize("name", ["summary", "launches"])
def test_stories_without_a_field_are_refused(replay, name):
    items = [story(id=n + 1, url=f"https://news.example.org/{n}/") for n in range(6)]
    replay.answers[STORIES_PATH] = Reply(page([without(item, name) for item in items]))
    row = run(FEEDS["spaceflight-news"])
    assert row.outcome == "refused"
    assert f"the field {name} is gone" in row.sentence


# --- Names at every depth -----------------------------------------------------------------------------
def test_names_that_are_new_or_gone_at_any_depth_are_said_once(replay):
    listed(replay, *launches())
    assert "New there" not in run(UPCOMING).sentence
    pause()
    items = later(launches())
    for item in items:
        item["mission"]["orbit"]["centre"] = "Earth"
        item["mission"]["agencies"] = [{"name": "Lantern", "vat_number": "7"}]
        del item["pad"]["latitude"]
    listed(replay, *items)

    sentence = run(UPCOMING).sentence

    assert "mission.agencies[].name, mission.agencies[].vat_number, mission.orbit.centre." in sentence
    assert "No longer there since" in sentence
    assert ": pad.latitude." in sentence
    pause()
    assert "New there" not in run(UPCOMING).sentence


def test_the_names_of_others_are_bounded():
    deep: dict[str, Any] = {}
    for _level in range(200):
        deep = {"a": deep}
    wide = {f"name-{n}" + "x" * 99: n for n in range(5_000)}
    found = names_of([deep, wide, ["no object"], {"list": [1, {"b": 2}] * 50}])
    assert len(found) <= MOST_NAMES + 6
    assert max(len(name) for name in found) <= 66
    assert found["a.a.a.a.a.a"] == 1
    assert "a.a.a.a.a.a.a" not in found


def test_short_answers_are_added_up_and_old_ones_fade():
    at = datetime(2026, 11, 29, tzinfo=UTC)
    for turn in range(80):
        AnswerProfile.add("f", at, 5, {"x": 5 if turn < 40 else 0}, {"x": 5})
    profile = present(AnswerProfile.of("f"))
    assert profile.records <= WINDOW + 5
    assert profile.filled["x"] < 0.2 * profile.records
    AnswerProfile.add("f", at, 0, {}, {})
    assert present(AnswerProfile.of("f")).records == profile.records
