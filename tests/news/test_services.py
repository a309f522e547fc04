"""Entering news: one page, one source, one item, however often and however spelled."""

from datetime import date

import pytest

from common.dates import AsOf, PartialDate
from common.urls import NoAddress
from facts.models import LedgerVersion, Source
from news.models import NewsItem
from news.services import enter_item
from projects.models import Project
from tests.news.entries import entry
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


def test_an_entry_makes_the_item_and_its_source():
    plan = Project.objects.first()
    made = enter_item(entry(projects=[plan], language="zh", state="published"))
    assert (made.item_is_new, made.source_is_new) == (True, True)
    assert made.item.slug == "2026-11-20-example-news-computing-satellites-reach-orbit"
    assert (str(made.item.published_on), made.item.state, made.item.known_on) == (
        "20 Nov 2026", "published", date(2026, 11, 20)
    )  # fmt: skip
    assert list(made.item.projects.all()) == [plan]
    assert list(made.item.sources.all()) == [made.source]
    page = Source.objects.get(pk=made.source.pk)
    assert (page.url, page.title, page.publisher, page.language, str(page.published_on), page.seen, page.quality) == (
        "https://news.example.org/a?id=7", "Computing satellites reach orbit", "Example News", "zh", "20 Nov 2026",
        "page", "press",
    )  # fmt: skip


@pytest.mark.parametrize(
    "link",
    ["https://news.example.org/a?id=7", "https://NEWS.example.org/a?id=7#part", "https://news.example.org/a?utm_source=x&id=7",
     "https://news.example.org:443/a?id=7&fbclid=1", " https://news.example.org/a?gclid=1&id=7 "],
)  # fmt: skip
def test_entering_a_page_twice_enters_it_once(link):
    first = enter_item(entry())
    version = LedgerVersion.current()
    second = enter_item(entry(link=link, headline="Another headline"))
    assert (second.item, second.source) == (first.item, first.source)
    assert (second.item_is_new, second.source_is_new) == (False, False)
    assert second.item.headline == "Computing satellites reach orbit"
    assert LedgerVersion.current() == version


def test_another_page_of_the_same_place_is_another_source():
    first, second = enter_item(entry()), enter_item(entry(link="https://news.example.org/a?id=8"))
    assert first.source != second.source
    assert second.item.slug == f"{first.item.slug}-2"


def test_a_page_that_facts_cite_already_is_cited_again():
    page = present(Source.objects.filter(newsitem_facts=None).exclude(project_facts=None).first())
    count = Source.objects.count()
    made = enter_item(entry(link=f"{page.url}#x"))
    assert (made.source, made.item_is_new, made.source_is_new) == (page, True, False)
    assert Source.objects.count() == count


def test_a_curated_item_is_found_by_its_page():
    item = present(NewsItem.objects.first())
    made = enter_item(entry(link=present(item.sources.first()).url))
    assert made.item_is_new is False
    assert made.source in made.item.sources.all()


@pytest.mark.parametrize(
    "link", ["ftp://x.org/", "javascript:alert(1)", "news.example.org", "https://a:b@x.org/", ""]
)
def test_a_link_that_is_none_enters_nothing(link):
    items, sources = NewsItem.objects.count(), Source.objects.count()
    with pytest.raises(NoAddress):
        enter_item(entry(link=link))
    assert (NewsItem.objects.count(), Source.objects.count()) == (items, sources)


def test_a_failure_halfway_leaves_no_source_behind(monkeypatch):
    monkeypatch.setattr(NewsItem, "save", lambda self, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        enter_item(entry())
    assert not Source.objects.filter(url="https://news.example.org/a?id=7").exists()


def test_two_who_enter_one_page_at_the_same_moment_enter_it_once(monkeypatch):
    from facts import services

    first = enter_item(entry())
    find, asked = services.find_source, []

    def finds_nothing_at_first(address):
        asked.append(address)
        return find(address) if len(asked) > 1 else None

    monkeypatch.setattr(services, "find_source", finds_nothing_at_first)
    second = enter_item(entry())
    assert (second.item, second.source, second.item_is_new) == (first.item, first.source, False)


def test_chinese_headlines_and_publishers_give_slugs_too():
    made = enter_item(entry(headline="三体计算星座第二批卫星", publisher="新华社"))
    assert made.item.slug.startswith("2026-11-20-")
    assert made.item.slug.isascii()
    again = enter_item(
        entry(headline="三体计算星座第二批卫星", publisher="新华社", link="https://x.example.org/b")
    )
    assert again.item.slug == f"{made.item.slug}-2"


def test_an_inferred_date_is_not_given_to_the_page():
    made = enter_item(entry(date_inferred=True))
    assert (made.source.published_on, str(made.item.published_on)) == (None, "20 Nov 2026")


def test_a_vague_date_is_known_on_its_last_day():
    assert enter_item(entry(published_on=PartialDate.of(date(2026, 10, 1), "month"))).item.known_on == date(
        2026, 10, 31
    )


def test_a_draft_never_reaches_readers():
    item = enter_item(entry()).item
    assert item.state == "draft"
    assert item not in NewsItem.objects.published()
    assert item not in NewsItem.objects.known_by(AsOf(date(2030, 1, 1)))
    assert item not in NewsItem.objects.known_by(None)
