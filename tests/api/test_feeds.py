"""Feeds as programs read them."""

from datetime import timedelta

from django.utils import timezone

from feeds.models import FeedRun
from feeds.registry import FEEDS


def test_every_feed_tells_its_age_its_limit_and_its_month(api, db):
    now = timezone.now()
    FeedRun.objects.create(
        feed="celestrak-gp",
        started_at=now - timedelta(hours=13),
        ended_at=now,
        outcome="stored",
        seen=9,
        added=4,
    )
    told = api.json("feeds/")

    assert [row["slug"] for row in told] == list(FEEDS)
    row = next(row for row in told if row["slug"] == "celestrak-gp")
    assert (row["stale"], row["stale_after_s"]) == (True, 12 * 3600)
    assert 13 * 3600 <= row["age_s"] < 13 * 3600 + 600
    assert row["month"] == {
        "runs": 1, "succeeded": 1, "missed": 0, "held": 0, "added": 4, "changed": 0, "quarantined": 0, "waiting": 0,
    }  # fmt: skip
    assert row["last_success_at"].endswith("Z")


def test_a_feed_that_never_ran_has_no_age(api, db):
    FeedRun.objects.all().delete()
    assert {row["age_s"] for row in api.json("feeds/")} == {None}


def test_an_unknown_parameter_is_refused(api, db):
    assert api.client.get("/api/v1/feeds/?country=US").status_code == 400
