"""How fresh each feed is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from feeds.models import FeedRun, QuarantinedRecord
from feeds.monitoring.freshness import MonthRow, freshness, month
from feeds.registry import FEEDS
from feeds.runs.runner import run
from tests.feeds.answers import serve_today
from tests.present import present

pytestmark = pytest.mark.usefixtures("empty_ledger")
AT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
SLUG = "launch-library"


def ran(hours_ago: float, outcome: str, **counts) -> FeedRun:
    at = AT - timedelta(hours=hours_ago)
    return FeedRun.objects.create(
        feed=SLUG, started_at=at, ended_at=at + timedelta(seconds=3), outcome=outcome, **counts
    )


def row(at: datetime = AT):
    return next(row for row in freshness(at) if row.slug == SLUG)


def test_a_feed_that_never_ran_says_so():
    assert (row().sentence, row().stale, row().last_outcome) == ("has not run yet", True, "")
    assert (row().last_success_at, row().told_at, row().seen) == (None, None, None)


def test_a_feed_that_was_read_gives_its_time_and_counts():
    ran(1, "stored", seen=366, added=3, changed=2, same=361, quarantined=1)

    assert row().sentence == "read on 22 Nov 2026, 17:00 UTC"
    assert (row().seen, row().added, row().changed, row().same, row().quarantined) == (366, 3, 2, 361, 1)
    assert (row().stale, row().last_answer_at) == (False, AT - timedelta(hours=1))
    ran(0.5, "refused", http_status=200)
    assert row().last_answer_at == AT - timedelta(minutes=30)


def test_not_reachable_counts_from_the_first_failure_after_the_last_success():
    ran(9, "unreachable")
    ran(8, "stored", seen=366)
    ran(7, "unreachable")
    ran(6, "failed")
    ran(0.95, "unreachable")

    assert row().sentence == "no good answer since 22 Nov 2026, 11:00 UTC; last: not reachable, 17:03 UTC"
    assert row().failing_since == AT - timedelta(hours=7)
    assert row().last_success_at == AT - timedelta(hours=8)
    assert (row().last_outcome, row().seen, row().stale) == ("unreachable", 366, True)


def test_a_first_failure_is_told_by_its_own_word():
    ran(8, "stored")
    ran(1, "unreachable")
    assert row().sentence == "not reachable since 22 Nov 2026, 17:00 UTC"


def test_a_held_answer_stays_told_after_later_failures_until_one_is_good():
    ran(30, "stored")
    ran(20, "held")
    assert (row().sentence, row().held_at) == (
        "held for a person since 21 Nov 2026, 22:00 UTC", AT - timedelta(hours=20),
    )  # fmt: skip
    ran(19, "unreachable")
    ran(1, "unreachable")
    assert row().sentence == (
        "no good answer since 21 Nov 2026, 22:00 UTC; last: not reachable, 22 Nov 2026, 17:00 UTC; "
        "the answer of 22:00 UTC is held for a person"
    )
    ran(0.5, "stored")
    assert (row().held_at, row().sentence) == (None, "read on 22 Nov 2026, 17:30 UTC")


def test_a_feed_that_answers_and_tells_nothing_newer_is_stale():
    limit = present(FEEDS[SLUG].silent_after)
    ran(30, "stored", told_at=AT - limit)
    ran(2, "unchanged", told_at=AT - timedelta(hours=2) - limit)
    assert (row().silent, row().stale, row().current_at) == (False, False, AT - timedelta(hours=2))

    told_at = AT - timedelta(hours=2, days=19)
    ran(1, "unchanged", told_at=told_at)

    assert (row().silent, row().stale, row().told_at, row().current_at) == (True, True, told_at, told_at)
    assert row().sentence == "answers, but tells nothing newer than 3 Nov 2026"
    assert row().limit == limit
    ran(0.5, "stored", told_at=AT - timedelta(hours=1))
    assert (row().silent, row().stale) == (False, False)


def test_a_feed_that_is_not_reached_is_not_called_silent():
    ran(24 * 9, "stored", told_at=AT - timedelta(days=9, hours=3))
    ran(1, "unreachable", told_at=AT - timedelta(days=9, hours=3))
    assert (row().silent, row().stale) == (False, True)
    assert row().sentence == "not reachable since 22 Nov 2026, 17:00 UTC"


@pytest.mark.parametrize("told_at", [None, AT - timedelta(days=400)])
def test_a_feed_without_a_clock_of_its_own_is_never_silent(told_at):
    slug = next(feed.slug for feed in FEEDS.values() if feed.silent_after is None)
    FeedRun.objects.create(feed=slug, started_at=AT, ended_at=AT, outcome="stored", told_at=told_at)
    found = next(row for row in freshness(AT) if row.slug == slug)
    assert (found.silent, found.stale) == (False, False)


@pytest.mark.parametrize(
    ("outcome", "words"), [("refused", "no usable answer since 22"), ("failed", "failing since 22")]
)
def test_other_failures_have_words_of_their_own(outcome, words):
    ran(2, outcome)
    assert row().sentence.startswith(words)


def test_a_success_ends_an_outage():
    ran(3, "unreachable")
    ran(2, "unchanged")
    assert (row().failing_since, row().sentence) == (None, "read on 22 Nov 2026, 16:00 UTC")


def test_a_run_under_way_is_no_outcome_yet():
    ran(2, "stored")
    FeedRun.objects.create(feed=SLUG, started_at=AT - timedelta(minutes=1))
    assert row().last_outcome == "stored"


def test_an_earlier_moment_sees_only_what_had_run_by_then():
    ran(30, "stored")
    ran(1, "unreachable")
    assert row(AT - timedelta(hours=20)).last_outcome == "stored"


def test_feeds_switched_off_say_so(settings):
    settings.FEEDS_ENABLED = False
    ran(1, "stored")
    assert row().sentence == "switched off"


def test_every_feed_comes_in_one_query_however_many_runs_there_are(django_assert_num_queries):
    for hours in range(50):
        ran(hours, "stored")
    with django_assert_num_queries(1):
        assert len(freshness(AT)) == len(FEEDS)


def test_thirty_days_of_runs_are_counted_by_how_they_ended_and_what_they_brought(django_assert_num_queries):
    ran(24 * 31, "stored", added=100)
    ran(20, "stored", added=3, changed=2, quarantined=1)
    ran(10, "unchanged")
    ran(5, "held", quarantined=4)
    ran(2, "unreachable")
    again = ran(1, "stored", added=50)
    FeedRun.objects.filter(pk=again.pk).update(replay_of=again.pk)
    FeedRun.objects.create(feed=SLUG, started_at=AT)
    for number in range(2):
        QuarantinedRecord.objects.create(
            run=again,
            feed=SLUG,
            position=1,
            raw="x",
            reason="y",
            first_at=again.started_at,
            digest=str(number),
        )

    with django_assert_num_queries(2):
        found = month(AT)

    assert found[SLUG] == MonthRow(
        runs=4, succeeded=2, missed=2, held=1, added=3, changed=2, quarantined=5, waiting=2
    )
    assert found["celestrak-gp"] == MonthRow()


def test_an_answer_is_held_no_longer_when_a_later_one_was_good():
    ran(9, "held")
    ran(8, "held")
    assert month(AT)[SLUG].held == 2
    ran(7, "unchanged")
    assert month(AT)[SLUG].held == 0
    ran(6, "held")
    ran(5, "unreachable")
    assert month(AT)[SLUG].held == 1
    assert month(AT - timedelta(hours=7, minutes=30))[SLUG].held == 2, "as it stood then"


def test_a_site_that_reads_the_replayed_answers_is_fresh(replay):
    serve_today(replay)
    for feed in FEEDS.values():
        made = run(feed)
        assert made.outcome in ("stored", "unchanged"), made.sentence
    assert [(row.slug, row.sentence) for row in freshness() if row.stale] == []
    told = {row.slug for row in freshness() if row.told_at}
    assert told >= {feed.slug for feed in FEEDS.values() if feed.silent_after}


# --- For monitoring -----------------------------------------------------------------------------
def fresh_all() -> None:
    now = timezone.now()
    for slug in FEEDS:
        FeedRun.objects.create(feed=slug, started_at=now, ended_at=now, outcome="stored", seen=1)


def test_monitoring_reads_that_every_feed_is_fresh(client, settings):
    settings.FEEDS_ENABLED = True
    fresh_all()
    answer = client.get("/healthz/feeds")
    assert (answer.status_code, answer.json()["status"], answer.json()["stale"]) == (200, "ok", [])
    assert answer.json()["feeds"][SLUG]["age_s"] >= 0
    assert answer.json()["feeds"][SLUG]["stale_after_s"] == 6 * 3600
    assert answer.headers["Cache-Control"] == "no-store"


def test_monitoring_reads_which_feed_is_stale(client, settings):
    settings.FEEDS_ENABLED = True
    fresh_all()
    long_ago = timezone.now() - timedelta(hours=7)
    FeedRun.objects.filter(feed=SLUG).update(started_at=long_ago, ended_at=long_ago)
    answer = client.get("/healthz/feeds")
    assert (answer.status_code, answer.json()["stale"]) == (503, [SLUG])
    assert client.get("/healthz").status_code == 200, "a stale feed is no reason to restart a container"


def test_monitoring_reads_that_a_feed_answers_and_tells_nothing_newer(client, settings):
    settings.FEEDS_ENABLED = True
    fresh_all()
    long_ago = timezone.now() - timedelta(days=50)
    FeedRun.objects.filter(feed="celestrak-gp").update(told_at=long_ago)
    answer = client.get("/healthz/feeds")
    assert (answer.status_code, answer.json()["stale"]) == (503, ["celestrak-gp"])
    told = answer.json()["feeds"]["celestrak-gp"]
    assert (told["silent"], told["told_at"][:10]) == (True, f"{long_ago:%Y-%m-%d}")


def test_monitoring_is_told_what_needs_a_person_while_data_are_fresh(client, settings):
    settings.FEEDS_ENABLED = True
    fresh_all()
    now = timezone.now()
    FeedRun.objects.create(feed=SLUG, started_at=now, ended_at=now, outcome="held")
    answer = client.get("/healthz/feeds")
    assert (answer.status_code, answer.json()["status"], answer.json()["stale"]) == (
        200,
        "needs a person",
        [],
    )
    assert [(one["feed"], one["kind"]) for one in answer.json()["attention"]] == [(SLUG, "held")]


def test_feeds_switched_off_alarm_nobody(client, settings):
    settings.FEEDS_ENABLED = False
    answer = client.get("/healthz/feeds")
    assert (answer.status_code, answer.json()["status"]) == (200, "switched off")
