"""Figures that rest on a stale feed carry a mark where they stand."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import get_language, override

from facts.models import LedgerVersion
from feeds.models import FeedRun
from feeds.registry import FEEDS
from metrics.all import METRICS
from metrics.snapshot import forget
from pages.freshness import freshness, stale_among
from tests.metrics.facts import past_read

pytestmark = pytest.mark.usefixtures("ledger")
DECAYS = "CelesTrak SATCAT"


def read_ago(**days: float) -> None:
    """Each feed answered well just now, and those named so many days ago."""
    for slug in FEEDS:
        at = timezone.now() - timedelta(days=days.get(slug.replace("-", "_"), 0), minutes=1)
        FeedRun.objects.create(feed=slug, started_at=at, ended_at=at, outcome="stored", seen=1)
    LedgerVersion.bump()


def test_the_mark_beside_a_figure_says_how_old_it_is_and_leads_to_the_status(visit):
    read_ago(celestrak_satcat=20)
    mark = next(mark for mark in visit("/").main.all("a", "flag") if DECAYS in mark.text)
    assert f"{timezone.now() - timedelta(days=20, minutes=1):%b %Y}" in mark.text
    assert mark["href"] == "/status/"


def test_the_foot_of_a_page_of_a_moment_tells_nothing_of_the_feeds_of_now(visit):
    read_ago()
    day = timezone.now() - timedelta(days=1)
    LedgerVersion.objects.update(began_at=day - timedelta(days=1))
    forget()
    assert visit("/").tree.one("div", "freshness")
    assert visit("/", as_of=f"{timezone.now():%Y-%m-%d}").tree.one("div", "freshness")
    past = visit("/", as_of=f"{day:%Y-%m-%d}")
    read_ago(celestrak_satcat=20)
    assert visit("/", as_of=f"{day:%Y-%m-%d}").text == past.text
    assert list(past.tree.all("div", "freshness")) == []


def test_the_age_of_the_feeds_is_kept_for_each_language_alone(monkeypatch):
    made = []

    def feed_freshness():
        made.append(get_language())
        return []

    monkeypatch.setattr("pages.freshness.feed_freshness", feed_freshness)
    for language in ("en", "de", "en"):
        with override(language):
            freshness(LedgerVersion.current())
    assert made == ["en", "de"]


@pytest.mark.parametrize(
    ("address", "feed", "said"),
    [
        ("/metrics/satellites_in_orbit/", "celestrak_satcat", DECAYS),
        ("/metrics/orbit_evidence/", "celestrak_gp", "CelesTrak GP"),
        ("/compare/?metric=satellites_in_orbit", "celestrak_satcat", DECAYS),
        ("/embed/satellites_in_orbit/", "celestrak_satcat", DECAYS),
        ("/metrics/compute_in_orbit/", "celestrak_satcat", DECAYS),
        ("/launches/", "launch_library_changes", "Launch Library 2: changes"),
        ("/spacecraft/starcloud-1/", "celestrak_gp", "CelesTrak GP"),
        ("/", "celestrak_satcat", DECAYS),
    ],
)
def test_a_figure_is_marked_while_its_feed_is_stale_and_no_longer(visit, address, feed, said):
    read_ago(**{feed: 20})
    before = visit(address).main
    marks = [mark.text for mark in before.all("a", "flag")] + [
        note.text for note in before.all("div", "stale")
    ]
    assert any(said in mark for mark in marks), marks
    read_ago()
    assert "this rests on" not in visit(address).text
    assert not [mark for mark in visit(address).main.all("a", "flag") if "stale" in mark.text]


def test_only_the_figures_that_rest_on_it_are_marked(visit):
    read_ago(launch_library=20)
    assert "this rests on" not in visit("/metrics/satellites_in_orbit/").text
    assert "this rests on" not in visit("/funding/").text
    assert "this rests on Launch Library 2, last read" in visit("/metrics/launches_with_compute/").text


def test_national_cadence_is_marked_only_while_it_is_counted_from_the_feed(visit):
    read_ago(launch_library_previous=20)
    told = "this rests on Launch Library 2: flown launches"
    addresses = ("/launches/", "/metrics/launch_cadence/", "/compare/?metric=launch_cadence")
    assert [told in visit(address).text for address in addresses] == [False] * 3
    past_read(f"{timezone.now():%Y-%m-%d}")
    LedgerVersion.bump()
    assert [told in visit(address).text for address in addresses] == [True] * 3


def test_a_feed_that_never_answered_is_said_to(visit):
    assert (
        f"this rests on {DECAYS}, which has not been read yet." in visit("/metrics/satellites_in_orbit/").text
    )


def test_a_figure_is_marked_while_its_feed_answers_and_tells_nothing_newer(visit):
    read_ago()
    told_at = timezone.now() - timedelta(days=20)
    FeedRun.objects.filter(feed="celestrak-gp").update(told_at=told_at)
    LedgerVersion.bump()
    day = f"{told_at.day} {told_at:%b %Y}"
    wanted = f"this rests on CelesTrak GP, which answers, but tells nothing newer than {day}."
    assert wanted in visit("/spacecraft/starcloud-1/").text
    assert f"answers, but tells nothing newer than {day}" in visit("/news/").tree.one("footer").text
    within = visit("/metrics/orbit_evidence/", as_of=f"{told_at + timedelta(days=9):%Y-%m-%d}").text
    before = visit("/metrics/orbit_evidence/", as_of=f"{told_at - timedelta(days=9):%Y-%m-%d}").text
    assert (wanted in within, "this rests on" in before) == (True, False)


def test_a_past_day_is_marked_only_where_the_feed_was_silent_before_it(visit):
    read_ago(celestrak_satcat=20)
    within = f"{timezone.now() - timedelta(days=5):%Y-%m-%d}"
    before = f"{timezone.now() - timedelta(days=40):%Y-%m-%d}"
    assert "this rests on" in visit("/metrics/satellites_in_orbit/", as_of=within).text
    assert "this rests on" not in visit("/metrics/satellites_in_orbit/", as_of=before).text


def test_every_feed_that_a_metric_rests_on_can_be_stale():
    rows = [{"slug": slug, "stale": True, "current": None} for slug in FEEDS]
    for metric in METRICS.values():
        assert [row["slug"] for row in stale_among(rows, metric.rests_on)] == [
            slug for slug in FEEDS if slug in metric.rests_on
        ]
