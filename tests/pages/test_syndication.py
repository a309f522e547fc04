"""The news as an Atom feed: what readers may see, and nothing else."""

from xml.etree import ElementTree

import pytest

from facts.history import account
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
