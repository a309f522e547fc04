"""The way of a news item: which steps there are, who may take them, and what stays written."""

from itertools import product

import pytest
from django.contrib.auth import get_user_model

from facts.models import LedgerVersion, Revision
from news.models import MOVES, NewsItem
from news.workflow import Refused, may_publish, move, move_all
from tests.news.items import an_item, steps
from tests.present import present

pytestmark = pytest.mark.usefixtures("ledger", "four_eyes")
State = NewsItem.State


# --- The table --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("before", "after"), list(product(State.values, State.values)))
def test_only_the_steps_of_the_table_are_taken(editor, before, after):
    item = an_item(before)
    if (before, after) in MOVES and (before != after or after in NewsItem.TOLD):
        assert move(item, after, by=editor, why="A reason.")
        item.refresh_from_db()
        assert item.state == after
        assert steps(item) == [(before, after, "edi", "A reason.")]
    elif before == after:
        assert not move(item, after, by=editor, why="A reason.")
        assert steps(item) == []
    else:
        with pytest.raises(Refused, match="it cannot become"):
            move(item, after, by=editor, why="A reason.")
        item.refresh_from_db()
        assert item.state == before
        assert steps(item) == []


def test_what_is_published_never_goes_back_to_the_desk():
    assert not [
        (before, after)
        for before, after in MOVES
        if before in NewsItem.PUBLIC and after not in NewsItem.PUBLIC
    ]


# --- Who --------------------------------------------------------------------------------------------
def test_an_analyst_sends_to_review_and_does_not_publish(ana, editor):
    item = an_item(by=ana)
    assert move(item, "in_review", by=ana)
    with pytest.raises(Refused, match="an editor publishes it"):
        move(item, "published", by=ana)
    with pytest.raises(Refused, match="an editor publishes it"):
        move(an_item("in_review"), "published", by=ana)
    assert move(item, "published", by=editor)
    assert steps(item) == [("draft", "in_review", "ana", ""), ("in_review", "published", "edi", "")]


def test_an_editor_publishes_what_others_entered_and_a_superuser_all(editor, other_editor):
    own = an_item("in_review", by=editor)
    with pytest.raises(Refused, match="was entered by you: somebody else publishes it"):
        move(own, "published", by=editor)
    assert move(own, "published", by=other_editor)
    boss = get_user_model().objects.create_superuser("boss", password="x")
    assert move(an_item("in_review", by=boss), "published", by=boss)


def test_with_two_eyes_enough_an_analyst_publishes_their_own(ana, settings):
    settings.FOUR_EYES = False
    assert move(an_item("in_review", by=ana), "published", by=ana)


@pytest.mark.parametrize("four_eyes", [True, False])
def test_nobody_without_the_right_to_change_news_takes_a_step(settings, four_eyes):
    settings.FOUR_EYES = four_eyes
    outsider = get_user_model().objects.create_user("out", password="x", is_staff=True)
    assert not may_publish(outsider)
    for before, after in sorted(MOVES):
        if before and (before != after or after in NewsItem.TOLD):
            with pytest.raises(Refused, match="you may not change news"):
                move(an_item(before), after, by=outsider, why="x")


def test_an_account_that_was_closed_publishes_nothing():
    boss = get_user_model().objects.create_superuser("boss", password="x", is_active=False)
    assert not may_publish(boss)


def test_an_analyst_corrects_and_retracts_nothing(ana):
    for before, after in (("published", "corrected"), ("corrected", "retracted"), ("retracted", "corrected")):
        with pytest.raises(Refused, match="an editor corrects or retracts"):
            move(an_item(before), after, by=ana, why="Wrong.")


@pytest.mark.parametrize("why", ["", "   "])
@pytest.mark.parametrize("after", ["corrected", "retracted"])
def test_what_readers_are_told_needs_a_reason(editor, after, why):
    item = an_item("published")
    with pytest.raises(Refused, match="Say why"):
        move(item, after, by=editor, why=why)
    item.refresh_from_db()
    assert (item.state, item.reason) == ("published", "")


def test_an_editor_corrects_their_own_at_once(editor):
    """An error does not stand until a second person is found."""
    item = an_item("published", by=editor)
    assert move(item, "corrected", by=editor, why="A figure was wrong.")
    assert move(item, "corrected", by=editor, why="Another one too.")
    item.refresh_from_db()
    assert (item.state, item.reason) == ("corrected", "Another one too.")
    assert present(Revision.objects.of_record("news", item.pk).first()).why == "Another one too."


def test_of_two_people_at_once_only_one_takes_the_step(editor, other_editor):
    item = an_item("in_review")
    as_opened = NewsItem.objects.get(pk=item.pk)
    assert move(item, "published", by=editor)
    assert not move(as_opened, "published", by=other_editor)
    with pytest.raises(Refused, match="is published: it cannot become draft"):
        move(as_opened, "draft", by=other_editor)
    assert len(steps(item)) == 1


def test_many_at_once_say_which_moved_and_which_were_refused(editor):
    one, own, there = an_item("in_review"), an_item("in_review", by=editor), an_item("published")
    before = LedgerVersion.current()
    moved, refused = move_all([one, own, there], "published", by=editor)
    assert moved == [one]
    assert refused == [f"“{own}” was entered by you: somebody else publishes it."]
    assert LedgerVersion.current() == before + 1
