"""What single nouns ask of a table beyond their kind."""

import pytest

from facts.models import Source
from launches.models import Launch, NetRevision
from news.models import NewsItem
from projects.models import Milestone
from tests.desk.desk import analyst, desk_of
from tests.desk.tables import as_csv, confirm, faults, send
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def test_a_table_brings_drafts_of_news_and_publishes_nothing(client):
    head = ["slug", "headline", "published_on", "country", "summary", "confidence", "sources"]
    source = present(Source.objects.first()).slug
    row = ["own-news", "Own", "2026-11-01", "US", "Ours.", "reported", source]
    page = send(client, NewsItem, as_csv([[*head, "state"], [*row, "published"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "state")}
    confirm(client, NewsItem, send(client, NewsItem, as_csv([head, row])))
    item = NewsItem.objects.get(slug="own-news")
    assert (item.state, present(item.entered_by).username) == ("draft", "ana")
    public = present(NewsItem.objects.published().first())
    page = send(client, NewsItem, as_csv([["slug", "headline"], [public.slug, "Other"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "slug")}


def test_news_of_tomorrow_is_refused_in_a_table_too(client):
    head = ["slug", "headline", "published_on", "country", "summary", "confidence", "sources"]
    row = ["own-news", "Own", "2149-11-01", "US", "Ours.", "reported", present(Source.objects.first()).slug]
    assert [(n, c) for n, c, _s in faults(send(client, NewsItem, as_csv([head, row])))] == [
        (2, "published_on")
    ]


def test_a_launch_keeps_every_date_a_table_gives_it(client):
    launch = present(Launch.objects.filter(ll2_id=None, net_precision="day").first())
    page = send(client, Launch, as_csv([["slug", "net", "liftoff_at"], [launch.slug, "2031-05", ""]]))
    confirm(client, Launch, page)
    assert NetRevision.objects.filter(launch=launch).count() == 2
    Launch.objects.filter(pk=launch.pk).update(ll2_id="0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60")
    page = send(client, Launch, as_csv([["slug", "net"], [launch.slug, "2032-05"]]))
    assert {(line, column) for line, column, _s in faults(page)} == {(2, "net")}


def test_facts_follow_the_new_date_of_a_source(client):
    fact = next(
        m for m in Milestone.objects.all()
        if m.sources.count() == 1 and m.on_first < m.known_on == m.sources.get().published_on_last
    )  # fmt: skip
    source = fact.sources.get()
    page = send(client, Source, as_csv([["slug", "published_on"], [source.slug, "2026-11-20"]]))
    confirm(client, Source, page)
    fact.refresh_from_db()
    assert str(fact.known_on) == "2026-11-20"


def test_a_link_that_a_feed_made_is_not_lost():
    from launches.models import Spacecraft

    craft = present(Spacecraft.objects.filter(launch=None).first())
    launch = Launch.objects.create(
        slug="ll2-own", name="X", status="go", country="US", summary="x", confidence="reported",
        known_on="2026-01-01", net_first="2026-01-01", net_last="2026-01-01", net_precision="day",
    )  # fmt: skip
    Spacecraft.objects.filter(pk=craft.pk).update(launch=launch)
    client = desk_of(analyst())
    page = send(client, Spacecraft, as_csv([["slug", "hosted_on"], [craft.slug, "A bus"]]))
    confirm(client, Spacecraft, page)
    craft.refresh_from_db()
    assert (craft.launch_id, craft.hosted_on) == (launch.pk, "A bus")
