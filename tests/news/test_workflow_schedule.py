"""What is scheduled is published at its moment, and once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from news import workflow
from news.models import NewsItem
from news.tasks import publish_what_is_due
from news.workflow import Refused, move, publish_due, schedule
from tests.news.items import an_item, steps

pytestmark = pytest.mark.usefixtures("ledger", "four_eyes")


def later(**more) -> datetime:
    return timezone.now() + timedelta(**more or {"hours": 1})


def test_what_is_scheduled_is_published_when_its_moment_comes_and_once(ana, editor):
    item = an_item("in_review", by=ana)
    at = later()
    assert schedule(item, at, by=editor)
    assert not schedule(item, at, by=editor)
    assert publish_due() == []
    assert not NewsItem.objects.published().filter(pk=item.pk).exists()
    assert publish_due(at + timedelta(days=2)) == [item], "what was due while nothing ran is caught up"
    assert publish_due(at + timedelta(days=2)) == []
    item.refresh_from_db()
    assert (item.state, item.publish_at, item.changed_by) == ("published", None, editor)
    assert [step[:3] for step in steps(item)] == [
        ("in_review", "in_review", "edi"),
        ("in_review", "published", "edi"),
    ]
    assert steps(item)[-1][3] == f"Scheduled for {at:%Y-%m-%d %H:%M} UTC."


def test_the_task_publishes_what_is_due(editor):
    item = an_item("in_review")
    schedule(item, later(), by=editor)
    assert publish_what_is_due() == 0
    NewsItem.objects.filter(pk=item.pk).update(publish_at=later(minutes=-1))
    assert publish_what_is_due() == 1
    assert publish_what_is_due() == 0
    assert NewsItem.objects.get(pk=item.pk).state == "published"


def test_the_beat_asks_each_minute(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["publish-what-is-due"]
    assert (entry["task"], entry["schedule"]) == (publish_what_is_due.name, 60.0)


def test_what_was_taken_back_is_never_published_by_itself(ana, editor):
    item = an_item("in_review", by=ana)
    at = later()
    schedule(item, at, by=editor)
    move(item, "draft", by=ana)
    assert publish_due(at + timedelta(days=1)) == []
    move(item, "in_review", by=ana)
    assert publish_due(at + timedelta(days=1)) == []
    assert NewsItem.objects.get(pk=item.pk).state == "in_review"


def test_what_was_taken_back_between_the_look_and_the_step_is_not_published(editor, monkeypatch):
    item = an_item("in_review")
    at = later()
    schedule(item, at, by=editor)
    lock = workflow._lock

    def taken_back_first(row):
        NewsItem.objects.filter(pk=row.pk).update(state="draft", publish_at=None)
        lock(row)

    monkeypatch.setattr(workflow, "_lock", taken_back_first)
    assert publish_due(at) == []


def test_a_moment_is_taken_away_again(editor):
    item = an_item("in_review")
    at = later()
    schedule(item, at, by=editor)
    assert schedule(item, None, by=editor)
    assert publish_due(at) == []


def test_a_draft_with_a_moment_goes_to_review(editor):
    item = an_item("draft")
    assert schedule(item, later(), by=editor)
    assert item.state == "in_review"


def test_who_may_not_publish_sets_no_moment(ana, editor):
    with pytest.raises(Refused, match="an editor publishes it"):
        schedule(an_item("in_review"), later(), by=ana)
    with pytest.raises(Refused, match="entered by you"):
        schedule(an_item("in_review", by=editor), later(), by=editor)
    with pytest.raises(Refused, match="past"):
        schedule(an_item("in_review"), later(hours=-1), by=editor)
    with pytest.raises(Refused, match="only what is not published yet"):
        schedule(an_item("published"), later(), by=editor)


def test_words_changed_after_the_review_lose_their_moment(ana, editor):
    item = an_item("in_review", by=ana)
    schedule(item, later(), by=editor)
    assert not workflow.changed(item, editor)
    assert item.publish_at is not None
    assert workflow.changed(item, ana)
    assert NewsItem.objects.get(pk=item.pk).publish_at is None
