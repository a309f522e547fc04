"""Suggestions: each story once, the newer word counts, and what a person decided stays."""

import itertools
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from facts.models import LedgerVersion, Revision, Source
from news.models import NewsItem, Suggestion
from news.services import enter_item
from news.suggestions import Undecidable, dismiss, merge, place_of, reopen, take
from tests.feeds.rows import ledger_launch
from tests.news.entries import entry
from tests.news.stories import AT, record, store, suggested
from tests.projects.rows import project, saved

pytestmark = pytest.mark.usefixtures("empty_ledger")
KEY = UUID("0f3c1d52-7c1e-4d0b-9f6a-2b1c3d4e5f60")
State = Suggestion.State


@pytest.fixture
def ana():
    return get_user_model().objects.create_user("ana")


def contents() -> list:
    rows = Suggestion.objects.order_by("external_id").with_names()
    return [
        (row.external_id, row.url, row.title, row.rank, row.launch_ids, row.updated_at,
         [p.slug for p in row.projects.all()])
        for row in rows
    ]  # fmt: skip


# --- Storing ------------------------------------------------------------------------------------
def test_a_story_of_interest_is_kept_with_whom_it_names_and_why():
    plan = saved(project(name="Glimmer plan"))
    stored = store(
        record(title="Glimmer plan: an orbital data center"), record(2, title="A rocket flew", text="")
    )
    row = Suggestion.objects.get()
    assert (stored.added, stored.same) == (1, 1)
    assert "1 speak of nothing that is tracked." in stored.remarks
    assert (row.state, row.rank, list(row.projects.all())) == ("open", 1, [plan])
    assert row.words == ["Glimmer plan", "orbital data center"]
    assert row.text == "The publisher's own words."


def test_the_same_stories_twice_change_nothing():
    store(record(), record(2))
    before = contents()
    stored = store(record(2), record())
    assert (stored.added, stored.changed, stored.same) == (0, 0, 2)
    assert contents() == before


def test_saving_a_suggestion_leaves_what_readers_see_as_it_is():
    plan = saved(project(name="Glimmer plan"))
    version = LedgerVersion.current()
    row = suggested(title="Glimmer plan: an orbital data center")
    dismiss([row], reason="Old news.", by=None)
    assert row.projects.get() == plan
    assert LedgerVersion.current() == version


def test_the_publisher_s_newer_word_replaces_the_older_one():
    suggested()
    stored = store(record(title="An orbital data center is delayed", hours=1))
    assert stored.changed == 1
    assert Suggestion.objects.get().title == "An orbital data center is delayed"
    assert store(record(title="The older word on an orbital data center")).changed == 0


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_words_in_any_order_end_in_the_same_suggestion(order):
    said = [
        record(hours=n, title=f"Orbital data center, version {n}", launch_ids=(UUID(int=n),))
        for n in (1, 2, 3)
    ]
    for turn in order:
        store(said[turn])
    row = Suggestion.objects.get()
    assert (row.title, row.launch_ids) == ("Orbital data center, version 3", [str(UUID(int=3))])


def test_a_story_that_becomes_of_interest_later_is_suggested_then():
    assert store(record(title="A plan", text="")).added == 0
    assert store(record(hours=1)).added == 1


def test_one_that_speaks_of_something_else_later_stays_in_the_inbox():
    suggested()
    store(record(hours=1, title="Corrected: a plan", text=""))
    row = Suggestion.objects.get()
    assert (row.title, row.state, row.words) == ("Corrected: a plan", "open", ["orbital data center"])


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example.org/story-1",
        "http://news.example.org/story-1",
        "https://www.news.example.org/story-1/",
    ],
)
def test_a_story_under_a_new_id_is_the_same_where_its_address_is(url):
    suggested()
    stored = store(record(77, url=url, hours=1, title="Orbital data center again"))
    assert stored.added == 0
    assert Suggestion.objects.get().title == "Orbital data center again"


def test_another_query_is_another_page():
    suggested()
    assert store(record(2, url="https://news.example.org/story-1?page=2")).added == 1


def test_a_story_that_moves_to_the_address_of_another_keeps_its_own():
    suggested(1)
    suggested(2)
    store(record(2, hours=1, url="https://news.example.org/story-1"))
    assert Suggestion.objects.get(external_id="2").url == "https://news.example.org/story-2"


def test_a_link_to_a_launch_that_comes_later_is_added_and_so_is_the_launch():
    row = suggested()
    store(record(hours=1, launch_ids=(KEY,)))
    row.refresh_from_db()
    assert (row.launch_ids, row.launches.count()) == ([str(KEY)], 0)
    launch = ledger_launch(ll2_id=KEY)
    store()
    assert row.launches.get() == launch


def test_a_page_that_is_a_source_already_is_not_suggested():
    enter_item(entry(link="https://www.news.example.org/story-1/"))
    stored = store(record())
    assert stored.remarks == ("1 are sources already.",)
    assert not Suggestion.objects.exists()


def test_what_was_entered_by_hand_meanwhile_leaves_the_inbox():
    row = suggested()
    item = enter_item(entry(link=row.url)).item
    stored = store()
    row.refresh_from_db()
    assert (row.state, row.item, row.decided_by) == ("taken", item, None)
    assert "1 waiting here were entered by hand meanwhile." in stored.remarks


def test_the_inbox_is_ranked_by_names_and_then_by_age():
    saved(project(name="Glimmer plan"))
    later = AT + timedelta(hours=5)
    suggested(1)
    suggested(2, published_at=later)
    suggested(3, title="Glimmer plan and orbital computing")
    assert [row.external_id for row in Suggestion.objects.open().ranked()] == ["3", "2", "1"]


