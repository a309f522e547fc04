"""Feeds as programs read them."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from api.base import instant
from feeds.models import FeedRun, Host
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


def test_a_feed_tells_what_it_waits_for_and_what_needs_a_person(api, db, settings):
    settings.FEEDS_ENABLED = True
    now = timezone.now()
    told_at = now - timedelta(days=50)
    for outcome, minutes in (("stored", 3), ("held", 2)):
        at = now - timedelta(minutes=minutes)
        FeedRun.objects.create(
            feed="celestrak-gp", started_at=at, ended_at=at, outcome=outcome, seen=1, told_at=told_at
        )
    name = urlsplit(settings.CELESTRAK_URL).netloc
    Host.objects.create(name=name, closed_until=now + timedelta(hours=20), why="it answered 403.")
    row = next(row for row in api.json("feeds/") if row["slug"] == "celestrak-gp")
    assert (row["stale"], row["silent"], row["silent_after_s"]) == (True, True, 2 * 86400)
    assert row["told_at"] == instant(told_at)
    assert row["held_at"] == row["failing_since"] == instant(now - timedelta(minutes=2))
    assert row["next_due_at"] == instant(now + timedelta(hours=20))
    assert (row["overdue"], row["waits_for"].endswith(" is left alone until then: it answered 403.")) == (
        False,
        True,
    )
    assert [one["kind"] for one in row["attention"]] == ["held", "closed"]


def test_a_feed_that_never_ran_has_no_age(api, db):
    FeedRun.objects.all().delete()
    assert {row["age_s"] for row in api.json("feeds/")} == {None}


def test_an_unknown_parameter_is_refused(api, db):
    assert api.client.get("/api/v1/feeds/?country=US").status_code == 400
