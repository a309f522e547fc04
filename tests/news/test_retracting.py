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


# --- The mark follows the pages -----------------------------------------------------------------------
def step(client, item, state, why="Looked at again.", **chosen):
    url = address(NewsItem, "change", item.pk)
    return client.post(url, values_of(client.get(url)) | {"state": state, "why": why} | chosen)


def test_an_item_set_back_takes_its_mark_away_and_asks_what_becomes_of_a_disputed_fact(client, item, alone):
    retract(client, item, **{of(alone): "disputed"})
    page = client.get(address(NewsItem, "change", item.pk)).content.decode()
    assert "is reported again" in page
    assert step(client, item, "corrected", **{of(alone): "as_before"}).status_code == 302
    alone.refresh_from_db()
    assert (alone.note, alone.confidence) == ("", "reported")


def test_an_item_set_back_leaves_a_fact_disputed_where_nobody_says_otherwise(client, item, alone):
    Milestone.objects.filter(pk=alone.pk).update(note="Own words.")
    retract(client, item, **{of(alone): "disputed"})
    step(client, item, "corrected")
    alone.refresh_from_db()
    assert (alone.note, alone.confidence) == ("Own words.", "disputed")


def test_another_reason_for_a_retraction_stands_in_the_mark_alone(client, item, alone):
    retract(client, item, **{of(alone): "keep"})
    assert step(client, item, "retracted", "The author said so.", headline="Retracted").status_code == 302
    alone.refresh_from_db()
    assert alone.note == "Its only source was retracted: The author said so."


def test_many_facts_are_decided_of_at_once(client, item):
    rows = [resting(f"many-{n}", item.sources.all()) for n in range(12)]
    assert "all become disputed" in client.get(address(NewsItem, "change", item.pk)).content.decode()
    assert retract(client, item, **{"fact-all": "disputed"}).status_code == 302
    assert set(Milestone.objects.filter(pk__in=[row.pk for row in rows]).values_list("confidence")) == {
        ("disputed",)
    }


def test_a_new_fact_on_a_retracted_page_is_asked_about_and_marked_where_it_is_meant(client, item, alone):
    retract(client, item, **{of(alone): "keep"})
    url = address(Milestone, "add")
    new = {
        "title": "Later", "on": "2026-11-02", "kind": "test", "country": "US", "summary": "x",
        "confidence": "reported", "sources": [item.sources.get().pk],
    }  # fmt: skip
    page = client.post(url, new)
    assert "Every source of it was retracted (The page was made up.)" in str(errors(page)["sources"])
    seal = page.context["adminform"].form.fields["meant"].widget.seal
    assert client.post(url, new | {"meant": seal}).status_code == 302
    later = Milestone.objects.get(title="Later")
    assert later.note == f"Its only source was retracted: {WHY}"


def test_a_fact_that_gets_a_page_that_stands_loses_its_mark(client, item, alone):
    retract(client, item, **{of(alone): "keep"})
    other = present(Source.objects.exclude(published_on_first=None).filter(newsitem_facts=None).first())
    url = address(Milestone, "change", alone.pk)
    values = values_of(client.get(url)) | {"known_on": ""}
    assert client.post(url, values | {"sources": [*values["sources"], other.pk]}).status_code == 302
    alone.refresh_from_db()
    assert alone.note == ""


@pytest.mark.parametrize(
    "path", ["/milestones/?q=Shown", "/projects/plan-alone/", "/facts/milestones/alone/"]
)
def test_the_mark_stands_wherever_the_fact_is_quoted(client, item, alone, path):
    retract(client, item, **{of(alone): "keep"})
    told = client.get(path).content.decode()
    assert "source retracted" in told
    assert WHY in told
