"""Runs, quarantine, requests, hosts and bookmarks at the desk: they can be read, and nothing is typed over."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from feeds.models import Asking, Bookmark, FeedRun, Host, QuarantinedRecord, RawAnswer
from feeds.registry import FEEDS
from feeds.runs.runner import run
from tests.desk.desk import address, analyst, desk_of, editor
from tests.feeds.answers import launch, serve

pytestmark = pytest.mark.usefixtures("empty_ledger")
LAUNCHES = FEEDS["launch-library"]
GOOD = "00000000-0000-0000-0000-000000000007"


@pytest.fixture
def client():
    return desk_of(analyst())


def a_run(hours_ago: int = 1, **values) -> FeedRun:
    at = timezone.now() - timedelta(hours=hours_ago)
    return FeedRun.objects.create(
        **{"feed": "own", "outcome": "stored", "started_at": at, "ended_at": at} | values
    )


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows_of(answer) -> list[str]:
    """Each row of the list as words."""
    table = answer.content.decode().partition('id="result_list"')[2].partition("</table>")[0]
    return [text_of(row) for row in table.partition("<tbody>")[2].split("<tr>")[1:]]


# --- Runs -----------------------------------------------------------------------------------------
def test_the_list_of_runs_says_number_end_counts_and_sentence_newest_first(client):
    old = a_run(5, outcome="held", http_status=200, seen=1200, quarantined=3, sentence="Only a few.",
               raw=RawAnswer.keep("own", [b"x"]))  # fmt: skip
    new = a_run(1, seen=4, added=1, same=3, sentence="Four \u202ecame.")
    first, second = rows_of(client.get(address(FeedRun, "changelist")))
    assert first.startswith(f"{new.pk} own ")
    assert "stored 4 read 1 new 3 same Four came. not kept" in first
    assert second.startswith(f"{old.pk} own ")
    assert "held for a person 1,200 read 3 set aside Only a few. HTTP 200 kept" in second
    assert f"{new.started_at.day} {new.started_at:%b %Y, %H:%M} UTC" in first


def test_the_list_costs_the_same_for_many_runs_and_unpacks_no_answer(client, django_assert_max_num_queries):
    for hours in range(40):
        a_run(hours, raw=RawAnswer.keep("own", [b"%d" % hours]))
    with django_assert_max_num_queries(14) as asked:
        client.get(address(FeedRun, "changelist"))
    assert not any('"packed"' in query["sql"] for query in asked)


@pytest.mark.parametrize(
    ("query", "count"), [("answer=kept", 1), ("answer=gone", 2), ("answer=x", 3), ("q=own", 3)]
)
def test_runs_are_found_by_whether_their_answer_is_kept(client, query, count):
    a_run(raw=RawAnswer.keep("own", [b"x"]))
    a_run(2), a_run(3)
    assert len(rows_of(client.get(f"{address(FeedRun, 'changelist')}?{query}"))) == count


def test_a_run_is_found_by_its_number(client):
    wanted = a_run(3)
    a_run(1)
    (row,) = rows_of(client.get(f"{address(FeedRun, 'changelist')}?q={wanted.pk}"))
    assert row.startswith(str(wanted.pk))


def test_the_page_of_a_run_tells_what_was_asked_and_what_is_kept(client, replay):
    serve(replay, [launch(status=42, name="Odd \u202ename"), launch(id=GOOD)])
    row = run(LAUNCHES)
    page = client.get(address(FeedRun, "change", row.pk))
    text = text_of(page.content.decode())
    assert f"Run {row.pk}" in text
    assert f"{replay.url}/2.3.0/launches/upcoming/?mode=normal" in text
    assert "2 read 1 new 1 set aside" in text
    assert re.search(
        r"kept, [0-9.]+ bytes compressed, SHA-256 [0-9a-f]{64}|kept, [0-9.,]+\sKB compressed", text
    )
    assert "unknown word: status 42" in text
    assert "\u202e" not in page.content.decode()
    assert "Download" not in text, "an analyst decides of no answer"


def test_runs_that_stored_an_answer_again_lead_to_each_other(client):
    first = a_run(3, raw=RawAnswer.keep("own", [b"x"]))
    again = a_run(1, replay_of=first, raw=first.raw)
    for here, there in ((first, again), (again, first)):
        assert (
            address(FeedRun, "change", there.pk)
            in client.get(address(FeedRun, "change", here.pk)).content.decode()
        )


def test_no_field_of_a_run_is_typed_over_by_anybody():
    row = a_run()
    boss = desk_of(editor())
    page = boss.get(address(FeedRun, "change", row.pk)).content.decode()
    assert 'name="_save"' not in page
    assert not re.search(r'<(input|textarea|select)[^>]+name="(sentence|outcome|feed)"', page)
    assert boss.post(address(FeedRun, "change", row.pk), {"sentence": "mine"}).status_code == 405
    assert (
        desk_of(analyst()).post(address(FeedRun, "change", row.pk), {"sentence": "mine"}).status_code == 403
    )


# --- Quarantine -----------------------------------------------------------------------------------
def set_aside(row: FeedRun, raw: str = "x", **values) -> QuarantinedRecord:
    told = {"reason": "is odd", "first_at": row.started_at - timedelta(days=9), "times": 3, "position": 1}
    return QuarantinedRecord.objects.create(
        run=row, feed=row.feed, raw=raw, digest=sha256(raw.encode()).hexdigest(), **told | values
    )


def test_the_list_of_quarantine_is_newest_first_by_the_run_that_last_set_a_record_aside(client):
    new, old = a_run(1), a_run(90)
    one, _two = set_aside(new, "new one", reason="has \u202eturned"), set_aside(old, "o" * 500)
    first, second = rows_of(client.get(address(QuarantinedRecord, "changelist")))
    day = one.first_at
    assert first.startswith("own has turned")
    assert (
        f"{day.day} {day:%b %Y} {new.started_at.day} {new.started_at:%b %Y} 3 × run {new.pk} new one" in first
    )
    assert second.startswith("own is odd")
    assert f"{'o' * 159}…" in second
    assert "o" * 160 not in second


def test_the_list_of_quarantine_reads_only_the_beginnings(client, django_assert_max_num_queries):
    for number in range(30):
        set_aside(a_run(), f"{number} " + "y" * 9000)
    with django_assert_max_num_queries(10):
        answer = client.get(address(QuarantinedRecord, "changelist"))
    assert len(answer.content) < 120_000


def test_the_page_of_a_run_leads_to_what_it_set_aside(client):
    row = a_run(quarantined=60)
    records = [set_aside(row, f"{n} \u202eraw", position=n) for n in range(1, 61)]
    set_aside(a_run(2), "another run's")
    html = client.get(address(FeedRun, "change", row.pk)).content.decode()
    assert "50 raw" in html
    assert "51 raw" not in html
    assert address(QuarantinedRecord, "change", records[0].pk) in html
    every = f"{address(QuarantinedRecord, 'changelist')}?run__id__exact={row.pk}"
    assert every in html
    assert "60 quarantined records" in client.get(every).content.decode()


def test_a_record_set_aside_stands_on_its_page_whole_and_turns_nothing(client):
    raw = (
        '{"name": "\u202egnol\u2066", "tag": "\U000e0041", "note": "<script>alert(1)</script>"}\nשלום '
        + "z" * 9000
    )
    record = set_aside(a_run(), raw, context="A,B\u200f", reason="has \u202eturned")
    html = client.get(address(QuarantinedRecord, "change", record.pk)).content.decode()
    block = html.partition('<pre class="desk-raw" dir="ltr">')[2].partition("</pre>")[0]
    assert "\\u202egnol\\u2066" in block
    assert "\\U000e0041" in block
    assert "&lt;script&gt;alert(1)" in block
    assert "\nשלום zzz" in block
    assert block.endswith("z" * 9000)
    assert "A,B\\u200f" in html
    assert not set("\u202e\u2066\u200f") & set(html)


# --- What was asked of whom -----------------------------------------------------------------------
def test_requests_hosts_and_bookmarks_can_be_looked_at(client):
    soon = timezone.now() + timedelta(hours=20)
    host = Host.objects.create(
        name="feed.example", closed_until=soon, why="It answered 403: a person must look."
    )
    Host.objects.create(name="open.example", closed_until=timezone.now() - timedelta(days=1), why="429")
    asking = Asking.objects.create(host=host, url="https://feed.example/list", at=timezone.now(), status=403)
    Asking.objects.create(host=host, url="https://feed.example/2", at=timezone.now(), status=0)
    mark = Bookmark.objects.create(feed="own", at=timezone.now())

    shut, free = rows_of(client.get(address(Host, "changelist")))
    assert shut.startswith("feed.example left alone")
    assert "It answered 403: a person must look." in shut
    assert "may be asked" in free
    none, refused = rows_of(client.get(address(Asking, "changelist")))
    assert "https://feed.example/2 no answer" in none
    assert "feed.example https://feed.example/list 403" in refused
    assert "own" in rows_of(client.get(address(Bookmark, "changelist")))[0]
    for row in (host, asking, mark):
        page = client.get(address(type(row), "change", row.pk))
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
