"""Reading a page at the desk: who may, what is proposed, with scripts and without."""

from typing import Any, cast

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from facts.models import Source
from links import addresses, safe_fetch, views
from news.models import NewsItem
from projects.models import Project
from tests.desk.desk import analyst, desk_of, values_of
from tests.feeds.replay import Reply
from tests.feeds.web import Web, html
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
READ = "/admin/news/newsitem/read/"
ADD = "/admin/news/newsitem/add/"
LINK = "https://news.example.org/space/story?utm_source=mail"
SUNCATCHER = "suncatcher"
STORY = html(
    "<html lang=en><title>Google readies Project Suncatcher | Example News</title>"
    '<meta property="og:site_name" content="Example News">'
    '<meta property="article:published_time" content="2026-11-20T08:00:00Z">'
    '<meta property="og:description" content="&lt;script&gt;alert(1)&lt;/script&gt; two satellites">'
    "<p>Starcloud waits.</p>"
)


@pytest.fixture
def web(monkeypatch):
    with Web() as web:
        web.answers["/space/story"] = STORY
        network, plain = web.network(), cast(Any, Plain)
        # Encryption is proved in test_guarded: here every site of the make-believe internet speaks plainly.
        monkeypatch.setitem(addresses.PORTS, "https", 443)
        monkeypatch.setattr(
            safe_fetch, "NETWORK", safe_fetch.Network(network.resolve, network.connect, plain)
        )
        yield web


class Plain:
    """Trusts everybody, and encrypts nothing."""

    def wrap_socket(self, wire, server_hostname):
        return wire


@pytest.fixture
def client():
    return desk_of(analyst())


def ask(client, **fields):
    return client.post(READ, {"link": LINK} | fields, headers={"Accept": "application/json"})


def test_a_page_is_read_and_proposed(client, web):
    answer = ask(client).json()
    assert answer["read"] is True
    assert answer["fields"] == {
        "link": "https://news.example.org/space/story", "headline": "Google readies Project Suncatcher",
        "publisher": "Example News", "published_on": "2026-11-20", "language": "en", "country": "US",
    }  # fmt: skip
    plan = Project.objects.get(slug=SUNCATCHER)
    assert answer["projects"] == [{"id": plan.pk, "name": plan.name}]
    assert "Starcloud" in answer["panel"]
    assert "<script>" not in answer["panel"]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("", "Paste the address"), ("http://127.0.0.1/", "by a number"), ("https://redis/", "no public web site"),
        ("javascript:alert(1)", "http:// or https://"), ("https://news.example.org/missing", "no such page"),
        ("https://news.example.org/data", "no web page but"), ("x" * 3000, "not read"),
        ("<script>alert(1)</script>", "not read"),
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_read_is_said_and_everything_can_be_typed(client, web, link, words):
    web.answers["/data"] = Reply(b"{}")
    answer = ask(client, link=link)
    assert answer.status_code == 200
    assert answer.json()["read"] is False
    assert words in answer.json()["sentence"]
    assert "<script>" not in answer.json()["panel"]


def test_an_address_without_a_scheme_is_asked_with_encryption(client, web):
    assert ask(client, link="news.example.org/space/story").json()["read"] is True
    assert web.connected[-1][1] == 443


def test_a_story_that_is_there_is_told_with_the_way_to_it(client, web):
    item = present(NewsItem.objects.first())
    page = present(item.sources.first())
    answer = ask(client, link=page.url)
    assert f"/admin/news/newsitem/{item.pk}/change/" in answer.json()["panel"]


def test_without_scripts_the_form_comes_back_with_what_was_read_and_typed(client, web):
    typed = {"link": LINK, "headline": "", "summary": "Ours.", "publisher": "", "state": "draft"}
    answer = client.post(READ, typed, follow=True)
    values = values_of(answer)
    assert answer.request["PATH_INFO"] == ADD
    assert (values["headline"], values["publisher"], values["published_on"], values["country"]) == (
        "Google readies Project Suncatcher", "Example News", "2026-11-20", "US",
    )  # fmt: skip
    assert (values["summary"], values["link"]) == ("Ours.", "https://news.example.org/space/story")
    assert [str(pk) for pk in values["projects"]] == [str(Project.objects.get(slug=SUNCATCHER).pk)]
    text = answer.content.decode()
    assert "The page was read." in text
    assert "<script>alert(1)" not in text


