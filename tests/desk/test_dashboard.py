"""The first page of the desk: what waits for whom, in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facts.ledger.registry import KINDS
from feeds.models import FeedRun
from feeds.registry import FEEDS
from news.models import NewsItem, Suggestion
from news.workflow import move, schedule
from tests.desk.desk import administrator, analyst, desk_of, editor
from tests.metrics import facts

pytestmark = pytest.mark.usefixtures("ledger")
MOST_QUERIES = 24


def cards(client) -> dict:
    return {card.name: card for card in client.get("/admin/").context["cards"]}


def test_what_waits_is_counted_and_leads_to_where_it_is_dealt_with():
    ana, edi = analyst(), editor()
    for n in range(6):
        facts.news(state="draft", headline=f"Draft {n}", entered_by=ana)
    waiting, later = (
        facts.news(state="draft", headline=words, entered_by=ana) for words in ("Waiting", "Later")
    )
    move(waiting, "in_review", by=ana)
    schedule(later, timezone.now() + timedelta(hours=3), by=edi)
    Suggestion.objects.create(
        feed="own", external_id="1", title="A story", url="https://x.example.org/", publisher="Paper",
        published_at=timezone.now(), updated_at=timezone.now(), seen_at=timezone.now(),
    )  # fmt: skip
    client = desk_of(edi)
    found = cards(client)
    assert (found["drafts"].count, len(found["drafts"].lines)) == (6, 4)
    assert [line.label for line in found["reviews"].lines] == ["Waiting"]
    assert "by ana, since" in found["reviews"].lines[0].note
    assert [line.label for line in found["scheduled"].lines] == ["Later"]
    assert [line.label for line in found["inbox"].lines] == ["A story"]
    for card in found.values():
        for url in (card.url, *(line.url for line in card.lines)):
            if url:
                assert client.get(url).status_code == 200, (card.name, url)
    drafts = client.get(found["drafts"].url).context["cl"].result_list
    assert {row.state for row in drafts} == {"draft"}
    assert list(client.get(found["reviews"].url).context["cl"].result_list) == [waiting]


def test_disputed_facts_are_counted_by_kind():
    found = cards(desk_of(analyst()))["disputed"]
    wanted = {
        kind.name: n
        for kind in KINDS.values()
        if kind.is_fact and (n := kind.model._default_manager.filter(confidence="disputed").count())
    }
    assert found.count == sum(wanted.values()) > 0
    assert sorted(int(line.note) for line in found.lines) == sorted(wanted.values())


def test_silent_targets_are_those_of_the_readers_page():
    from metrics.question import Question
    from metrics.slippage import slippage

    silent = [row for row in slippage(Question(timezone.now().date())) if row.silent_months]
    assert cards(desk_of(analyst()))["silent"].count == len(silent) > 0


def test_feeds_that_need_a_person_are_told_before_they_are_stale(settings):
    settings.FEEDS_ENABLED, settings.CONTACT = True, "desk@example.org"
    now = timezone.now()
    for slug in FEEDS:
        before = now - timedelta(minutes=1)
        FeedRun.objects.create(feed=slug, started_at=before, ended_at=now, outcome="stored", seen=1)
    client = desk_of(analyst())
    assert (cards(client)["stale"].count, cards(client)["stale"].lines) == (0, [])
    FeedRun.objects.create(feed="celestrak-gp", started_at=now, ended_at=now, outcome="refused")
    card = cards(client)["stale"]
    assert (card.title, card.count) == ("Feeds that need a person", 1)
    assert card.lines[0].note.startswith("answer refused: no usable answer since ")
    settings.CONTACT = ""
    card = cards(client)["stale"]
    assert (card.count, card.lines[0].label) == (1, "No CONTACT is set")


def test_feeds_that_were_never_read_are_stale_unless_they_are_switched_off(settings):
    settings.FEEDS_ENABLED = True
    client = desk_of(analyst())
    assert cards(client)["stale"].count > 0
    settings.FEEDS_ENABLED = False
    card = cards(client)["stale"]
    assert (card.count, card.nothing) == (0, "Feeds are switched off.")


def test_the_first_page_takes_no_more_queries_however_much_waits():
    client = desk_of(administrator())
    client.get("/admin/")

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        return len(queries)

    few = counted()
    for n in range(40):
        facts.news(state=("draft", "in_review")[n % 2])
    client.get("/admin/")
    assert counted() <= few + 1
    assert few <= MOST_QUERIES


def test_an_outsider_sees_no_card_but_their_own_empty_ones():
    outsider = get_user_model().objects.create_user("out", password="x", is_staff=True)
    assert {name: one.count for name, one in cards(desk_of(outsider)).items()} == {"assigned": 0, "views": 0}


@pytest.mark.parametrize("state", ["draft", "in_review", "published"])
def test_each_form_says_what_readers_see_and_leads_there(state):
    item = facts.news(state=state)
    text = desk_of(editor()).get(f"/admin/news/newsitem/{item.pk}/change/").content.decode()
    if state in NewsItem.PUBLIC:
        assert "Readers see this item (published)" in text
        assert f'href="/facts/news/{item.slug}/"' in text
    else:
        assert "Readers do not see this item: it is" in text
        assert "See it as they do" not in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_curated_noun_says_what_readers_see(kind):
    from django.test import Client

    from desk.addresses import readers_page
    from tests.desk.desk import address

    row = KINDS[kind].model._default_manager.order_by("pk").first()
    text = desk_of(editor()).get(address(type(row), "change", row.pk)).content.decode()
    assert "Readers see this" in text
    if page := readers_page(row):
        assert f'href="{page}"' in text
        assert Client().get(page).status_code == 200
