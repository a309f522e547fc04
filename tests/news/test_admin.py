"""The desk's form for news: what an analyst types, what comes of it, what is said."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from facts.models import LedgerVersion, Source
from news.models import NewsItem
from projects.models import Project
from tests.desk.desk import address, analyst, desk_of, values_of
from tests.news.item_form import ADD, errors, send
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def client():
    return desk_of(analyst())


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def usernames(item: NewsItem) -> list[str]:
    """Who entered it and who changed it last."""
    return [present(user).username for user in (item.entered_by, item.changed_by)]


def test_the_form_starts_with_what_is_usual(client):
    page = client.get(ADD)
    values = values_of(page)
    assert (values["language"], values["confidence"], values["state"]) == ("en", "reported", "draft")
    assert values["published_on"] == "", "a day that nobody stated"


def test_an_item_is_entered_with_its_page(client):
    plan = present(Project.objects.first())
    assert send(client, projects=[plan.pk], state="published").status_code == 302
    item = NewsItem.objects.get(headline="Satellites compute")
    assert (item.state, usernames(item)) == ("published", ["ana", "ana"])
    assert (item.sources.get().url, item.projects.get()) == ("https://news.example.org/a", plan)
    assert item.slug == "2026-11-20-example-news-satellites-compute"


def test_the_history_says_who_added_it(client):
    send(client)
    item = NewsItem.objects.get(headline="Satellites compute")
    assert "Added" in client.get(address(NewsItem, "history", item.pk)).content.decode()


def test_entering_it_twice_is_said_and_changes_nothing(client):
    send(client)
    answer = send(client, link="https://news.example.org/a?utm_source=mail#top")
    assert answer.status_code == 302
    assert "This item was entered already; nothing was changed." in said(answer)
    assert NewsItem.objects.filter(headline="Satellites compute").count() == 1


def test_a_page_of_another_item_is_refused_with_the_way_to_it(client):
    send(client)
    page = send(client, headline="Other words")
    item = NewsItem.objects.get(headline="Satellites compute")
    assert page.status_code == 200
    assert address(NewsItem, "change", item.pk) in str(errors(page)["link"])


def test_a_headline_cannot_bring_markup_into_the_error(client):
    send(client, headline="<script>alert(1)</script>")
    page = send(client, headline="Other words")
    assert "<script>alert" not in str(errors(page)["link"])


def test_an_address_that_is_cited_already_is_reused_and_said(client):
    page = present(Source.objects.filter(newsitem_facts=None).first())
    count = Source.objects.count()
    answer = send(client, link=f"{page.url}#x")
    assert answer.status_code == 302
    assert any("was among the sources already" in sentence for sentence in said(answer))
    assert Source.objects.count() == count


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"headline": ""}, "headline"), ({"link": ""}, "link"), ({"link": "ftp://x.org/a"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"), ({"link": "https://a:b@x.org/"}, "link"),
        ({"publisher": ""}, "publisher"),
        ({"published_on": "2026-02-30"}, "published_on"), ({"published_on": ""}, "published_on"),
        ({"language": "xx"}, "language"), ({"country": "XX"}, "country"), ({"country": ""}, "country"),
        ({"summary": " "}, "summary"), ({"state": "suggested"}, "state"), ({"state": "retracted"}, "state"),
        ({"confidence": "sure"}, "confidence"), ({"projects": ["999999"]}, "projects"),
        ({"headline": "a\u202eb"}, "headline"), ({"headline": "x" * 301}, "headline"),
        ({"summary": "a\x00b"}, "summary"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_at_its_field_and_writes_nothing(client, fields, at):
    items, sources, version = NewsItem.objects.count(), Source.objects.count(), LedgerVersion.current()
    page = send(client, **fields)
    assert page.status_code == 200
    assert at in errors(page)
    assert (NewsItem.objects.count(), Source.objects.count(), LedgerVersion.current()) == (
        items,
        sources,
        version,
    )


@pytest.mark.parametrize("field", ["publisher", "link"])
def test_what_the_source_could_not_hold_is_refused_at_its_field(client, field):
    long = {"publisher": "x" * 161, "link": "https://x.org/" + "a" * 600}
    assert field in errors(send(client, **{field: long[field]}))
    if field == "publisher":
        assert field in errors(send(client, publisher="a\u202eb"))


def test_an_address_without_a_scheme_is_taken_for_https(client):
    assert send(client, link="news.example.org/bare").status_code == 302
    assert Source.objects.filter(url="https://news.example.org/bare").exists()


def test_confirmed_on_a_digest_is_refused(client):
    digest = Source.objects.create(
        slug="own", url="https://x.example.org/d", title="D", publisher="D", quality="digest"
    )
    assert "confidence" in errors(send(client, link=digest.url, confidence="confirmed"))


def test_a_chinese_item_is_entered_and_found(client):
    answer = send(
        client, headline="三体计算星座扩容", publisher="新华社", language="zh", country="CN", summary="扩容。"
    )
    assert answer.status_code == 302
    found = client.get(address(NewsItem, "changelist"), {"q": "计算星座扩"}).context["cl"].result_list
    assert [item.headline for item in found] == ["三体计算星座扩容"]


def test_a_change_is_signed_and_its_sources_can_be_edited(client):
    send(client)
    item = NewsItem.objects.get(headline="Satellites compute")
    other = desk_of(analyst("lin"))
    url = address(NewsItem, "change", item.pk)
    page = other.get(url)
    more = present(Source.objects.first())
    values = values_of(page) | {
        "sources": [more.pk, *item.sources.values_list("pk", flat=True)],
        "state": "in_review",
    }
    assert other.post(url, values).status_code == 302
    item.refresh_from_db()
    assert (item.state, usernames(item)) == ("in_review", ["ana", "lin"])
    assert item.sources.count() == 2


def test_a_draft_has_no_readers_page_to_view(client):
    send(client)
    item = NewsItem.objects.get(headline="Satellites compute")
    assert "viewsitelink" not in client.get(address(NewsItem, "change", item.pk)).content.decode()


def test_many_items_are_reviewed_taken_back_and_published_at_once(client):
    for n in range(3):
        send(client, link=f"https://news.example.org/{n}", headline=f"Item {n}")
    drafts = list(NewsItem.objects.filter(state="draft").values_list("pk", flat=True))
    for action, sentence in (
        ("to_review", "3 items are now: in review."),
        ("back_to_draft", "3 items are now: draft."),
        ("publish", "3 items are now: published."),
        ("publish", "0 items are now: published."),
    ):
        answer = client.post(address(NewsItem, "changelist"), {"_selected_action": drafts, "action": action})
        assert sentence in said(answer)
    answer = client.post(
        address(NewsItem, "changelist"), {"_selected_action": drafts, "action": "back_to_draft"}
    )
    assert "“Item 0” is published: it cannot become draft." in said(answer)
    assert NewsItem.objects.filter(pk__in=drafts, state="published", changed_by__username="ana").count() == 3


def test_the_desk_offers_an_analyst_no_deletion(client):
    text = client.get(address(NewsItem, "changelist")).content.decode()
    assert "delete_selected" not in text
    assert 'value="publish"' in text


@pytest.mark.parametrize("address_of_readers", ["/news/?q=Example+News", "/api/v1/news/?search=Example+News"])
def test_what_is_saved_is_with_readers_at_once_and_a_draft_never(client, address_of_readers):
    reader = Client()
    assert (
        "Satellites compute" not in reader.get(address_of_readers).content.decode()
    )  # now it is in the cache
    send(client)
    assert "Satellites compute" not in reader.get(address_of_readers).content.decode()
    item = NewsItem.objects.get(headline="Satellites compute")
    chosen = {"_selected_action": [item.pk]}
    client.post(address(NewsItem, "changelist"), chosen | {"action": "publish"})
    assert "Satellites compute" in reader.get(address_of_readers).content.decode()
    url = address(NewsItem, "change", item.pk)
    client.post(url, values_of(client.get(url)) | {"headline": "Satellites really compute", "why": "A word."})
    assert "Satellites really compute" in reader.get(address_of_readers).content.decode()
    item.refresh_from_db()
    assert (item.state, item.reason) == ("corrected", "A word.")


@pytest.mark.parametrize(("ticked", "seen"), [("on", "page"), ("", "cited")])
def test_the_page_is_stored_as_read_where_somebody_read_it(client, ticked, seen):
    answer = send(client, page_read=ticked)
    assert NewsItem.objects.get(headline="Satellites compute").sources.get().seen == seen
    assert any("Nobody read the page" in sentence for sentence in said(answer)) == (seen == "cited")


@pytest.mark.parametrize("quality", ["press", "copy", "primary"])
def test_confirmed_on_one_page_takes_a_primary_one_that_was_read(client, quality):
    page = Source.objects.create(
        slug="own", url="https://x.example.org/d", title="D", publisher="D", quality=quality, seen="page"
    )
    answer = send(client, link=page.url, confidence="confirmed")
    if quality == "primary":
        assert answer.status_code == 302
    else:
        assert "a primary page, or a second source" in errors(answer)["confidence"][0]


def test_a_new_page_alone_confirms_nothing(client):
    assert (
        "a primary page, or a second source" in errors(send(client, confidence="confirmed"))["confidence"][0]
    )
    assert not NewsItem.objects.filter(headline="Satellites compute").exists()


def test_a_day_that_the_page_does_not_show_is_called_inferred(client):
    assert send(client, date_inferred="on").status_code == 302
    item = NewsItem.objects.get(headline="Satellites compute")
    assert (item.date_inferred, str(item.published_on)) == (True, "20 Nov 2026")
    assert item.sources.get().published_on is None


def test_news_of_tomorrow_is_refused_at_its_field(client):
    ahead = str(timezone.localdate() + timedelta(days=2))
    page = send(client, published_on=ahead)
    assert errors(page)["published_on"] == [
        "This day lies in the future: write the day on which the page appeared."
    ]
    assert not NewsItem.objects.filter(headline="Satellites compute").exists()
