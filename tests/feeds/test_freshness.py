"""How fresh each feed is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from feeds.freshness import MonthRow, failing_sentence, failing_since, freshness, month
from feeds.models import FeedRun, QuarantinedRecord
from feeds.registry import FEEDS

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
    assert (row().last_success_at, row().next_due_at, row().seen) == (None, None, None)


def test_a_feed_that_was_read_gives_its_time_counts_and_next_turn():
    ran(1, "stored", seen=366, added=3, changed=2, same=361, quarantined=1)

    assert row().sentence == "read on 22 Nov 2026, 17:00 UTC"
    assert (row().seen, row().added, row().changed, row().same, row().quarantined) == (366, 3, 2, 361, 1)
    assert (row().stale, row().next_due_at) == (False, AT - timedelta(minutes=5))


def test_not_reachable_counts_from_the_first_failure_after_the_last_success():
    ran(9, "unreachable")
    ran(8, "stored", seen=366)
    ran(7, "unreachable")
    ran(6, "failed")
    ran(0.95, "unreachable")

    assert row().sentence == "not reachable since 22 Nov 2026, 11:00 UTC" == failing_sentence(SLUG)
    assert row().failing_since == failing_since(SLUG) == AT - timedelta(hours=7)
    assert row().last_success_at == AT - timedelta(hours=8)
    assert (row().last_outcome, row().seen, row().stale) == ("unreachable", 366, True)


@pytest.mark.parametrize(
    ("outcome", "words"), [("refused", "no usable answer since 22"), ("failed", "failing since 22")]
)
def test_other_failures_have_words_of_their_own(outcome, words):
    ran(2, outcome)
    assert row().sentence.startswith(words)


def test_a_success_ends_an_outage():
    ran(3, "unreachable")
    ran(2, "unchanged")
    assert (row().failing_since, failing_sentence(SLUG)) == (None, "")


def test_a_run_under_way_is_no_outcome_yet():
    ran(2, "stored")
    FeedRun.objects.create(feed=SLUG, started_at=AT - timedelta(minutes=1))
    assert row().last_outcome == "stored"


def test_an_earlier_moment_sees_only_what_had_run_by_then():
    ran(30, "stored")
    ran(1, "unreachable")
    assert row(AT - timedelta(hours=20)).last_outcome == "stored"


def test_feeds_switched_off_are_due_never(settings):
    settings.FEEDS_ENABLED = False
    ran(1, "stored")
    assert (row().sentence, row().next_due_at) == ("switched off", None)


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


def test_feeds_switched_off_alarm_nobody(client, settings):
    settings.FEEDS_ENABLED = False
    answer = client.get("/healthz/feeds")
    assert (answer.status_code, answer.json()["status"]) == (200, "switched off")
