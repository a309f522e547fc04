"""`manage.py check_feeds` tells cron by its exit code how the feeds are; `check` asks for CONTACT."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from feeds.models import FeedRun
from feeds.monitoring.checks import contact
from feeds.registry import FEEDS

SLUG = "celestrak-gp"


@pytest.fixture(autouse=True)
def _fresh(settings, empty_ledger) -> None:
    settings.FEEDS_ENABLED = True
    now = timezone.now()
    for slug in FEEDS:
        FeedRun.objects.create(feed=slug, started_at=now, ended_at=now, outcome="stored", seen=1)


def checked() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_feeds", stdout=out)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def test_fresh_feeds_end_with_0_and_a_line_each():
    code, said = checked()
    assert (code, len(said.splitlines())) == (0, len(FEEDS))
    assert f"{SLUG}: fresh, read on " in said


def test_a_feed_that_needs_a_person_ends_with_1():
    now = timezone.now()
    FeedRun.objects.create(feed=SLUG, started_at=now, ended_at=now, outcome="held")
    code, said = checked()
    assert (code, said.splitlines()[-1]) == (1, f"A person is needed: {SLUG}.")
    assert "somebody must say whether it is right" in said


def test_a_stale_feed_ends_with_2():
    FeedRun.objects.filter(feed=SLUG).update(started_at=timezone.now() - timedelta(days=2))
    code, said = checked()
    assert (code, said.splitlines()[-1]) == (2, f"Stale: {SLUG}.")


def test_feeds_switched_off_end_with_0(settings):
    settings.FEEDS_ENABLED = False
    FeedRun.objects.all().delete()
    assert checked() == (0, "Feeds are switched off.\n")


@pytest.mark.parametrize(
    ("on", "address", "said"), [(True, "", ["feeds.W001"]), (True, "a@b.org", []), (False, "", [])]
)
def test_the_check_asks_for_an_address_where_feeds_are_asked(settings, on, address, said):
    settings.FEEDS_ENABLED, settings.CONTACT = on, address
    assert [message.id for message in contact(None)] == said
