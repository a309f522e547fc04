"""Manners towards a host: counted in the database, so that they hold for every worker and after a restart."""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from feeds.http.client import Client
from feeds.http.rate_limits import (
    Manners,
    NotNow,
    calls_left,
    claim,
    close,
    closed,
    forget_old_askings,
    stop,
    wait_asked_for,
)
from feeds.http.refusals import NotModified
from feeds.http.results import FeedError, moment
from feeds.models import Asking, FeedRun, Host
from tests.feeds.replay import Reply
from tests.present import present

AT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
URL = "http://feed.example/list"
PATH = "/data"
TWICE = Manners(retries=2)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("600", timedelta(minutes=10)),
        ("0", timedelta(minutes=1)),
        ("-5", None),
        ("1000000000", timedelta(hours=24)),
        (format_datetime(AT + timedelta(minutes=30), usegmt=True), timedelta(minutes=30)),
        (format_datetime(AT - timedelta(minutes=30), usegmt=True), timedelta(minutes=1)),
        ("Sun, 22 Nov 2093 18:00:00 GMT", timedelta(hours=24)),
        ("", None),
        ("soon", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date_within_bounds(header, wait):
    assert wait_asked_for(header, AT) == wait


@pytest.mark.usefixtures("empty_ledger")
def test_the_allowance_of_a_host_counts_every_request_of_the_last_hour():
    manners = Manners(calls_per_hour=3)
    for _ in range(3):
        claim(URL, manners)
    with pytest.raises(NotNow, match="allows 3 calls an hour"):
        claim("http://feed.example/other", manners)
    assert calls_left(URL, manners) == 0
    assert calls_left("http://else.example/", manners) == 3

    Asking.objects.update(at=F("at") - timedelta(minutes=61))
    assert claim(URL, manners).pk


@pytest.mark.usefixtures("empty_ledger")
def test_an_address_is_given_once_within_its_gap_and_an_outage_does_not_count():
    manners = Manners(gap=timedelta(hours=2))
    asking = claim(URL, manners)
    with pytest.raises(NotNow, match="is given once in 2 h"):
        claim(URL, manners)
    assert claim("http://feed.example/other", manners).pk, "another address of the host"

    for status in (0, 500, 404):
        Asking.objects.filter(pk=asking.pk).update(status=status)
        Asking.objects.filter(pk=claim(URL, manners).pk).update(status=status)
    Asking.objects.filter(pk=asking.pk).update(status=200)
    with pytest.raises(NotNow):
        claim(URL, manners)


@pytest.mark.usefixtures("own_database")
def test_of_workers_that_ask_at_once_for_what_is_given_once_one_may():
    said = []
    ready = threading.Barrier(4)

    def worker() -> None:
        ready.wait(30)
        try:
            claim(URL, Manners(gap=timedelta(hours=2)))
            said.append("may")
        except NotNow:
            said.append("may not")
        finally:
            connection.close()

    workers = [threading.Thread(target=worker) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)

    assert sorted(said) == ["may", "may not", "may not", "may not"]
    assert Asking.objects.count() == 1


@pytest.mark.usefixtures("empty_ledger")
def test_a_closed_host_is_left_alone_until_its_time():
    claim(URL, Manners())
    close(URL, timedelta(hours=1), "it said so.")
    assert "feed.example is not asked before" in closed(URL)
    with pytest.raises(NotNow, match="it said so"):
        claim(URL, Manners())

    assert closed(URL, timezone.now() + timedelta(hours=2)) == ""


@pytest.mark.usefixtures("empty_ledger")
def test_old_requests_are_forgotten_and_those_of_kept_answers_stay():
    asking, kept = claim(URL, Manners()), claim(URL, Manners())
    Asking.objects.update(at=F("at") - timedelta(days=31))
    Asking.objects.filter(pk=kept.pk).update(kept=True)

    forget_old_askings()

    assert list(Asking.objects.values_list("pk", flat=True)) == [kept.pk]
    assert asking.pk != kept.pk


# --- The client -------------------------------------------------------------------------------
def answers(*replies):
    """Each reply once, in order; the last one for ever."""
    left = list(replies)
    return lambda path, query: left.pop(0) if len(left) > 1 else left[0]


@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize(
    "fault", [Reply(b"oops", 500), Reply(b"", 503), Reply(hang_up=True), Reply(b"h", announce=9)]
)
def test_what_fails_by_chance_is_asked_again_and_each_try_counts(replay, fault):
    replay.answers[PATH] = answers(fault, fault, Reply(b"whole"))

    assert Client("CELESTRAK_URL", TWICE).get(replay.url + PATH) == b"whole"
    assert Asking.objects.count() == len(replay.requests) == 3
    assert present(Asking.objects.first()).status == 200


@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize("status", [301, 400, 403, 404, 410, 429])
def test_what_asking_again_cannot_mend_is_asked_once(replay, status):
    replay.answers[PATH] = Reply(b"no", status)
    with pytest.raises(FeedError):
        Client("CELESTRAK_URL", TWICE).get(replay.url + PATH)
    assert len(replay.requests) == 1


@pytest.mark.usefixtures("empty_ledger")
def test_tries_end_with_the_fault_and_the_sentence_of_the_last(replay):
    replay.answers[PATH] = Reply(b"oops", 500)
    with pytest.raises(FeedError, match="a fault of its own"):
        Client("CELESTRAK_URL", TWICE).get(replay.url + PATH)
    assert len(replay.requests) == 3


@pytest.mark.usefixtures("empty_ledger")
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_to_wait_is_left_alone_by_everybody(replay, status):
    replay.answers[PATH] = Reply(b"slow down", status, headers={"Retry-After": "600"})
    with pytest.raises(FeedError, match="Not asked before"):
        Client("CELESTRAK_URL", TWICE).get(replay.url + PATH)
    with pytest.raises(NotNow, match="is not asked before"):
        Client("LAUNCH_LIBRARY_URL", TWICE).get(f"{replay.url}/other")

    assert len(replay.requests) == 1
    wait = present(Host.objects.get().closed_until) - timezone.now()
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)


