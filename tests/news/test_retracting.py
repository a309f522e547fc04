"""A retraction reaches the facts that rest on the item's pages: each is decided of, and readers see it."""

import pytest

from facts.models import Revision, Source
from news.models import NewsItem
from projects.models import Milestone
from tests.desk.desk import address, desk_of, editor, values_of
from tests.metrics import facts
from tests.news.item_form import errors
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger")
WHY = "The page was made up."


@pytest.fixture
def client():
    return desk_of(editor())


@pytest.fixture
def item() -> NewsItem:
    """A published item, with a page of its own."""
    page = Source.objects.create(slug="own", url="https://own.example.org/", title="T", publisher="P")
    row = facts.news(state="published", slug="own-item")
    row.sources.set([page])
    return row


@pytest.fixture
def alone(item) -> Milestone:
    return resting("alone", item.sources.all())


def resting(slug: str, pages) -> Milestone:
    row = facts.milestone(facts.project(slug=f"plan-{slug}"), slug=slug, confidence="reported")
    row.sources.set(pages)
    return row


def carried(item) -> Milestone:
    other = present(Source.objects.exclude(newsitem_facts=item).filter(newsitem_facts=None).first())
    return resting("carried", [*item.sources.all(), other])


def retract(client, item, **chosen):
    url = address(NewsItem, "change", item.pk)
    return client.post(url, values_of(client.get(url)) | {"state": "retracted", "why": WHY} | chosen)


def of(row: Milestone) -> str:
    return f"fact-milestones-{row.pk}"


def test_the_pages_of_an_item_and_of_its_source_list_the_facts(client, item, alone):
    page = client.get(address(NewsItem, "change", item.pk)).content.decode()
    assert address(Milestone, "change", alone.pk) in page
    assert of(alone) in page
    source = client.get(address(Source, "change", item.sources.get().pk)).content.decode()
    assert address(Milestone, "change", alone.pk) in source
    assert address(NewsItem, "change", item.pk) in source


def test_a_fact_on_the_item_alone_must_be_decided_of(client, item, alone):
    answer = retract(client, item)
    assert errors(answer) == {"state": ["Say below what becomes of each fact that rests on this item alone."]}
    item.refresh_from_db()
    assert item.state == "published"


@pytest.mark.parametrize(("choice", "confidence"), [("keep", "reported"), ("disputed", "disputed")])
def test_what_was_chosen_is_done_and_readers_are_told(client, item, alone, choice, confidence):
    assert retract(client, item, **{of(alone): choice}).status_code == 302
    item.refresh_from_db()
    alone.refresh_from_db()
    assert (item.state, alone.confidence) == ("retracted", confidence)
    assert f"Its only source was retracted: {WHY}" in alone.note
    told = present(Revision.objects.of_record("milestones", alone.pk).first())
    assert (told.why, present(told.by).username) == (WHY, "edi")
    assert f"Its only source was retracted: {WHY}" in client.get("/facts/milestones/alone/").content.decode()


def test_a_fact_that_another_page_carries_stays_without_a_mark(client, item):
    row = carried(item)
    assert retract(client, item).status_code == 302
    row.refresh_from_db()
    assert (row.confidence, row.note) == ("reported", "")


def test_a_page_whose_items_were_all_retracted_carries_nothing(client, item):
    other = facts.news(state="retracted", reason="Made up.", slug="other-item")
    other.sources.set(
        [Source.objects.create(slug="two", url="https://own.example.org/2", title="T", publisher="P")]
    )
    row = resting("both", [*item.sources.all(), *other.sources.all()])
    assert retract(client, item).status_code == 200
    assert retract(client, item, **{of(row): "keep"}).status_code == 302
    row.refresh_from_db()
    assert "Its only source was retracted" in row.note


def test_a_note_without_room_is_said_and_nothing_is_retracted(client, item, alone):
    Milestone.objects.filter(pk=alone.pk).update(note="x" * 1990)
    answer = client.post(
        address(NewsItem, "change", item.pk),
        values_of(client.get(address(NewsItem, "change", item.pk)))
        | {"state": "retracted", "why": WHY, of(alone): "keep"},
        follow=True,
    )
    assert "has no room for the mark" in answer.content.decode()
    item.refresh_from_db()
    assert item.state == "published"
