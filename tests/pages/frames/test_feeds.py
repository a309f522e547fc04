"""The chart on the status page: the runs of thirty days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from facts.models import LedgerVersion
from feeds.models import FeedRun

pytestmark = pytest.mark.usefixtures("ledger")


def ran(feed: str, outcome: str, times: int, days: float = 1) -> None:
    at = timezone.now() - timedelta(days=days)
    for _ in range(times):
        FeedRun.objects.create(feed=feed, started_at=at, ended_at=at, outcome=outcome)
    LedgerVersion.bump()


def test_the_status_page_draws_the_runs_of_thirty_days(visit):
    ran("celestrak-gp", "stored", 3)
    ran("celestrak-gp", "unreachable", 2)
    ran("launch-library", "stored", 9, days=31)
    chart = visit("/status/").main.with_id("chart-feed-runs")
    assert "3 of 5 runs answered well. Most were missed of CelesTrak GP: 2." in chart.text
    assert "CelesTrak GP: 3 answered well, 2 without data" in chart.raw()


def test_without_a_run_there_are_words_in_place_of_the_chart(visit):
    assert "No feed was asked in the last 30 days." in visit("/status/").text
