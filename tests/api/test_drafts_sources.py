"""A source that only a draft cites stays at the desk, as the draft does."""

import pytest

from facts.models import Source
from news.models import NewsItem
from projects.models import Milestone
from tests.present import present
from tests.projects.rows import dated, fact, saved, source

pytestmark = pytest.mark.django_db


def draft() -> NewsItem:
    item = saved(
        NewsItem(**fact("own-item", headline="Zebra", country="US", summary="x", **dated("published_on")))
    )
    item.sources.add(saved(source(slug="zebra-source", title="Zebra in orbit")))
    return item


def listed(client) -> list[str]:
    return [row["slug"] for row in client.get("/api/v1/sources/?search=zebra").json()["results"]]


@pytest.mark.parametrize("state", ["suggested", "draft", "in_review"])
def test_the_source_of_an_unpublished_item_is_neither_listed_nor_shown(client, ledger, state):
    item = draft()
    NewsItem.objects.filter(pk=item.pk).update(state=state)
    assert listed(client) == []
    assert client.get("/api/v1/sources/zebra-source/").status_code == 404


def test_it_is_shown_once_the_item_is_published_or_a_fact_cites_it(client, ledger, unguarded):
    item = draft()
    item.state = NewsItem.State.PUBLISHED
    item.save()
    assert listed(client) == ["zebra-source"]
    item.state = NewsItem.State.DRAFT
    item.save()
    assert listed(client) == []
    present(Milestone.objects.first()).sources.add(item.sources.get())
    assert listed(client) == ["zebra-source"]


def test_a_copy_of_it_names_it_only_once_readers_may_see_it(client, ledger, unguarded):
    item = draft()
    copy = present(Source.objects.public().exclude(slug="zebra-source").order_by("pk").first())
    copy.copy_of = item.sources.get()
    copy.save()
    address = f"/api/v1/sources/{copy.slug}/"
    assert client.get(address).json()["copy_of"] is None
    item.state = NewsItem.State.PUBLISHED
    item.save()
    assert client.get(address).json()["copy_of"]["slug"] == "zebra-source"