def test_the_panel_says_what_was_read_from_the_page_and_what_was_not(client, web):
    panel = ask(client).json()["panel"]
    assert "Read from the page: Headline, Publisher, Date, Language." in panel
    assert "states no" not in panel
    web.answers["/bare"] = html("<title>Two satellites</title><h1>Two satellites</h1><p>03/04/2026</p>")
    answer = ask(client, link="https://news.example.org/bare").json()
    assert "published_on" not in answer["fields"]
    assert "Read from the page: Headline." in answer["panel"]
    assert "The page states no date that could be read" in answer["panel"]
    bare = client.post(READ, {"link": "https://news.example.org/bare"}, follow=True)
    assert values_of(bare)["published_on"] == ""
    assert "The page states no date that could be read" in bare.content.decode()


def test_a_publisher_that_the_ledger_spells_is_not_said_to_be_read(client, web):
    Source.objects.create(
        slug="own", url="https://news.example.org/before", title="Before", publisher="Example Times"
    )
    answer = ask(client).json()
    assert answer["fields"]["publisher"] == "Example Times"
    assert "Read from the page: Headline, Date, Language." in answer["panel"]


def test_the_form_says_read_where_the_page_was_read_and_only_there(client, web):
    assert values_of(client.post(READ, {"link": LINK}, follow=True)).get("page_read") == "on"
    assert not values_of(client.post(READ, {"link": "http://10.0.0.1/"}, follow=True)).get("page_read")
    ticked = {"link": "http://10.0.0.1/", "page_read": "on"}
    assert values_of(client.post(READ, ticked, follow=True)).get("page_read") == "on"


def test_what_was_typed_is_not_written_over(client, web):
    answer = client.post(READ, {"link": LINK, "headline": "Mine", "language": "zh"}, follow=True)
    assert (values_of(answer)["headline"], values_of(answer)["language"]) == ("Mine", "zh")


def test_without_scripts_a_page_that_cannot_be_read_is_said(client, web):
    answer = client.post(READ, {"link": "http://10.0.0.1/", "headline": "Mine"}, follow=True)
    assert "by a number" in answer.content.decode()
    assert values_of(answer)["headline"] == "Mine"
    assert values_of(answer)["link"] == "http://10.0.0.1/"


def test_a_few_pages_are_kept_for_the_form_and_no_more(client, web):
    for _n in range(6):
        client.post(READ, {"link": LINK})
    assert len(client.session["pages-read"]) == 3
    assert client.get(f"{ADD}?read=unknown").status_code == 200


def test_one_person_reads_a_bounded_number_of_pages(client, web, monkeypatch):
    monkeypatch.setattr(views, "MOST_PAGES", 2)
    assert [ask(client).json()["read"] for _n in range(3)] == [True, True, False]
    assert "wait a little" in ask(client).json()["sentence"]
    assert ask(desk_of(analyst("lin"))).json()["read"] is True
    cache.clear()


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1/", "javascript:alert(1)", "https://redis/", "https://in.side.org/", ""]
)
def test_an_address_that_is_refused_uses_up_no_reading(client, web, monkeypatch, link):
    monkeypatch.setattr(views, "MOST_PAGES", 1)
    web.names["in.side.org"] = ["10.0.0.1"]
    for _n in range(3):
        assert ask(client, link=link).json()["read"] is False
    assert ask(client).json()["read"] is True
    assert ask(client).json()["read"] is False
    assert len(web.connected) == 1, "beyond the limit nothing is asked"
    cache.clear()


def test_a_title_loses_the_name_that_the_ledger_has_for_its_site(client, web):
    Source.objects.create(
        slug="own", url="https://news.example.org/x", title="Before", publisher="Orbit Post"
    )
    web.answers["/space/story"] = html("<title>Two satellites: Orbit Post</title>")
    assert ask(client).json()["fields"]["headline"] == "Two satellites"


def test_who_may_not_enter_news_reads_no_page(web):
    for user in (
        get_user_model().objects.create_user("reader", password="x"),
        get_user_model().objects.create_user("out", password="x", is_staff=True),
    ):
        assert ask(desk_of(user)).status_code in {302, 403}
    assert ask(Client()).status_code == 302
    assert web.requests == []


def test_a_page_is_read_by_post_alone_and_with_a_token(client, web):
    assert client.get(READ, {"link": LINK}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(analyst("lin"))
    assert ask(strict).status_code == 403
    assert web.requests == []