# --- Deciding -----------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 77])
def test_what_was_dismissed_never_comes_back(ana, number):
    row = suggested()
    assert dismiss([row], reason="  Says\nnothing new ", by=ana) == 1
    store(record(number, hours=9, url=row.url, title="Orbital data center, again"))
    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by) == ("dismissed", "Says nothing new", ana)
    assert not Suggestion.objects.open().exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_dismissing_needs_a_reason(ana, reason):
    row = suggested()
    with pytest.raises(Undecidable, match="Say why"):
        dismiss([row], reason=reason, by=ana)
    row.refresh_from_db()
    assert row.state == "open"


def test_what_somebody_decided_is_not_decided_again(ana):
    row = suggested()
    dismiss([row], reason="Old.", by=ana)
    assert dismiss([row], reason="Other.", by=None) == 0
    row.refresh_from_db()
    assert row.reason == "Old."


def test_a_dismissal_can_be_taken_back_and_a_taking_cannot(ana):
    row, other = suggested(1), suggested(2)
    dismiss([row], reason="By mistake.", by=ana)
    take(enter_item(entry(link=other.url)).item, by=ana)
    assert reopen(Suggestion.objects.all()) == 1
    assert [kept.external_id for kept in Suggestion.objects.open()] == ["1"]


def test_taking_closes_the_chosen_one_and_those_of_the_item_s_own_page(ana):
    chosen, same, other = suggested(1), suggested(2), suggested(3)
    item = enter_item(entry(link=same.url)).item
    assert take(item, by=ana, chosen=chosen) == 2
    states = dict(Suggestion.objects.values_list("external_id", "state"))
    assert states == {"1": "taken", "2": "taken", "3": "open"}
    assert {row.item for row in Suggestion.objects.exclude(pk=other.pk)} == {item}


def test_merging_adds_the_page_as_a_further_source_and_is_written_down(ana):
    item = enter_item(entry(state="published")).item
    row = suggested()
    page = merge(row, item, by=ana, read=True)
    item.refresh_from_db()
    row.refresh_from_db()
    assert (page.url, page.title, page.publisher, page.seen) == (row.url, row.title, "Example News", "page")
    assert set(item.sources.values_list("url", flat=True)) == {page.url, "https://news.example.org/a?id=7"}
    assert (row.state, row.item, row.decided_by) == ("merged", item, ana)
    change = Revision.objects.get(kind="news", row_id=item.pk)
    assert (change.by, change.why) == (ana, "A further page tells it.")


def test_a_page_that_nobody_read_proves_nothing(ana):
    item = enter_item(entry()).item
    assert merge(suggested(), item, by=ana, read=False).seen == "cited"


def test_merging_with_the_page_of_another_item_is_refused(ana):
    row = suggested()
    first = enter_item(entry(link=row.url, headline="First")).item
    second = enter_item(entry(headline="Second")).item
    with pytest.raises(Undecidable, match="Its page is the news item “First” already"):
        merge(row, second, by=ana, read=True)
    assert second.sources.count() == first.sources.count() == 1


def test_merging_what_somebody_decided_meanwhile_is_refused(ana):
    row, item = suggested(), enter_item(entry()).item
    dismiss([row], reason="Old.", by=ana)
    with pytest.raises(Undecidable, match="meanwhile"):
        merge(row, item, by=ana, read=True)
    assert Source.objects.count() == 1


def test_an_item_that_goes_leaves_the_decision(ana):
    row = suggested()
    item = enter_item(entry(link=row.url)).item
    take(item, by=ana, chosen=row)
    NewsItem.objects.filter(pk=item.pk).delete()
    row.refresh_from_db()
    assert (row.state, row.item) == ("taken", None)


@pytest.mark.parametrize(
    "wrong",
    [{"state": "dismissed", "decided_at": AT}, {"state": "taken"}, {"decided_at": AT}, {"url": "javascript:x"},
     {"title": ""}],
)  # fmt: skip
def test_the_database_refuses_nonsense(wrong):
    row = suggested()
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=row.pk).update(**wrong)


def test_places_are_the_same_in_every_spelling():
    assert place_of("https://WWW.example.org/a/") == place_of("http://example.org/a") == "example.org/a"
    assert place_of("https://example.org/a?b=1") != place_of("https://example.org/a?b=2")


@pytest.mark.parametrize("days", [0, 2, -2])
def test_one_story_under_two_addresses_of_its_publisher_is_one_suggestion(days):
    store(record(1, title="An orbital data center — planned"))
    again = record(2, title="An Orbital Data Center – planned", published_at=AT + timedelta(days=days))
    stored = store(again)
    assert (stored.added, Suggestion.objects.count()) == (0, 1)
    assert "1 stand here under another address of their publisher." in stored.remarks


def test_what_was_dismissed_stays_so_under_another_address(ana):
    store(record(1, title="An orbital data center"))
    dismiss(Suggestion.objects.all(), reason="No news.", by=ana)
    assert store(record(2, title="An orbital data center")).added == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"publisher": "Other News"},
        {"published_at": AT + timedelta(days=7)},
        {"title": "An orbital data centre"},
    ],
)
def test_another_publisher_day_or_title_is_another_story(changes):
    store(record(1, title="An orbital data center"))
    assert store(record(2, **{"title": "An orbital data center"} | changes)).added == 1
