"""Launches: date and status as they were stated by the day asked for."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
from django.utils import timezone

from facts.models import LedgerVersion
from launches.models import FLOWN, Launch, NetRevision, Spacecraft
from tests.bare_rows import bare
from tests.metrics.facts import flight, found, launch, past_read, spacecraft
from tests.present import present


@pytest.fixture
def slipped(ledger) -> Launch:
    """A launch that a feed first stated for June, then for October, and that flew in October."""
    launch = Launch.objects.filter(status="success")[0]
    Launch.objects.filter(pk=launch.pk).update(
        known_on=date(2026, 3, 1), net_first=date(2026, 10, 5), net_last=date(2026, 10, 5)
    )
    for month, status, first in ((3, "tbd", date(2026, 6, 1)), (6, "go", date(2026, 10, 5))):
        NetRevision.objects.create(
            launch=launch, stated_at=datetime(2026, month, 15, tzinfo=UTC), status=status,
            net_first=first, net_last=first, net_precision="day",
        )  # fmt: skip
    return launch


def test_a_past_day_is_told_what_was_stated_by_then(api, slipped):
    def told(day):
        row = api.json(f"launches/{slipped.slug}/", **({"as_of": day} if day else {}))
        return row["net_first"], row["status"]

    assert told("2026-04-01") == ("2026-06-01", "tbd")
    assert told("2026-07-01") == ("2026-10-05", "go")
    assert told(None) == ("2026-10-05", "success")


def test_a_flight_not_yet_made_has_no_status_where_no_revision_tells_it(api, slipped):
    bare(NetRevision).filter(launch=slipped).delete()
    assert api.json(f"launches/{slipped.slug}/", as_of="2026-09-01")["status"] is None
    assert api.json(f"launches/{slipped.slug}/", as_of="2026-10-05")["status"] == "success"


@pytest.mark.parametrize(
    ("day", "ahead"), [("2026-04-01", True), ("2026-07-01", True), ("2026-10-06", False)]
)
def test_upcoming_is_judged_on_the_day_asked_for(api, slipped, day, ahead):
    found = {row["slug"] for row in api.every("launches/", upcoming="true", as_of=day)}
    rest = {row["slug"] for row in api.every("launches/", upcoming="false", as_of=day)}
    assert (slipped.slug in found) is ahead
    assert found | rest == {row["slug"] for row in api.every("launches/", as_of=day)}
    assert not found & rest


def test_upcoming_today_agrees_with_the_pages(api):
    found = {row["slug"] for row in api.every("launches/", upcoming="true")}
    assert found == {launch.slug for launch in Launch.objects.upcoming()}


def test_status_filters_what_is_told(api, slipped):
    for day in ("2026-04-01", "2026-07-01"):
        told = {row["slug"]: row["status"] for row in api.every("launches/", as_of=day)}
        for word in ("success", "tbd", "go"):
            found = {row["slug"] for row in api.every("launches/", status=word, as_of=day)}
            assert found == {slug for slug, status in told.items() if status == word}


def test_a_launch_names_the_spacecraft_it_carries(api):
    launch = Launch.objects.filter(spacecraft__slug="starcloud-1").get()
    told = api.json(f"launches/{launch.slug}/")
    assert "starcloud-1" in [craft["slug"] for craft in told["spacecraft"]]
    assert launch.slug in [row["slug"] for row in api.every("launches/", compute="true")]
    assert not [row for row in api.every("launches/", compute="false") if row["spacecraft"]]
    assert launch.status in FLOWN


def test_revisions_are_listed_by_launch(api, slipped):
    rows = api.every("net-revisions/", launch=slipped.slug)
    assert [row["net_first"] for row in rows] == ["2026-10-05", "2026-06-01"]
    assert rows[0]["launch"]["slug"] == slipped.slug


def test_flown_and_year_list_what_a_count_of_the_cadence_counted(api, ledger):
    flights = [flight("2024-03-01"), flight("2024-11-01", status="failure"), flight("2023-03-01")]
    flight("2024-05-01", country="CN")
    flight("2024-05-01", status="tbd")
    past_read(f"{timezone.now():%Y-%m-%d}")
    rows = api.json("metrics/launch_cadence/", country="US")["rows"]
    row = next(row for row in rows if row["label"] == "2024")
    assert row["value"] == len(flights[:2])
    path, _, keys = row["launches"]["url"].partition("/api/v1/")[2].partition("?")
    found = {launch["slug"] for launch in api.every(path, **dict(parse_qsl(keys)))}
    assert found == {launch.slug for launch in flights[:2]}


def test_flown_and_its_opposite_leave_no_launch_out(api, slipped):
    for day in ("2026-04-01", "2026-10-06"):
        parts = [
            {row["slug"] for row in api.every("launches/", flown=word, as_of=day)}
            for word in ("true", "false")
        ]
        assert parts[0] | parts[1] == {row["slug"] for row in api.every("launches/", as_of=day)}
        assert not parts[0] & parts[1]
        assert (slipped.slug in parts[0]) is (day > "2026-10")


def test_a_launch_that_launch_library_no_longer_lists_says_so_and_can_be_listed(api, ledger):
    fed = flight("2099", status="tbd", known_on="2026-01-01")
    own = present(Launch.objects.upcoming().first())
    Launch.objects.filter(pk=own.pk).update(ll2_id=uuid4())
    for one in (fed, own):
        found(one, "2026-06-01", listed=False)
    assert api.json(f"launches/{fed.slug}/")["unlisted_since"] == "2026-06-01T12:00:00Z"
    assert api.json(f"launches/{fed.slug}/", as_of="2026-05-31")["unlisted_since"] is None
    assert {row["slug"] for row in api.every("launches/", launch_library="withdrawn")} == {fed.slug, own.slug}
    assert api.every("launches/", launch_library="withdrawn", as_of="2026-05-31") == []
    ahead = {row["slug"] for row in api.every("launches/", upcoming="true")}
    assert (fed.slug in ahead, own.slug in ahead) == (False, True)
    assert ahead == {launch.slug for launch in Launch.objects.upcoming()}
    assert fed.slug in {row["slug"] for row in api.every("launches/", upcoming="false")}


def test_what_is_aboard_is_one_of_three_words_and_the_parameter_takes_each(api, ledger):
    word = {"true": "yes", "unknown": "unknown", "false": "no"}
    flight("2026-06-01", name="Nothing of ours")
    found = {asked: api.every("launches/", compute=asked) for asked in word}
    for asked, rows in found.items():
        assert {row["compute"] for row in rows} == {word[asked]}
        assert {row["slug"] for row in rows} == set(
            Launch.objects.with_compute(word[asked]).values_list("slug", flat=True)
        )
    assert sum(map(len, found.values())) == Launch.objects.count()


def test_what_is_aboard_passes_the_floor_and_was_known_by_the_day_as_on_the_pages(api, ledger):
    craft = Spacecraft.objects.get(slug="starcloud-1")
    launch = present(craft.launch)
    assert launch.confidence == "confirmed"
    Spacecraft.objects.filter(pk=craft.pk).update(confidence="claimed")
    for floor, word in (("confirmed", "no"), ("", "yes")):
        asked = {"search": launch.name, **({"confidence": floor} if floor else {})}
        [row] = [row for row in api.every("launches/", **asked) if row["slug"] == launch.slug]
        assert row["compute"] == word
        found = {row["slug"] for row in api.every("launches/", **asked, compute="true")}
        assert (launch.slug in found) == (word == "yes")
        listed = Launch.objects.with_compute("yes", None, floor)
        assert listed.filter(pk=launch.pk).exists() == (word == "yes")
    Spacecraft.objects.filter(pk=craft.pk).update(known_on=date(2026, 5, 1))
    assert api.json(f"launches/{launch.slug}/", as_of="2026-04-30")["compute"] == "no"
    assert api.json(f"launches/{launch.slug}/", as_of="2026-05-01")["compute"] == "yes"


def test_a_launch_names_what_computes_and_what_nobody_states_apart(api, empty_ledger):
    both, apart = launch(slug="both"), launch(slug="apart", name="Apart")
    for slug, compute in (("sure", "yes"), ("silent", "unknown"), ("empty", "no")):
        spacecraft(launch=both, slug=slug, compute=compute)
    spacecraft(launch=apart, slug="alone", compute="unknown")
    LedgerVersion.bump()
    row = api.json("launches/both/")
    assert (row["compute"], row["compute_aboard"], row["compute_unknown"]) == ("yes", ["sure"], ["silent"])
    assert {craft["slug"] for craft in row["spacecraft"]} == {"sure", "silent", "empty"}
    row = api.json("launches/apart/")
    assert (row["compute"], row["compute_aboard"], row["compute_unknown"]) == ("unknown", [], ["alone"])
    assert "Apart" in api.json("metrics/launches_with_compute/")["beside"][0]


def test_a_metric_that_counts_all_says_nothing_beside_its_rows(api, ledger):
    assert api.json("metrics/funding/")["beside"] == []
