"""The Spaceflight News API: what is read, what is set aside, where the next run goes on."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from feeds.http.results import FeedError
from feeds.models import Asking, Bookmark, FeedRun
from feeds.runs.runner import run
from feeds.sources.spaceflight_news import FIRST_LOOK, MOST_TEXT, SPACEFLIGHT_NEWS, parse
from news.models import Suggestion
from tests.feeds.answers import STORIES_PATH, page, story
from tests.feeds.replay import Reply

RECEIVED = datetime(2026, 11, 2, 3, tzinfo=UTC)
UUID = "0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60"


def read(*stories):
    return parse([page(list(stories))], RECEIVED)


def pause(hours: float = 2) -> None:
    for model, names in ((FeedRun, ("started_at", "ended_at")), (Asking, ("at",))):
        model.objects.update(**{name: F(name) - timedelta(hours=hours) for name in names})


def test_a_story_is_read_with_its_launches():
    parsed = read(story(launches=[UUID, UUID]))
    (record,) = parsed.records
    assert (record.external_id, record.publisher, record.language) == ("40131", "Example News", "en")
    assert record.updated_at.microsecond == 123456
    assert [str(key) for key in record.launch_ids] == [UUID]
    assert parsed.read_up_to == record.updated_at


def test_the_address_is_kept_in_one_spelling_and_a_chinese_title_makes_a_chinese_story():
    (record,) = read(story(url="HTTPS://News.Example.org/a?utm_source=x&id=7#top", title="太空算力")).records
    assert (record.url, record.language) == ("https://news.example.org/a?id=7", "zh")


def test_control_and_direction_signs_are_taken_out_and_long_texts_are_cut():
    (record,) = read(story(title="Or\u202ebit\u0000al\u200b data\ncenter", summary="x" * 90_000)).records
    assert record.title == "Orbital data center"
    assert len(record.text) == MOST_TEXT + 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"url": "javascript:alert(1)"}, "An address starts with http:// or https://"),
        ({"url": "data:text/html,x"}, "An address starts with"),
        ({"url": "https://user:secret@example.org/"}, "holds a name or password"),
        ({"url": None}, "url is not text"),
        ({"url": "https://example.org/" + "a" * 600}, "500 can be kept"),
        ({"title": ""}, "title is missing or empty"),
        ({"title": 7}, "title is not text"),
        ({"title": "x" * 301}, "title has 301 signs"),
        ({"news_site": None}, "news_site is missing or empty"),
        ({"summary": []}, "summary is not text"),
        ({"id": "40131"}, "is not a whole number above 0"),
        ({"id": True}, "is not a whole number above 0"),
        ({"published_at": "yesterday"}, "is no moment from 1957 to 2200"),
        ({"updated_at": "2026-11-01"}, "is no moment from 1957 to 2200"),
        ({"updated_at": "2027-11-01T10:00:00Z"}, "lies in the future"),
        ({"launches": ["not-a-uuid"]}, "launch_id 'not-a-uuid' is not a UUID"),
        ({"launches": [UUID] * 51}, "at most 50 are taken"),
    ],
)
def test_a_story_that_cannot_be_meant_is_set_aside_with_the_reason(changes, reason):
    parsed = read(story(**changes), story(id=2))
    (aside,) = parsed.quarantined
    assert (len(parsed.records), aside.position) == (1, 1)
    assert reason in aside.reason
    assert json.loads(aside.raw)["news_site"] == (changes.get("news_site", "Example News"))


@pytest.mark.parametrize(
    "body", [b"[]", b'{"results": 3, "count": 1}', b"{", b"[" * 100_000, b'{"results": []}']
)
def test_a_page_that_is_no_list_is_refused(body):
    with pytest.raises(FeedError, match="Page 1 of Spaceflight News"):
        parse([body], RECEIVED)


# --- Runs ---------------------------------------------------------------------------------------
class Press:
    """Answers like the API: changed since a moment, in that order, in small pages."""

    def __init__(self, replay, stories, size=2):
        self.url, self.stories, self.size = replay.url, stories, size
        replay.answers[STORIES_PATH] = self.answer

    def answer(self, path, query):
        since, offset = query["updated_at_gte"], int(query.get("offset", 0))
        assert (query["ordering"], query["limit"]) == ("updated_at", "100")
        rows = sorted((s for s in self.stories if s["updated_at"] >= since), key=lambda s: s["updated_at"])
        shown = rows[offset : offset + self.size]
        more = offset + self.size < len(rows)
        where = f"{self.url}{STORIES_PATH}?offset={offset + self.size}" if more else None
        return Reply(page(shown, len(rows), where))


def numbered(number: int, **changes):
    at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=number)
    known = {"id": number, "url": f"https://news.example.org/{number}", "updated_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
             "published_at": "2026-10-30T00:00:00Z"}  # fmt: skip
    return story(**{"title": f"Lantern plans an orbital data center ({number})"} | known | changes)


@pytest.mark.usefixtures("empty_ledger")
def test_a_run_reads_three_pages_and_the_next_one_goes_on(replay):
    Bookmark.move(SPACEFLIGHT_NEWS.slug, datetime(2026, 10, 20, tzinfo=UTC))
    Press(replay, [numbered(number) for number in range(1, 12)])
    first = run(SPACEFLIGHT_NEWS)
    assert (first.outcome, first.calls) == ("stored", 3)
    assert "There is more; the next run goes on from here." in first.sentence
    for _ in range(8):
        pause()
        if run(SPACEFLIGHT_NEWS).outcome == "unchanged":
            break
    assert Suggestion.objects.count() == 11
    assert Bookmark.of(SPACEFLIGHT_NEWS.slug) == datetime(2026, 11, 1, 11, tzinfo=UTC)


@pytest.mark.usefixtures("empty_ledger")
def test_without_a_mark_the_first_run_looks_thirty_days_back(replay):
    Press(replay, [])
    assert run(SPACEFLIGHT_NEWS).outcome == "unchanged", "that nothing changed is an answer"
    since = replay.requests[0].split("updated_at_gte=")[1][:10]
    assert since == f"{datetime.now(UTC) - FIRST_LOOK:%Y-%m-%d}"


@pytest.mark.usefixtures("empty_ledger")
def test_a_run_that_fails_stores_nothing_and_the_next_one_begins_at_the_same_place(replay):
    Bookmark.move(SPACEFLIGHT_NEWS.slug, datetime(2026, 10, 20, tzinfo=UTC))
    Press(replay, [numbered(number) for number in range(1, 6)])
    whole = replay.answers[STORIES_PATH]
    replay.answers[STORIES_PATH] = lambda path, query: (
        Reply(b"oops", 500) if len(replay.requests) > 1 else whole(path, query)
    )
    assert run(SPACEFLIGHT_NEWS).outcome == "unreachable"
    assert not Suggestion.objects.exists()
    replay.answers[STORIES_PATH] = whole
    for _ in range(4):
        pause()
        run(SPACEFLIGHT_NEWS)
    assert Suggestion.objects.count() == 5


@pytest.mark.usefixtures("empty_ledger")
def test_a_next_page_of_another_host_is_not_followed(replay):
    same = [numbered(1, id=number) for number in range(1, 3)]
    since = datetime(2026, 11, 1, 1, tzinfo=UTC)
    Bookmark.move(SPACEFLIGHT_NEWS.slug, since)
    replay.answers[STORIES_PATH] = Reply(page(same, 9, "http://elsewhere.example/v4/articles/?offset=2"))
    row = run(SPACEFLIGHT_NEWS)
    assert row.outcome == "refused"
    assert "Set SPACEFLIGHT_NEWS_URL" in row.sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(story())), JSON, max_size=6))
def test_whatever_a_story_says_it_is_read_or_set_aside(changes):
    body = page([story() | changes, story(id=2)])
    assert parse([body], RECEIVED).seen == 2


@pytest.mark.parametrize(
    ("told", "read_as"),
    [
        ("Lantern&#8217;s data&nbsp;center", "Lantern’s data center"),
        ("R&amp;D in orbit: &lt;5 TOPS", "R&D in orbit: <5 TOPS"),
        ("An entity of an entity: &amp;lt;b&amp;gt;", "An entity of an entity: &lt;b&gt;"),
        ("AT&T and & so on &notanentity;", "AT&T and & so on ¬anentity;"),
    ],
)
def test_entities_of_html_are_read_once_before_anything_looks_at_a_title(told, read_as):
    (record,) = read(story(title=told)).records
    assert record.title == read_as


@pytest.mark.usefixtures("empty_ledger")
def test_a_story_with_an_entity_between_its_words_is_suggested(replay):
    replay.answers[STORIES_PATH] = Reply(page([story(title="Orbital data&nbsp;center planned", summary="-")]))
    assert run(SPACEFLIGHT_NEWS).added == 1
    assert Suggestion.objects.get().title == "Orbital data center planned"


def test_moments_without_a_zone_are_said():
    parsed = read(story(published_at="2026-11-01T09:00:00"), story(id=2))
    assert parsed.remarks == ["1 gave dates without a time zone, read as UTC."]
