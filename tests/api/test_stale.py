"""A metric names the stale feeds that it rests on."""

from datetime import timedelta

from django.utils import timezone

from facts.models import LedgerVersion
from feeds.models import FeedRun
from feeds.registry import FEEDS
from tests.metrics.facts import past_read
from tests.present import present


def answered(slug: str, days: float) -> None:
    at = timezone.now() - timedelta(days=days)
    FeedRun.objects.create(feed=slug, started_at=at, ended_at=at, outcome="stored", seen=1)


def stale(api, name: str, **parameters: str) -> list[tuple[str, bool]]:
    body = api(f"metrics/{name}/", **parameters).json()
    return [(row["slug"], row["last_success"] is None) for row in body["stale_feeds"]]


def test_a_feed_that_is_silent_for_too_long_is_named(api):
    answered("celestrak-satcat", 20)
    answered("celestrak-gp", 0)
    assert stale(api, "orbit_evidence") == [("celestrak-satcat", False)]
    assert api("metrics/orbit_evidence/").json()["stale_feeds"][0]["limit_seconds"] == 3 * 24 * 3600
    answered("celestrak-satcat", 0)
    assert stale(api, "orbit_evidence") == []


def test_a_feed_that_answers_and_tells_nothing_newer_is_named_with_its_own_limit(api):
    for slug in FEEDS:
        answered(slug, 0)
    assert stale(api, "orbit_evidence") == []
    FeedRun.objects.filter(feed="celestrak-gp").update(told_at=timezone.now() - timedelta(days=20))
    named = api("metrics/orbit_evidence/").json()["stale_feeds"]
    assert [(row["slug"], row["silent"], row["limit_seconds"]) for row in named] == [
        ("celestrak-gp", True, present(FEEDS["celestrak-gp"].silent_after).total_seconds())
    ]
    assert stale(api, "orbit_evidence", as_of=f"{timezone.now() - timedelta(days=30):%Y-%m-%d}") == []


def test_one_that_never_answered_is_named_without_a_moment(api):
    assert stale(api, "satellites_in_orbit") == [("celestrak-satcat", True)]


def test_a_metric_of_curated_facts_rests_on_no_feed(api):
    body = api("metrics/funding/").json()
    assert (body["rests_on"], body["stale_feeds"]) == ([], [])


def test_a_past_day_before_the_silence_is_not_marked(api):
    answered("celestrak-satcat", 20)
    assert stale(api, "satellites_in_orbit", as_of=f"{timezone.now() - timedelta(days=60):%Y-%m-%d}") == []
    day = f"{timezone.now() - timedelta(days=2):%Y-%m-%d}"
    assert stale(api, "satellites_in_orbit", as_of=day) != []
    LedgerVersion.objects.update(began_at=timezone.now() - timedelta(days=10))
    assert stale(api, "satellites_in_orbit", as_of=day, recorded=f"{day}T12:00:00Z") == []


def test_a_count_rests_on_the_feed_and_a_total_on_none(api):
    assert api("metrics/launch_cadence/").json()["rests_on"] == []
    past_read(f"{timezone.now():%Y-%m-%d}")
    LedgerVersion.bump()
    body = api("metrics/launch_cadence/").json()
    assert body["rests_on"] == ["launch-library-previous", "launch-library-changes"]
    assert {row["slug"] for row in body["stale_feeds"]} == set(body["rests_on"])
    assert {row["method"] for row in body["rows"]} == {"launch_library"}
