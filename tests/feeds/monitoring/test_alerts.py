"""Operators are told of each cause once a day, in the log and by mail, and never of what is well."""

from __future__ import annotations

import shutil
import smtplib
from collections import namedtuple
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from celery.signals import task_failure, task_success
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F
from django.utils import timezone

from feeds.http.rate_limits import close
from feeds.models import Alert, FeedRun, Host
from feeds.monitoring.alerts import causes, send_alerts
from feeds.registry import FEEDS
from feeds.tasks import run_feed
from feeds.tasks import send_alerts as task
from racetracker import environment

pytestmark = pytest.mark.usefixtures("empty_ledger")
Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def told(settings):
    settings.ALERT_EMAIL, settings.FEEDS_ENABLED = ["ops@example.org"], True


@pytest.fixture
def good():
    """Every feed was read well just now."""
    now = timezone.now()
    for slug in FEEDS:
        FeedRun.objects.create(
            feed=slug, started_at=now, ended_at=now, outcome="stored", http_status=200, told_at=now
        )


def later(hours: float) -> int:
    """What is sent so many hours after."""
    by = timedelta(hours=hours)
    Alert.objects.update(
        first_at=F("first_at") - by, last_at=F("last_at") - by, mailed_at=F("mailed_at") - by
    )
    return send_alerts()


def subjects() -> list[str]:
    return [str(one.subject) for one in mail.outbox]


def test_where_all_is_well_nobody_is_told(good, caplog):
    assert task() == 0
    assert (mail.outbox, caplog.text, Alert.objects.count()) == ([], "", 0)


def test_a_site_that_has_not_read_a_feed_yet_tells_nobody():
    assert (causes(), send_alerts()) == ([], 0)


def test_a_feed_that_is_out_of_date_is_told_once_a_day_and_no_more_when_it_is_well(good, caplog):
    FeedRun.objects.filter(feed="celestrak-satcat").update(started_at=F("started_at") - timedelta(days=9))
    assert [send_alerts(), send_alerts()] == [1, 0]
    assert [later(23), later(2)] == [0, 1]
    assert subjects() == [mail.outbox[0].subject] * 2
    assert mail.outbox[0].subject.startswith("[Racetracker] CelesTrak SATCAT is out of date: ")
    assert mail.outbox[0].to == ["ops@example.org"]
    assert caplog.text.count("Needs an operator: CelesTrak SATCAT") == 1

    FeedRun.objects.update(started_at=timezone.now())
    assert later(25) == 0
    assert not Alert.objects.exists()


def test_a_held_answer_is_told(good):
    FeedRun.objects.create(
        feed="celestrak-gp",
        started_at=timezone.now(),
        ended_at=timezone.now(),
        outcome="held",
        sentence="Half is gone.",
    )
    assert send_alerts() == 1
    assert "CelesTrak GP: The answer of" in mail.outbox[0].body


def test_a_host_that_is_left_alone_is_told_once_for_all_its_feeds(good, settings):
    Host.objects.create(name=urlsplit(settings.LAUNCH_LIBRARY_URL).netloc)
    close(
        f"{settings.LAUNCH_LIBRARY_URL}/launches/",
        timedelta(hours=20),
        "it answered 403. A person must look.",
    )
    assert send_alerts() == 1
    assert "is not asked before" in mail.outbox[0].body


def test_a_task_that_failed_is_told_until_it_ran_well(good, caplog):
    task_failure.send(sender=run_feed, exception=ValueError("no such column"))
    assert [send_alerts(), send_alerts()] == [1, 0]
    assert "The task feeds.tasks.run_feed failed: ValueError: no such column" in mail.outbox[0].body
    assert "Needs an operator: The task" in caplog.text
    task_success.send(sender=run_feed)
    assert not Alert.objects.exists()


def test_one_failure_of_a_task_is_not_told_again_on_the_next_day(good):
    task_failure.send(sender=run_feed, exception=ValueError("x"))
    assert [later(0), later(25)] == [1, 0]


@pytest.mark.parametrize(
    ("total", "free", "mails"), [(10**12, 10**9, 1), (10**12, 10**11, 0), (10**9, 4 * 10**8, 1)]
)
def test_a_disk_that_is_nearly_full_is_told(good, monkeypatch, total, free, mails):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(total, total - free, free))
    assert send_alerts() == mails
    assert all("is nearly full" in one.body for one in mail.outbox)


def test_a_mail_that_could_not_be_sent_is_tried_again(good, monkeypatch, caplog):
    task_failure.send(sender=run_feed, exception=ValueError("x"))

    def refused(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr("feeds.monitoring.alerts.send_mail", refused)
        assert send_alerts() == 0
    assert "could not be sent (gone)" in caplog.text
    assert send_alerts() == 1


def test_without_an_address_the_log_alone_tells(good, settings, caplog):
    settings.ALERT_EMAIL = []
    task_failure.send(sender=run_feed, exception=ValueError("x"))
    assert (send_alerts(), mail.outbox) == (0, [])
    assert caplog.text.count("Needs an operator") == 1


def test_a_header_cannot_be_slipped_in_by_what_a_feed_says(good):
    task_failure.send(sender=run_feed, exception=ValueError("a\nBcc: all@example.org" + "x" * 400))
    assert send_alerts() == 1
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["ops@example.org"]


# --- Settings ---------------------------------------------------------------------------------------
def test_the_mail_server_is_read_strictly(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://me%40example.org:p%40ss@mail.example.org:587")
    found = environment.mail_server("EMAIL_URL", needed=True)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (
        "mail.example.org",
        587,
        True,
    )
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me@example.org", "p@ss")


@pytest.mark.parametrize(
    "value", ["mail.example.org", "https://mail.example.org", "smtp://", "smtp+tls:///587"]
)
def test_what_is_no_mail_server_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="names no mail server"):
        environment.mail_server("EMAIL_URL", needed=False)


def test_an_address_without_a_server_or_that_is_none_stops_the_start(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "")
    with pytest.raises(ImproperlyConfigured, match="ALERT_EMAIL asks for mail"):
        environment.mail_server("EMAIL_URL", needed=True)
    assert environment.mail_server("EMAIL_URL", needed=False)["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    monkeypatch.setenv("ALERT_EMAIL", "ops@example.org, nobody")
    with pytest.raises(ImproperlyConfigured, match="'nobody' is no address of mail"):
        environment.mail_addresses("ALERT_EMAIL")
