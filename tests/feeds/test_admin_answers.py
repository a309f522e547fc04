"""A kept answer at the desk: what is different in it, the bytes, and who may have it stored."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db.models import F
from django.test import Client

from feeds.models import Asking, FeedRun, RawAnswer
from feeds.registry import FEEDS
from feeds.runs.runner import run
from launches.models import ElementSet
from tests.bare_rows import bare
from tests.desk.desk import address, administrator, analyst, desk_of, editor
from tests.feeds.answers import gp_row, serve
from tests.feeds.rows import spacecraft

GP = FEEDS["celestrak-gp"]


@pytest.fixture(autouse=True)
def _tracked(empty_ledger) -> None:
    spacecraft(norad_cat_id=66303, identity="catalogued")


def answered(replay, numbers, **changes) -> FeedRun:
    """A run three hours after all others."""
    three_hours = timedelta(hours=3)
    FeedRun.objects.update(started_at=F("started_at") - three_hours, ended_at=F("ended_at") - three_hours)
    Asking.objects.update(at=F("at") - three_hours)
    serve(replay, rows=[gp_row(NORAD_CAT_ID=str(n), OBJECT_NAME=f"<b>{n}</b>", **changes) for n in numbers])
    return run(GP)


@pytest.fixture
def held(replay) -> FeedRun:
    answered(replay, range(66303, 66403))
    row = answered(replay, [*range(66303, 66313), 7])
    assert row.outcome == "held"
    return row


@pytest.fixture
def client():
    return desk_of(editor())


def page_of(client, row: FeedRun) -> str:
    return client.get(address(FeedRun, "change", row.pk)).content.decode()


def told(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_the_page_of_a_held_run_says_what_is_different(client, held):
    html = page_of(client, held)
    assert "This answer is held" in html
    assert "90 records are gone" in html
    assert "66313 &lt;b&gt;66313&lt;/b&gt;" in html
    assert "66363 &lt;b&gt;" not in html
    assert "and 40 more" in html
    assert "1 record is new" in html
    assert address(FeedRun, "answer", held.pk) in html
    assert address(FeedRun, "store", held.pk) in html


def test_an_analyst_reads_the_run_and_decides_of_nothing(held):
    client = desk_of(analyst())
    html = page_of(client, held)
    assert "Editors and administrators look at it and decide." in html
    assert "records are gone" not in html
    for name in ("answer", "store"):
        assert client.get(address(FeedRun, name, held.pk)).status_code == 403
    assert client.post(address(FeedRun, "store", held.pk), {"outcome": "held"}).status_code == 403
    assert ElementSet.objects.count() == 1


def test_the_answer_is_a_file_that_no_browser_renders(client, held):
    answer = client.get(address(FeedRun, "answer", held.pk))
    assert answer.content == held.raw.bodies[0]
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"] == f'attachment; filename="celestrak-gp-run-{held.pk}.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert client.post(address(FeedRun, "answer", held.pk)).status_code == 405

    FeedRun.objects.filter(pk=held.pk).update(raw=RawAnswer.keep(GP.slug, [b"one", b"two\n", b"three"]))
    assert client.get(address(FeedRun, "answer", held.pk)).content == b"one\ntwo\nthree\n"


def test_releasing_asks_once_more_and_a_look_stores_nothing(client, held):
    before = list(FeedRun.objects.values())
    html = client.get(address(FeedRun, "store", held.pk)).content.decode()
    assert "11 records will be stored" in html
    assert "What the site holds of the records that are gone is not deleted." in html
    assert "Release: store this answer" in html
    assert list(FeedRun.objects.values()) == before


@pytest.mark.parametrize("who", [editor, administrator])
def test_a_held_answer_is_released_under_the_name_of_who_did_it(held, who):
    user = who("lin")
    answer = desk_of(user).post(address(FeedRun, "store", held.pk), {"outcome": "held"})
    row = FeedRun.objects.get(replay_of=held)
    held.refresh_from_db()

    assert (row.outcome, held.outcome, ElementSet.objects.count()) == ("stored", "stored", 2)
    assert answer["Location"] == address(FeedRun, "change", row.pk)
    assert told(answer).startswith(f"Run {row.pk}: stored. 11 records read: 1 new")
    entry = LogEntry.objects.get(object_id=held.pk)
    assert (entry.user, entry.get_change_message()) == (user, f"Released it: run {row.pk}.")
    history = desk_of(user).get(address(FeedRun, "history", held.pk)).content.decode()
    assert f"Released it: run {row.pk}." in history
    assert "lin" in history


def test_of_two_who_decide_at_once_the_second_is_told(client, held):
    client.post(address(FeedRun, "store", held.pk), {"outcome": "held"})
    second = client.post(address(FeedRun, "store", held.pk), {"outcome": "held"})
    assert "Somebody decided of this answer meanwhile" in told(second)
    assert FeedRun.objects.filter(replay_of=held).count() == 1
    assert LogEntry.objects.count() == 1


def test_any_kept_answer_can_be_stored_again(client, held):
    first = FeedRun.objects.get(pk=held.pk - 1)
    assert "Store again" in page_of(client, first)
    bare(ElementSet).delete()
    answer = client.post(address(FeedRun, "store", first.pk), {"outcome": "stored"})
    assert "100 records read: 1 new" in told(answer)
    held.refresh_from_db()
    assert held.outcome == "held"
    assert LogEntry.objects.get().get_change_message().startswith("Stored it again: run ")


def test_of_other_runs_the_difference_is_told_when_it_is_asked_for(client, replay, held):
    later = answered(replay, range(66303, 66393))
    html = page_of(client, later)
    assert "records are gone" not in html
    assert 'href="?difference=1#difference"' in html
    asked = client.get(f"{address(FeedRun, 'change', later.pk)}?difference=1").content.decode()
    assert "10 records are gone" in asked


def test_it_says_when_a_later_answer_is_stored_already(client, replay, held):
    later = answered(replay, range(66303, 66403))
    html = client.get(address(FeedRun, "store", held.pk)).content.decode()
    assert f"A later answer is stored already: run {later.pk}" in html


def test_while_the_feed_runs_nothing_is_stored_and_that_is_said(client, held):
    FeedRun.objects.create(feed=GP.slug, started_at=held.started_at)
    answer = client.post(address(FeedRun, "store", held.pk), {"outcome": "held"})
    assert "is under way in another process" in told(answer)
    assert not LogEntry.objects.exists()


def test_a_store_that_fails_is_said_as_a_failure(client, held, monkeypatch):
    monkeypatch.setitem(FEEDS, GP.slug, type(GP)(**{**vars(GP), "store": None}))
    answer = client.post(address(FeedRun, "store", held.pk), {"outcome": "held"}, follow=True)
    assert "Our own code failed" in answer.content.decode()
    assert '<li class="error">' in answer.content.decode()
    held.refresh_from_db()
    assert held.outcome == "held"


@pytest.mark.parametrize("change", [{"raw": None}, {"whole": False}, {"feed": "gone"}])
def test_what_cannot_be_stored_is_not_offered(client, held, change):
    FeedRun.objects.filter(pk=held.pk).update(**change)
    html = page_of(client, held)
    assert address(FeedRun, "store", held.pk) not in html
    answer = client.post(address(FeedRun, "store", held.pk), {"outcome": "held"})
    assert "cannot be stored" in told(answer)
    assert FeedRun.objects.count() == 2


def test_a_run_that_stored_an_answer_again_leads_to_the_one_that_got_it(client, held):
    client.post(address(FeedRun, "store", held.pk), {"outcome": "held"})
    again = FeedRun.objects.get(replay_of=held)
    html = page_of(client, again)
    assert address(FeedRun, "change", held.pk) in html
    assert "Store again" not in html


def test_nothing_is_stored_without_a_token(held):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor())
    assert strict.post(address(FeedRun, "store", held.pk), {"outcome": "held"}).status_code == 403
    assert strict.get(address(FeedRun, "answer", 999_999)).status_code == 404