@pytest.mark.usefixtures("empty_ledger")
def test_a_host_that_asks_us_to_wait_and_gives_no_time_is_left_for_a_quarter_of_an_hour(replay):
    replay.answers[PATH] = Reply(b"slow down", 429)
    with pytest.raises(FeedError):
        Client("CELESTRAK_URL", TWICE).get(replay.url + PATH)
    assert present(Host.objects.get().closed_until) - timezone.now() > timedelta(minutes=14)


@pytest.mark.usefixtures("empty_ledger")
def test_an_answer_that_was_used_is_named_and_comes_no_second_time(replay):
    stamp = {"ETag": '"abc"', "Last-Modified": "Sun, 22 Nov 2026 06:00:00 GMT"}
    replay.answers[PATH] = answers(
        Reply(b"whole", headers=stamp), Reply(b"whole", headers=stamp), Reply(b"", 304)
    )
    url = replay.url + PATH

    Client("CELESTRAK_URL", TWICE).get(url, conditional=True)
    client = Client("CELESTRAK_URL", TWICE)
    client.get(url, conditional=True)
    assert "If-None-Match" not in replay.headers[1], "the first was never said to be used"
    client.keep()
    at = timezone.now()
    FeedRun.objects.create(feed="own", url=url, started_at=at, ended_at=at, outcome="stored")
    with pytest.raises(NotModified, match="nothing newer"):
        Client("CELESTRAK_URL", TWICE).get(url, conditional=True)
    assert replay.headers[2]["If-None-Match"] == '"abc"'
    assert replay.headers[2]["If-Modified-Since"] == "Sun, 22 Nov 2026 06:00:00 GMT"


@pytest.mark.usefixtures("empty_ledger")
def test_an_answer_of_which_no_run_is_on_record_is_not_named(replay):
    replay.answers[PATH] = Reply(b"whole", headers={"ETag": '"abc"'})
    client = Client("CELESTRAK_URL", TWICE)
    client.get(replay.url + PATH, conditional=True)
    client.keep()
    Client("CELESTRAK_URL", TWICE).get(replay.url + PATH, conditional=True)
    assert "If-None-Match" not in replay.headers[1]


@pytest.mark.usefixtures("empty_ledger")
def test_not_modified_without_our_naming_anything_is_refused(replay):
    replay.answers[PATH] = Reply(b"", 304)
    with pytest.raises(FeedError, match="we named nothing"):
        Client("CELESTRAK_URL", TWICE).get(replay.url + PATH, conditional=True)


@pytest.mark.django_db
def test_a_longer_wait_stands_and_a_shorter_one_changes_nothing():
    claim("https://feed.example/one", TWICE)
    long = close("https://feed.example/one", timedelta(hours=5), "long")
    assert close("https://feed.example/two", timedelta(minutes=5), "short") == long
    assert "long" in closed("https://feed.example/three")


@pytest.mark.django_db
def test_a_host_that_wants_readers_to_stop_is_told_once_until_when(replay):
    strict = Manners(stop_at_refusal=True)
    for header, hours in (("60", 2), ("86400", 24)):
        Host.objects.all().delete()
        replay.answers[PATH] = Reply(b"busy", 503, headers={"Retry-After": header})
        client = Client("CELESTRAK_URL", strict)
        with pytest.raises(FeedError) as failure:
            client.get(replay.url + PATH)
        stop(client.first_url, client.last_status)
        until = present(Host.objects.get().closed_until)
        assert abs(until - timezone.now() - timedelta(hours=hours)) < timedelta(minutes=1)
        assert f"Not asked before {moment(until)}" in failure.value.sentence
