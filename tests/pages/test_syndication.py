"""The news as an Atom feed: what readers may see, and nothing else."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
import time_machine

from common.dates import PartialDate
from facts.history import account
from facts.models import LedgerVersion
from news.models import NewsItem
from news.workflow import move
from projects.models import Milestone
from tests.metrics import facts
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client) -> dict[str, str]:
    """Titles by address."""
    answer = client.get("/news/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    return {
        entry.findall(f"{ATOM}link")[0].attrib["href"]: entry.findtext(f"{ATOM}title", "") for entry in found
    }


def newest() -> NewsItem:
    """Of those that nobody corrected or retracted."""
    return NewsItem.objects.filter(state="published").order_by("-known_on", "-pk")[0]


def test_the_newest_item_is_in_it_with_the_address_of_its_page(client):
    item = newest()
    found = entries(client)
    address = f"http://testserver/facts/news/{item.slug}/"
    assert found[address] == item.headline
    assert client.get(address).status_code == 200
    withdrawn = ("Corrected: ", "Retracted: ")  # these stay, however many
    assert sum(not title.startswith(withdrawn) for title in found.values()) <= 50


def test_a_draft_is_not_and_a_retraction_says_so(client, unguarded):
    item = newest()
    address = f"http://testserver/facts/news/{item.slug}/"
    move(item, "retracted", why="The page was withdrawn.")
    assert entries(client)[address] == f"Retracted: {item.headline}"
    assert "Why: The page was withdrawn." in client.get("/news/feed/").content.decode()
    NewsItem.objects.filter(pk=item.pk).update(state="draft", reason="")
    assert address not in entries(client)


def test_a_retraction_reaches_readers_however_old_the_item_is(client):
    item = present(NewsItem.objects.published().order_by("known_on", "pk").first())
    address = f"http://testserver/facts/news/{item.slug}/"
    assert address not in entries(client)
    move(item, "retracted", why="It never happened.")
    assert entries(client)[address] == f"Retracted: {item.headline}"


def test_a_reader_who_has_it_gets_304_until_something_changes(client):
    tag = client.get("/news/feed/")["ETag"]
    assert client.get("/news/feed/", headers={"If-None-Match": tag}).status_code == 304
    move(newest(), "corrected", why="A figure was wrong.")
    assert client.get("/news/feed/", headers={"If-None-Match": tag}).status_code == 200


def test_another_scheme_host_or_language_is_another_feed(client, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    tags = [
        client.get("/news/feed/")["ETag"],
        client.get("/news/feed/", secure=True)["ETag"],
        client.get("/news/feed/", headers={"Host": "localhost"})["ETag"],
        client.get("/news/feed/", headers={"Accept-Language": "de"})["ETag"],
    ]
    assert len(set(tags)) == len(tags)


def test_signs_of_markup_are_text(client):
    item = newest()
    item.headline = "<script>alert(1)</script> & 三体"
    item.save()
    assert "<script>alert(1)</script> & 三体" in entries(client).values()


# --- Corrections of ours ----------------------------------------------------------------------------
def corrections(client) -> list[tuple[str, str]]:
    """(title, description) of each entry, the newest first."""
    answer = client.get("/changes/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    return [(entry.findtext(f"{ATOM}title", ""), entry.findtext(f"{ATOM}summary", "")) for entry in found]


def test_a_correction_says_what_stood_before_and_why(client):
    milestone = present(Milestone.objects.filter(projects_also=None).order_by("slug").first())
    before = milestone.title
    with account(None, "The page says so."):
        milestone.title = "Told anew <b>"
        milestone.save()
    title, words = corrections(client)[0]
    assert title == before
    assert words.startswith("Why: The page says so.")
    assert f"{before} → Told anew <b>" in words


def test_what_was_taken_out_says_so_and_a_draft_is_not_told(client):
    draft = facts.news(state="draft", headline="Never public")
    draft.headline = "Never public either"
    draft.save()
    assert corrections(client) == []
    milestone = present(Milestone.objects.filter(projects_also=None).order_by("slug").first())
    title = milestone.title
    milestone.delete()
    assert corrections(client)[0][0] == f"Taken out: {title}"


# --- What programs of readers make of an entry --------------------------------------------------------
class Markup(HTMLParser):
    """The elements that a reader's program finds in a text that calls itself HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def as_shown(construct: ElementTree.Element) -> tuple[list[str], str]:
    """(elements, words) of an Atom text construct, by its type, as RFC 4287 has it (3.1)."""
    kind, text = construct.get("type", "text"), construct.text or ""
    if kind == "text":
        return [], text
    assert kind == "html"
    markup = Markup(text)
    return markup.elements, markup.words


