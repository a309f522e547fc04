"""What is proposed for a new item, and which stories are found to be told already."""

from datetime import date

import pytest

from common.dates import PartialDate
from facts.models import Source
from news.models import NewsItem
from news.proposals import Told, known_site, near_headlines, propose, same_stories
from news.services import Entry, enter_item
from projects.models import Project

pytestmark = pytest.mark.usefixtures("ledger")
LINK = "https://news.example.org/space/story"


def enter(headline="Satellites compute in orbit", link=LINK, on=date(2026, 11, 20)):
    entry = Entry(
        headline=headline, link=link, publisher="Example News", published_on=PartialDate.of(on, "day"),
        country="US", summary="Ours.",
    )  # fmt: skip
    return enter_item(entry).item


def test_a_page_proposes_the_fields_of_the_form():
    told = Told(
        link=f"{LINK}?utm_source=mail", headline="Satellites compute", publisher="Example News",
        published_on="2026-11-20", language="en", description="In orbit.",
    )  # fmt: skip
    found = propose("ignored", told)
    assert found.fields == {
        "link": LINK, "headline": "Satellites compute", "publisher": "Example News",
        "published_on": "2026-11-20", "language": "en",
    }  # fmt: skip
    assert found.description == "In orbit."
    assert (found.same, found.projects, found.organizations) == ((), (), ())


def test_the_ledgers_spelling_of_a_publisher_counts_and_serves_without_the_page():
    enter()
    assert known_site("https://www.news.example.org/other") == ("Example News", "en")
    assert propose("https://news.example.org/other").fields == {
        "link": "https://news.example.org/other", "publisher": "Example News", "language": "en",
    }  # fmt: skip
    assert propose("x", Told(link=f"{LINK}/b", publisher="EXAMPLE")).fields["publisher"] == "Example News"
    assert known_site("https://news.example.org.evil.com/") == ("", "")


def test_projects_of_the_headline_are_chosen_and_those_of_the_text_offered():
    told = Told(
        link=LINK,
        headline="三体计算星座扩容",
        text="Starcloud said Project Suncatcher was next.",
        language="zh",
    )
    found = propose(LINK, told)
    by_slug = {Project.objects.get(pk=named.pk).slug: named.chosen for named in found.projects}
    assert by_slug["three-body-computing-constellation"] is True
    assert False in by_slug.values()
    assert found.fields["country"] == "CN"


def test_organizations_of_the_headline_are_named_and_their_projects_offered():
    found = propose(LINK, Told(link=LINK, headline="Google buys radiators"))
    assert found.organizations == ("Google",)
    assert found.fields["country"] == "US"
    assert all(not named.chosen for named in found.projects)
    assert {named.words for named in found.projects} == {"Google"}


@pytest.mark.parametrize(
    "address", [LINK, f"{LINK}?utm_source=x", f"{LINK}#top", "HTTPS://News.Example.org/space/story"]
)
def test_the_same_page_is_the_same_story_in_any_spelling(address):
    item = enter()
    assert [(same.item, same.by) for same in same_stories([address], "")] == [(item, "page")]


def test_the_pages_own_address_is_the_same_story():
    item = enter()
    found = propose(f"{LINK}/amp", Told(link=LINK, headline="Other words"))
    assert [(same.item, same.by) for same in found.same] == [(item, "page")]


@pytest.mark.parametrize(
    "headline",
    [
        "Satellites compute in orbit", "Satellites compute in orbit!", "SATELLITES  compute in Orbit",
        "In orbit, satellites compute", "Satellites computed in orbit",
    ],
)  # fmt: skip
def test_nearly_the_same_headline_is_the_same_story(headline):
    item = enter()
    assert [(same.item, same.by) for same in same_stories([], headline, date(2026, 11, 22))] == [
        (item, "headline")
    ]


@pytest.mark.parametrize(
    "headline", ["", "!", "Satellites burn in orbit up", "Launch of a weather satellite", "三体计算星座扩容"]
)
def test_another_headline_is_another_story(headline):
    enter()
    assert near_headlines(headline, date(2026, 11, 22)) == []


def test_a_chinese_headline_is_compared_sign_by_sign():
    item = enter("三体计算星座第二批卫星成功发射入轨")
    assert near_headlines("三体计算星座第二批卫星成功发射入轨！", date(2026, 11, 22)) == [item]
    assert near_headlines("三体计算星座首批卫星在轨失联", date(2026, 11, 22)) == []


def test_a_story_of_long_ago_is_another_one():
    enter(on=date(2026, 1, 1))
    assert near_headlines("Satellites compute in orbit", date(2026, 11, 22)) == []
    assert len(near_headlines("Satellites compute in orbit")) == 1


def test_comparing_reads_the_headlines_in_two_queries(django_assert_num_queries):
    for n in range(5):
        enter(f"Satellites compute in orbit {'abcde'[n]}", f"{LINK}/{n}")
    assert NewsItem.objects.filter(headline__startswith="Satellites compute").count() == 5
    with django_assert_num_queries(2):
        assert near_headlines("Satellites compute in orbit a", date(2026, 11, 22))


@pytest.mark.parametrize(
    "link", ["", "javascript:alert(1)", "ftp://x.org/", "https://u:p@x.org/", "x" * 3000]
)
def test_what_is_no_address_proposes_nothing(link):
    assert propose(link).fields == {}
    assert same_stories([link], "") == []


def test_a_site_of_the_ledger_is_known_by_most_of_its_pages():
    for n, publisher in enumerate(["Right", "Right", "Wrong"]):
        Source.objects.create(
            slug=f"own-{n}", url=f"https://own.example.org/{n}", title="T", publisher=publisher, language="de"
        )
    assert known_site("http://www.own.example.org/z") == ("Right", "de")