def feed(client, address: str, host: str = "testserver") -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address, headers={"Host": host}).content)


def ids(client, address: str, host: str = "testserver") -> list[str]:
    tree = feed(client, address, host)
    return [
        tree.findtext(f"{ATOM}id", ""),
        *(one.findtext(f"{ATOM}id", "") for one in tree.findall(f"{ATOM}entry")),
    ]


SIGNS = '<img src=x onerror=alert(1)> R&D, <5 TOPS &amp; "三体"'


def test_a_summary_is_text_whatever_signs_are_in_it(client):
    item = newest()
    with account(None, SIGNS):
        item.summary, item.headline = SIGNS, "R&D, <5 TOPS"
        item.save()
    for address, is_exact in (("/news/feed/", True), ("/changes/feed/", False)):
        every = feed(client, address).findall(f"{ATOM}entry")
        found = [as_shown(present(one.find(f"{ATOM}summary"))) for one in every]
        titles = [as_shown(present(one.find(f"{ATOM}title"))) for one in every]
        assert [elements for elements, _words in found + titles if elements] == []
        assert any(words == SIGNS if is_exact else SIGNS in words for _elements, words in found), address
    assert "R&D, <5 TOPS" in entries(client).values()


def test_ids_are_the_same_by_every_address_of_the_site(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with account(None, "A slip of the pen."):
        item = newest()
        item.headline += "."
        item.save()
    for address in ("/news/feed/", "/changes/feed/"):
        here, there = ids(client, address), ids(client, address, "mirror.example.org:8080")
        assert here == there
        assert len(here) == len(set(here)) > 1
        assert all(re.fullmatch(r"urn:uuid:[-0-9a-f]{36}", one) for one in here), here


def test_an_item_with_another_slug_is_the_same_entry(client):
    before = ids(client, "/news/feed/")
    item = newest()
    for slug in ("another-slug", "a-third-slug"):
        item.slug = slug
        item.save()
    assert ids(client, "/news/feed/") == before
    assert "http://testserver/facts/news/a-third-slug/" in entries(client)


def updated(client) -> dict[str, str]:
    """By the address of an item, when its entry says that it changed last."""
    found = feed(client, "/news/feed/").findall(f"{ATOM}entry")
    return {one.findall(f"{ATOM}link")[0].attrib["href"]: one.findtext(f"{ATOM}updated", "") for one in found}


def test_an_entry_changed_when_what_readers_know_of_it_did(client):
    item = newest()
    address = f"http://testserver/facts/news/{item.slug}/"
    assert updated(client)[address] == f"{item.known_on}T00:00:00+00:00"
    item.save()  # as a second load would: nothing changed
    assert updated(client)[address] == f"{item.known_on}T00:00:00+00:00"
    with time_machine.travel(datetime(2026, 12, 24, 18, 30, tzinfo=UTC), tick=False):
        item.summary = "Told anew."
        item.save()
    assert updated(client)[address] == "2026-12-24T18:30:00+00:00"
    whole = feed(client, "/news/feed/")
    assert whole.findtext(f"{ATOM}updated") == "2026-12-24T18:30:00+00:00"


def test_an_item_published_at_the_desk_changed_when_readers_first_saw_it(client):
    item = newest()
    shown = datetime(2026, 12, 1, 9, 15, tzinfo=UTC)
    NewsItem.objects.filter(pk=item.pk).update(shown_at=shown)
    assert updated(client)[f"http://testserver/facts/news/{item.slug}/"] == "2026-12-01T09:15:00+00:00"


def test_an_article_of_which_the_month_is_known_names_no_day(client):
    item = newest()
    item.published_on = PartialDate.of(date(2026, 11, 3), "month")
    item.save()
    entry = next(one for one in feed(client, "/news/feed/").findall(f"{ATOM}entry")
                 if one.findall(f"{ATOM}link")[0].attrib["href"].endswith(f"/{item.slug}/"))  # fmt: skip
    assert entry.find(f"{ATOM}published") is None


def test_a_feed_without_entries_changed_when_the_ledger_began_here(client, empty_ledger):
    LedgerVersion.bump()
    LedgerVersion.objects.update(began_at=datetime(2026, 1, 1, tzinfo=UTC))
    for address in ("/news/feed/", "/changes/feed/"):
        assert feed(client, address).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00+00:00"
